import { createHash } from 'node:crypto';

/** Of a file's bytes, which are its text in UTF-8: what `sha256sum` says of it. Hex. */
export const bytesSha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
