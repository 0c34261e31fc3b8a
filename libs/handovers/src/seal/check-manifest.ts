import { canonicalJson, type JsonValue } from '#libs/vault';
import { type ManifestKey, type ManifestStatement, MANIFEST_FORMAT, sha256Hex, signatureHolds } from './manifest.js';
import { HASH_BYTES, TreeStream } from './merkle.js';

/**
 * form: not the canonical text of a manifest of this format, from the byte told on. statement: not its canonical form. key: its
 * fingerprint is another's. other_key: not the key that was expected. signature: does not hold. order: this leaf is not greater than the
 * one before it. size: more or fewer leaves than stated. root: another root than stated. sums: figures that do not add up.
 */
export type ManifestFaultCode = 'form' | 'statement' | 'key' | 'other_key' | 'signature' | 'order' | 'size' | 'root' | 'sums';
export interface ManifestFault { code: ManifestFaultCode; stated: string; found: string }

export interface CheckedManifest {
  faults: ManifestFault[];
  /** Null if the form is broken before it. */
  statement: ManifestStatement | null;
  statementSha256: string | null;
  key: ManifestKey | null;
  /** What the leaves in the file make: the root of a file without leaves is not checked. */
  leaves: { present: boolean; size: number; root: string };
  /** Places of the leaves asked for, -1 for one that is not there. */
  places: number[];
}

const HEAD = `{"format":"${MANIFEST_FORMAT}","key":`;
const LEAVES = ',"leaves":[';
/** `"`, 64 digits, `"`, and a comma or the end. */
const TOKEN = 2 * HASH_BYTES + 3;
const LONGEST_KEY = 4_096;
const LONGEST_STATEMENT = 64 * 1024 * 1024;

class FormError extends Error {
  constructor(readonly at: number, readonly expected: string) {
    super('form');
  }
}

/** Gives out the bytes of a file in the lengths that are asked for, holding one chunk at a time. */
class Bytes {
  private rest: Buffer = Buffer.alloc(0);
  at = 0;

  constructor(private readonly chunks: AsyncIterator<Buffer>) {}

  /** At least so many bytes, or fewer at the end. Nothing is taken. */
  async peek(n: number): Promise<Buffer> {
    while (this.rest.length < n) {
      const next = await this.chunks.next();
      if (next.done) break;
      this.rest = this.rest.length === 0 ? next.value : Buffer.concat([this.rest, next.value]);
    }
    return this.rest;
  }

  take(n: number): Buffer {
    const taken = this.rest.subarray(0, n);
    this.rest = this.rest.subarray(n);
    this.at += n;
    return taken;
  }

  async expect(text: string): Promise<void> {
    const found = (await this.peek(text.length)).subarray(0, text.length).toString('latin1');
    if (found !== text) throw new FormError(this.at, text);
    this.take(text.length);
  }
}

/**
 * Checks a manifest.json from its first byte to its last, in bounded memory: form, key, signature, order, number and root of the leaves,
 * sums. docs/MANIFEST.md, "How to check".
 *
 * @param fingerprint whose manifest it must be, as learnt from elsewhere @param seek leaves to look for on the way
 */
export async function checkManifest(chunks: AsyncIterable<Buffer>, { fingerprint, seek = [] }: { fingerprint?: string; seek?: readonly Buffer[] } = {}): Promise<CheckedManifest> {
  const result: CheckedManifest = { faults: [], statement: null, statementSha256: null, key: null, leaves: { present: false, size: 0, root: '' }, places: seek.map(() => -1) };
  try {
    const bytes = new Bytes(chunks[Symbol.asyncIterator]());
    await bytes.expect(HEAD);
    result.key = await readKey(bytes);
    await bytes.expect(LEAVES);
    await readLeaves(bytes, result, seek);
    const statementText = await readEnd(bytes, result, fingerprint);
    checkStatement(result, statementText);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    result.faults.push({ code: 'form', stated: error.expected, found: `something else at byte ${error.at}` });
  }
  return result;
}

