import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue, publicKeyFingerprint, RecipientSecret, SEALED_PIECE_OVERHEAD, StreamOpener, StreamSealer, VaultError } from '#libs/vault';

/** docs/NAMES.md, byte by byte: any change of meaning gets another name. */
export const NAMES_FORMAT = 'countersign.names.1';
const MAGIC = Buffer.from(`${NAMES_FORMAT}\n`);
const ENC_BYTES = 32;
/** Pieces are filled up to a multiple of this, so that a length tells nothing of a single name. */
const FILLED_TO = 4_096;
const LONGEST_HEAD = 1 << 20;
const LONGEST_PIECE = 1 << 24;

/** What stands in the clear at the beginning: what this is, and nothing of anybody. */
export interface NamesHead {
  format: typeof NAMES_FORMAT;
  id: string;
  campaign: string;
  petition: string;
  handover: { id: string; jurisdiction: string; date: string | null };
  /** Of the seal the names stand in, as on its certificate. */
  root: string;
  statementSha256: string;
  /** What each row holds, in this order. */
  fields: string[];
  law: Readonly<Record<string, string>>;
  office: Readonly<Record<string, string>>;
  /** SHA-256 of the demand that each signer agreed to. */
  demandSha256: string;
  keyFingerprint: string;
  demonstration: boolean;
}

/** Sealed after the last row: what there has to be. */
export interface NamesTail {
  root: string;
  /** Rows, and the pieces that they stand in. */
  names: number;
  pieces: number;
  /** Of the seal's leaves of this petition: `sealed = names + gone + leftOut`. */
  sealed: number;
  gone: number;
  leftOut: number;
}

export type NamesRowValues = readonly (string | null)[];

/** Seals rows to the recipient as they come. Each part is to be written after the one before; nothing of it may be left out. */
export class NamesWriter {
  readonly #sealer: StreamSealer;
  readonly #hash = createHash('sha256');
  readonly #head: NamesHead;
  #size = 0;
  #names = 0;
  #pieces = 0;

  constructor(head: Omit<NamesHead, 'format' | 'keyFingerprint'>, publicKey: Uint8Array) {
    this.#head = { format: NAMES_FORMAT, ...head, keyFingerprint: publicKeyFingerprint(publicKey) };
    this.#sealer = new StreamSealer(publicKey, infoOf(this.#headBytes));
  }

