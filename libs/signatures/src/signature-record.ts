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

type Wire = [given: string, family: string | null, email: string | null, postcode: string | null, town: string | null, country: string, namesDemand?: string];

/** The first byte of the form that the server seals. The form of tablets, 1, is JSON altogether (docs/TABLET-PROTOCOL.md), and begins with a bracket. */
const FORM = 2;
const SALT_BYTES = 32;

/** The plaintext of an envelope: `02 ‖ salt (32) ‖ JSON as UTF-8`, positional and without what need not be spelled, since every byte is stored millions of times. */
export function encodeRecord(record: SignatureRecord): Buffer {
  const wire: Wire = [record.givenName, record.familyName, record.email, record.postcode, record.town, record.country];
  if (record.namesDemand !== undefined) wire.push(record.namesDemand);
  const json = JSON.stringify(wire);
  const plaintext = Buffer.allocUnsafe(1 + SALT_BYTES + Buffer.byteLength(json));
  plaintext[0] = FORM;
  if (plaintext.write(record.salt, 1, 'base64') !== SALT_BYTES) throw new RangeError('signature record: a salt has 32 bytes');
  plaintext.write(json, 1 + SALT_BYTES);
  return plaintext;
}

/** Reads what a server or a tablet of any release made. @throws SyntaxError without any content, if it is of no such form */
export function decodeRecord(plaintext: Buffer): SignatureRecord {
  if (plaintext[0] === FORM) return checked(parse(plaintext.subarray(1 + SALT_BYTES)), plaintext.toString('base64', 1, 1 + SALT_BYTES));
  const wire = parse(plaintext);
  if (!Array.isArray(wire) || wire[0] !== 1) throw new SyntaxError('signature record: unknown form');
  const [, given, family, email, postcode, town, country, salt, ...more] = wire as unknown[];
  return checked([given, family, email, postcode, town, country, ...more], salt);
}

function checked(wire: unknown, salt: unknown): SignatureRecord {
  if (!Array.isArray(wire) || (wire.length !== 6 && wire.length !== 7)) throw new SyntaxError('signature record: unknown form');
  const [givenName, familyName, email, postcode, town, country, namesDemand] = wire as unknown[];
  const text = (value: unknown): value is string => typeof value === 'string';
  const textOrNull = (value: unknown): value is string | null => value === null || text(value);
  if (!text(givenName) || !textOrNull(familyName) || !textOrNull(email) || !textOrNull(postcode) || !textOrNull(town) || !text(country) || !text(salt)) {
    throw new SyntaxError('signature record: a part has the wrong type');
  }
  if (namesDemand !== undefined && !(text(namesDemand) && /^[0-9a-f]{64}$/.test(namesDemand))) throw new SyntaxError('signature record: a part has the wrong form');
  if (!/^[A-Z]{2}$/.test(country) || Buffer.from(salt, 'base64').length !== SALT_BYTES) throw new SyntaxError('signature record: a part has the wrong form');
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