async function readKey(bytes: Bytes): Promise<ManifestKey> {
  const ahead = await bytes.peek(LONGEST_KEY);
  const end = ahead.indexOf('}');
  const text = end < 0 ? '' : ahead.toString('latin1', 0, end + 1);
  const match = /^\{"algorithm":"Ed25519","fingerprint":"([0-9a-f]{64})","publicKey":"([A-Za-z0-9_-]{43})"\}$/.exec(text);
  if (!match?.[1] || !match[2]) throw new FormError(bytes.at, 'a key');
  bytes.take(text.length);
  return { algorithm: 'Ed25519', fingerprint: match[1], publicKey: match[2] };
}

async function readLeaves(bytes: Bytes, result: CheckedManifest, seek: readonly Buffer[]): Promise<void> {
  const tree = new TreeStream();
  let before: Buffer | null = null;
  const first = await bytes.peek(1);
  if (first[0] === 0x5d) bytes.take(1);
  else {
    for (let more = true; more;) {
      if ((await bytes.peek(TOKEN)).length < TOKEN) throw new FormError(bytes.at, 'a leaf');
      const token = bytes.take(TOKEN).toString('latin1');
      const leaf = Buffer.from(token.slice(1, -2), 'hex');
      const end = token[TOKEN - 1];
      if (token[0] !== '"' || token[TOKEN - 2] !== '"' || leaf.length !== HASH_BYTES || leaf.toString('hex') !== token.slice(1, -2) || (end !== ',' && end !== ']')) throw new FormError(bytes.at - TOKEN, 'a leaf');
      if (before && before.compare(leaf) >= 0 && !result.faults.some(({ code }) => code === 'order')) {
        result.faults.push({ code: 'order', stated: `a leaf greater than ${before.toString('hex')}`, found: `${leaf.toString('hex')} at place ${tree.size}` });
      }
      seek.forEach((wanted, n) => {
        if (wanted.equals(leaf)) result.places[n] = tree.size;
      });
      tree.push(leaf);
      before = leaf;
      more = end === ',';
    }
  }
  result.leaves = { present: tree.size > 0, size: tree.size, root: tree.root().toString('hex') };
}

async function readEnd(bytes: Bytes, result: CheckedManifest, fingerprint: string | undefined): Promise<string> {
  await bytes.expect(',"signature":"');
  const signature = (await bytes.peek(86)).subarray(0, 86).toString('latin1');
  if (!/^[A-Za-z0-9_-]{86}$/.test(signature)) throw new FormError(bytes.at, 'a signature');
  bytes.take(86);
  await bytes.expect('","statement":');
  const rest = await bytes.peek(LONGEST_STATEMENT);
  if (rest.length >= LONGEST_STATEMENT || rest[rest.length - 1] !== 0x7d) throw new FormError(bytes.at + rest.length - 1, 'the end');
  const text = rest.toString('utf8', 0, rest.length - 1);
  const key = result.key as ManifestKey;
  const known = sha256Hex(Buffer.from(key.publicKey, 'base64url'));
  if (known !== key.fingerprint) result.faults.push({ code: 'key', stated: key.fingerprint, found: known });
  if (fingerprint !== undefined && fingerprint.toLowerCase() !== known) result.faults.push({ code: 'other_key', stated: fingerprint, found: known });
  if (!signatureHolds(text, { ...key, fingerprint: known }, signature)) result.faults.push({ code: 'signature', stated: 'a signature by the key', found: 'one that does not hold' });
  return text;
}

function checkStatement(result: CheckedManifest, text: string): void {
  const { faults, leaves } = result;
  result.statementSha256 = sha256Hex(text);
  try {
    const value = JSON.parse(text) as JsonValue;
    if (canonicalJson(value) !== text) faults.push({ code: 'statement', stated: 'canonical JSON (RFC 8785)', found: 'another form' });
    result.statement = value as unknown as ManifestStatement;
    const { tree, counted, petitions } = result.statement;
    const expect = (code: ManifestFaultCode, stated: unknown, found: unknown): void => void (stated === found || faults.push({ code, stated: String(stated), found: String(found) }));
    if (leaves.present || tree.size === 0) {
      expect('size', tree.size, leaves.size);
      expect('root', tree.root, leaves.root);
    }
    expect('sums', counted, tree.size);
    expect('sums', counted, petitions.reduce((sum, petition) => sum + petition.counted, 0));
    for (const petition of petitions) expect('sums', petition.counted, petition.cells.reduce((sum, cell) => sum + cell.counted, 0));
  } catch {
    faults.push({ code: 'statement', stated: 'a statement as specified', found: 'something else' });
  }
}
