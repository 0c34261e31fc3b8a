/** What a person wrote, as it lies inside the envelope. Nothing of it stands anywhere in the clear. */
export interface SignatureRecord {
  givenName: string;
  familyName: string | null;
  /** Null only for signatures on paper or in a store. */
  email: string | null;
  postcode: string | null;
  town: string | null;
  /** ISO 3166-1 alpha-2, country of residence. */
  country: string;
  /** 32 random bytes, base64: without them the commitment in a manifest cannot be tested against anybody. */
  salt: string;
  /** Where a law demands names: SHA-256 (hex) of the demand that was agreed to, and by which alone they may be handed over. */
  namesDemand?: string;
}

type Wire = [version: 1, given: string, family: string | null, email: string | null, postcode: string | null, town: string | null, country: string, salt: string, namesDemand?: string];

/** The plaintext of an envelope: JSON as UTF-8, positional, since every byte is stored millions of times. */
export function encodeRecord(record: SignatureRecord): Buffer {
  const wire: Wire = [1, record.givenName, record.familyName, record.email, record.postcode, record.town, record.country, record.salt];
  if (record.namesDemand !== undefined) wire.push(record.namesDemand);
  return Buffer.from(JSON.stringify(wire));
}

/** @throws SyntaxError without any content, if it is not what `encodeRecord` makes */
export function decodeRecord(plaintext: Buffer): SignatureRecord {
  const wire = parse(plaintext);
  if (!Array.isArray(wire) || (wire.length !== 8 && wire.length !== 9) || wire[0] !== 1) throw new SyntaxError('signature record: unknown form');
  const [, givenName, familyName, email, postcode, town, country, salt, namesDemand] = wire as unknown[];
  const text = (value: unknown): value is string => typeof value === 'string';
  const textOrNull = (value: unknown): value is string | null => value === null || text(value);
  if (!text(givenName) || !textOrNull(familyName) || !textOrNull(email) || !textOrNull(postcode) || !textOrNull(town) || !text(country) || !text(salt)) {
    throw new SyntaxError('signature record: a part has the wrong type');
  }
  if (namesDemand !== undefined && !(text(namesDemand) && /^[0-9a-f]{64}$/.test(namesDemand))) throw new SyntaxError('signature record: a part has the wrong form');
  if (!/^[A-Z]{2}$/.test(country) || Buffer.from(salt, 'base64').length !== 32) throw new SyntaxError('signature record: a part has the wrong form');
  return { givenName, familyName, email, postcode, town, country, salt, ...(namesDemand === undefined ? {} : { namesDemand }) };
}

/** `JSON.parse` quotes what it chokes on; that must not reach a log. */
function parse(plaintext: Buffer): unknown {
  try {
    return JSON.parse(plaintext.toString('utf8'));
  } catch {
    throw new SyntaxError('signature record: not JSON');
  }
}

/** Full name as it is committed to and shown to its owner. */
export const fullName = (record: Pick<SignatureRecord, 'givenName' | 'familyName'>): string =>
  [record.givenName, record.familyName].filter(Boolean).join(' ');
