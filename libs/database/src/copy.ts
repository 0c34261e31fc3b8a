import type pg from 'pg';
import { type Tx } from './database.js';

/** Milliseconds from 1970 to 2000, where Postgres's clock begins. */
const EPOCH_MS = 946_684_800_000;
/** What a Date can hold. */
const MOST_MS = 8.64e15;
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TEXT_OID = 25;
const NULL = -1;

/** Class 22 of SQLSTATE, *data exception*: what Postgres itself would say of such a value, had it been written down for it. */
const unfit = (): never => {
  throw Object.assign(new RangeError('a value that no column takes'), { code: '22000' });
};

/**
 * Rows for COPY … WITH (FORMAT binary), as the documentation of COPY describes it: each row is begun with its number of columns, and then
 * every column written once, in the order of the statement. Nothing is turned into text on the way, and Postgres writes a page's rows at once.
 */
export class BinaryRows {
  private buffer = Buffer.allocUnsafe(64 * 1024);
  private at = HEADER.copy(this.buffer);

  row(columns: number): void {
    this.room(2);
    this.at = this.buffer.writeInt16BE(columns, this.at);
  }

  nothing(): void {
    this.room(4);
    this.at = this.buffer.writeInt32BE(NULL, this.at);
  }

  integer(value: number): void {
    if ((value | 0) !== value) unfit();
    this.room(8);
    this.at = this.buffer.writeInt32BE(4, this.at);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  boolean(value: boolean): void {
    this.room(5);
    this.at = this.buffer.writeInt32BE(1, this.at);
    this.at = this.buffer.writeUInt8(value ? 1 : 0, this.at);
  }

  /** Text, or the label of an enumerated type. */
  text(value: string | null): void {
    if (value === null) return this.nothing();
    this.room(4 + value.length * 3);
    const length = this.buffer.write(value, this.at + 4);
    this.buffer.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  texts(values: readonly string[] | null): void {
    if (values === null || values.length === 0) return this.nothing();
    const start = this.at;
    this.room(24);
    // Length, dimensions, "has no nulls", type, number, and that it begins at 1.
    for (const part of [0, 1, 0, TEXT_OID, values.length, 1]) this.at = this.buffer.writeInt32BE(part, this.at);
    for (const value of values) this.text(value);
    this.buffer.writeInt32BE(this.at - start - 4, start);
  }

  uuid(value: string): void {
    if (value.length !== 36) unfit();
    this.hex(value.replaceAll('-', ''));
  }

  /** Bytes, given in hex. */
  hex(value: string | null): void {
    if (value === null) return this.nothing();
    this.room(4 + value.length / 2);
    const length = this.buffer.write(value, this.at + 4, 'hex');
    if (length * 2 !== value.length) unfit();
    this.buffer.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  bytes(value: Uint8Array | null): void {
    if (value === null) return this.nothing();
    this.room(4 + value.length);
    this.buffer.writeInt32BE(value.length, this.at);
    this.buffer.set(value, this.at + 4);
    this.at += 4 + value.length;
  }

  /** Milliseconds since 1970, cut to whole ones. */
  instant(ms: number | null): void {
    if (ms === null) return this.nothing();
    if (!(Math.abs(ms) <= MOST_MS)) unfit();
    const microseconds = (Math.floor(ms) - EPOCH_MS) * 1_000;
    const high = Math.floor(microseconds / 2 ** 32);
    this.room(12);
    this.at = this.buffer.writeInt32BE(8, this.at);
    this.at = this.buffer.writeInt32BE(high, this.at);
    this.at = this.buffer.writeUInt32BE(microseconds - high * 2 ** 32, this.at);
  }

  /** All that was written, complete. Nothing may be added afterwards. */
  end(): Buffer {
    this.room(2);
    this.at = this.buffer.writeInt16BE(-1, this.at);
    return this.buffer.subarray(0, this.at);
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

interface CopyConnection { query(sql: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

/** Runs `copy … from stdin` with these bytes inside the transaction, by the hooks that `pg` has for it. @throws the driver's error */
export async function copyInto(tx: Tx, sql: string, rows: Buffer): Promise<void> {
  if (!tx.queryRunner) throw new Error('no transaction');
  const client = (await tx.queryRunner.connect()) as pg.ClientBase;
  await new Promise<void>((resolve, reject) => {
    client.query({
      submit: (connection: CopyConnection) => connection.query(sql),
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(rows);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    } as unknown as pg.Submittable);
  });
}