  begin(): Buffer {
    return this.keep(Buffer.concat([MAGIC, uint32(this.#headBytes.length), this.#headBytes, this.#sealer.enc]));
  }

  rows(rows: readonly NamesRowValues[]): Buffer {
    this.#names += rows.length;
    this.#pieces++;
    return this.piece(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), false);
  }

  end(counts: Pick<NamesTail, 'sealed' | 'gone' | 'leftOut'>): Buffer {
    const tail: NamesTail = { root: this.#head.root, names: this.#names, pieces: this.#pieces, ...counts };
    return this.piece(canonicalJson({ ...tail }), true);
  }

  get names(): number {
    return this.#names;
  }

  /** After `end`. */
  done(): { sha256: Buffer; size: number } {
    return { sha256: this.#hash.digest(), size: this.#size };
  }

  get #headBytes(): Buffer {
    return Buffer.from(canonicalJson(this.#head as unknown as JsonValue));
  }

  private piece(text: string, last: boolean): Buffer {
    const plain = Buffer.from(text);
    const filled = Buffer.alloc(Math.max(1, Math.ceil(plain.length / FILLED_TO)) * FILLED_TO);
    plain.copy(filled);
    const sealed = this.#sealer.seal(filled, { last });
    return this.keep(Buffer.concat([uint32(sealed.length), sealed]));
  }

  private keep(bytes: Buffer): Buffer {
    this.#hash.update(bytes);
    this.#size += bytes.length;
    return bytes;
  }
}

/**
 * - `form`: no file of this format · `key`: sealed to another key · `piece`: the piece is not what was sealed at this place: altered, dropped,
 *   moved, or its head was changed · `end`: cut off, or something was added · `count`: not as many rows or pieces as its end says · `root`: head and end name different roots
 */
export type NamesFaultCode = 'form' | 'key' | 'piece' | 'end' | 'count' | 'root';

export class NamesFileError extends Error {
  constructor(readonly code: NamesFaultCode, /** Counted from 1. */ readonly piece: number | null = null) {
    super(`names.${code}`);
    this.name = 'NamesFileError';
  }
}

/** Reads a file from its first byte to its last, one piece in memory at a time. What it yields holds only if it returns. @throws NamesFileError */
export async function* openNames(bytes: AsyncIterable<Uint8Array>, key: RecipientSecret): AsyncGenerator<{ head: NamesHead } | { rows: NamesRowValues[] }, NamesTail> {
  const source = new Bytes(bytes);
  if (!(await source.take(MAGIC.length)).equals(MAGIC)) throw new NamesFileError('form');
  const headBytes = await source.take(await lengthOf(source, LONGEST_HEAD));
  const head = parsed<NamesHead>(headBytes.toString());
  if (!head || head.format !== NAMES_FORMAT) throw new NamesFileError('form');
  if (head.keyFingerprint !== publicKeyFingerprint(Buffer.from(key.publicKey, 'base64url'))) throw new NamesFileError('key');
  const opener = openerOf(key, await source.take(ENC_BYTES), headBytes);
  yield { head };
  let names = 0;
  for (let pieces = 0; ; pieces++) {
    const sealed = await source.take(await lengthOf(source, LONGEST_PIECE));
    const last = await source.ended();
    const text = opened(opener, sealed, last, pieces + 1);
    if (last) return checked(parsed<NamesTail>(text), { root: head.root, names, pieces });
    const rows = text.split('\n').slice(0, -1).map((line) => parsed<string[]>(line) ?? []);
    names += rows.length;
    yield { rows };
  }
}

function openerOf(key: RecipientSecret, enc: Buffer, head: Buffer): StreamOpener {
  try {
    return new StreamOpener(key, enc, infoOf(head));
  } catch (error) {
    throw error instanceof VaultError ? new NamesFileError('form') : error;
  }
}

function opened(opener: StreamOpener, sealed: Buffer, last: boolean, n: number): string {
  const attempt = (as: { last: boolean }): string | null => {
    try {
      const filled = opener.open(sealed, as);
      return filled.toString('utf8').replace(/\0+$/, '');
    } catch (error) {
      if (error instanceof VaultError) return null;
      throw error;
    }
  };
  const text = attempt({ last });
  if (text !== null) return text;
  // It would hold elsewhere: the file goes on after its end, or ends before it.
  throw attempt({ last: !last }) === null ? new NamesFileError('piece', n) : new NamesFileError('end', n);
}

function checked(tail: NamesTail | null, found: Pick<NamesTail, 'root' | 'names' | 'pieces'>): NamesTail {
  if (!tail) throw new NamesFileError('form');
  if (tail.root !== found.root) throw new NamesFileError('root');
  if (tail.names !== found.names || tail.pieces !== found.pieces || tail.sealed !== tail.names + tail.gone + tail.leftOut) throw new NamesFileError('count');
  return tail;
}

const infoOf = (head: Buffer): Buffer => Buffer.concat([Buffer.from(`${NAMES_FORMAT}\0`), createHash('sha256').update(head).digest()]);

function uint32(n: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
}

async function lengthOf(source: Bytes, most: number): Promise<number> {
  const length = (await source.take(4)).readUInt32BE(0);
  if (length <= SEALED_PIECE_OVERHEAD || length > most) throw new NamesFileError('form');
  return length;
}

function parsed<Value>(text: string): Value | null {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

/** Bytes in the lengths that are asked for. */
class Bytes {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array[] = [];
  #length = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** @throws NamesFileError `end` if there are not so many any more */
  async take(length: number): Promise<Buffer> {
    while (this.#length < length) if (!(await this.more())) throw new NamesFileError('end');
    const all = this.#held.length === 1 && this.#held[0] ? Buffer.from(this.#held[0]) : Buffer.concat(this.#held);
    this.#held = [all.subarray(length)];
    this.#length -= length;
    return all.subarray(0, length);
  }

  async ended(): Promise<boolean> {
    while (this.#length === 0) if (!(await this.more())) return true;
    return false;
  }

  private async more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#held.push(next.value);
    this.#length += next.value.length;
    return true;
  }
}
