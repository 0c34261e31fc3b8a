import { type Opener, type SignatureContext, signatureContext } from '#libs/vault';
import { decodeRecord, type SignatureRecord } from '../../libs/signatures/src/signature-record.js';

/** What the worker reads out of an envelope, for specs of those who seal. */
export function openSealedRecord(opener: Opener, envelope: Uint8Array, context: SignatureContext): SignatureRecord {
  return decodeRecord(opener.open(envelope, signatureContext(context)));
}
