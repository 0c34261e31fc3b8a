import { type EnvelopeContext } from './envelope.js';
import { type Opener } from './opener.js';
import { type Sealer } from './sealer.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/**
 * What the server hands to the worker sealed although it is no signature, e.g. the address in a withdrawal request. `kind` is part of
 * what is authenticated: a blob of one kind opens neither as another kind nor as a signature.
 */
export interface BlobContext {
  /** e.g. `withdrawal-request`: lower-case words joined by hyphens. */
  kind: string;
  /** UUID of the request. */
  id: string;
  petitionId: number | null;
  at: Date | string;
}

const KIND = /^[a-z]+(?:-[a-z]+)*$/;

export function sealBlob(sealer: Sealer, plaintext: Uint8Array, of: BlobContext): Buffer {
  return sealer.seal(plaintext, blobContext(of));
}

/** @throws VaultError as `Opener.open` */
export function openBlob(opener: Opener, envelope: Uint8Array, of: BlobContext): Buffer {
  return opener.open(envelope, blobContext(of));
}

function blobContext({ kind, id, petitionId, at }: BlobContext): EnvelopeContext {
  if (!KIND.test(kind)) throw new VaultError(VAULT_ERRORS.badContext);
  return { format: `countersign.blob.${kind}.1`, recordId: id, petitionId, textVersion: null, language: null, channel: null, signedAt: at };
}
