import { type KeyObject } from 'node:crypto';
import { personHash } from '#libs/vault';
import { normaliseEmail, parseEmail } from './normalise-email.js';
import { normaliseName } from './normalise-name.js';
import { type SignatureRecord } from './signature-record.js';

/** E-mail key and name key in hex; a key is null where the record has not what it is made of. */
export interface PersonKeys { emailKey: string | null; nameKey: string | null }

/** Who a record says it is, as keyed hashes: equal for the same person, silent about who that is. */
export function personKeys(hashKey: KeyObject, record: Pick<SignatureRecord, 'givenName' | 'familyName' | 'email' | 'postcode' | 'country'>): PersonKeys {
  const name = normaliseName(record);
  return {
    emailKey: record.email === null ? null : emailKeyOf(hashKey, record.email),
    nameKey: name === null ? null : personHash(hashKey, 'name', name).toString('hex'),
  };
}

/** The e-mail key of an address; null if it is none. */
export function emailKeyOf(hashKey: KeyObject, address: string): string | null {
  const parsed = parseEmail(address);
  return parsed.ok ? personHash(hashKey, 'email', normaliseEmail(parsed.email)).toString('hex') : null;
}
