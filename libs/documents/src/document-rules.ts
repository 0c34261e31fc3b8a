/** What is taken, by what the bytes are. */
export const DOCUMENT_TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'text/plain', 'text/csv'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export const DOCUMENT_MAX_BYTES = 8 * 1024 * 1024;

const EXTENSIONS: Readonly<Record<DocumentType, string>> = {
  'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'text/plain': 'txt', 'text/csv': 'csv',
};

/**
 * The type by content, or null for what is not taken. The name decides only between plain text and CSV, which no byte
 * tells apart, and which are served in the same harmless way.
 */
export function typeOf(bytes: Buffer, name: string): DocumentType | null {
  const starts = (...magic: number[]): boolean => magic.every((byte, n) => bytes[n] === byte);
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf'; // ISO 32000-1, 7.5.2
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(0x52, 0x49, 0x46, 0x46) && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  if (!isText(bytes)) return null;
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
}

/** UTF-8 without control characters, and nothing that a careless program would take for a page. */
function isText(bytes: Buffer): boolean {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
   
  return !/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text) && !/^\s*<(?:[!?]|html|svg|script|\w+[\s>])/i.test(text);
}

/** A name fit for every file system and header, with the ending of what the file is. */
export function documentName(name: string, type: DocumentType): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = base.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, '-').replace(/^[\s.-]+|[\s.-]+$/g, '');
  return `${[...stem].slice(0, 80).join('') || 'document'}.${EXTENSIONS[type]}`;
}
