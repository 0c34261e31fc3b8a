import { DomainError, type DomainErrorOptions, type ErrorKind } from '#libs/config';

/** What the thread gives back: the bytes, or what went wrong, as plain data. */
export type Proof = { bytes: Uint8Array } | { domain: { code: string; kind: ErrorKind } & DomainErrorOptions } | { unexpected: { name: string; message: string; stack: string | undefined } };

/** An error of ours keeps its code, kind and facts on its way between threads, where it would become a plain one. */
export function faultProof(error: unknown): Proof {
  if (error instanceof DomainError) {
    const { code, kind, fields, facts, retryAfterS } = error;
    return { domain: { code, kind, fields, facts, ...(retryAfterS === null ? {} : { retryAfterS }) } };
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { unexpected: { name, message, stack } };
}

/** @throws what the thread met */
export function bytesOf(proof: Proof): Buffer {
  if ('bytes' in proof) return Buffer.from(proof.bytes.buffer, proof.bytes.byteOffset, proof.bytes.byteLength);
  if ('domain' in proof) throw new DomainError(proof.domain.code, proof.domain.kind, proof.domain);
  const { name, message, stack } = proof.unexpected;
  throw Object.assign(new Error(message), { name, ...(stack === undefined ? {} : { stack }) });
}
