import { readFileSync } from 'node:fs';
import type { CrowdWriter } from './crowd.js';
import type { GivenRequest } from './orders.js';

/** Where requests come from. */
export interface Source {
  /** The number of the next request for this connection; null: there are no more. */
  take(connection: number): number | null;
  length(n: number): number;
  /** Writes request n; returns its length. */
  write(n: number, into: Buffer, at: number): number;
  /** What its acknowledgement is worth. */
  weight(n: number): number;
  /** The first number that was not taken. */
  readonly next: number;
}

/** Requests of a crowd, one number after the other. */
export class CrowdSource implements Source {
  constructor(private readonly writer: CrowdWriter, public next: number, private readonly until: number) {}
  take = (): number | null => (this.next < this.until ? this.next++ : null);
  length = (): number => 0;
  write = (n: number, into: Buffer, at: number): number => this.writer.write(n, into, at);
  weight = (): number => 1;
}

/** Requests made beforehand, once each or over and over. */
export class GivenSource implements Source {
  next = 0;
  private readonly all: { bytes: Buffer; weight: number }[];
  private readonly lists: { first: number; length: number; taken: number }[];

  constructor(file: string, private readonly cycle: boolean) {
    const lists = JSON.parse(readFileSync(file, 'utf8')) as GivenRequest[][];
    this.all = lists.flat().map(({ text, weight }) => ({ bytes: Buffer.from(text), weight }));
    let first = 0;
    this.lists = lists.map(({ length }) => ({ first: (first += length) - length, length, taken: 0 }));
  }

  take(connection: number): number | null {
    const list = this.lists[connection % this.lists.length];
    if (!list || list.length === 0 || (!this.cycle && list.taken >= list.length)) return null;
    this.next += 1;
    return list.first + (list.taken++ % list.length);
  }

  length = (n: number): number => this.all[n]?.bytes.length ?? 0;
  weight = (n: number): number => this.all[n]?.weight ?? 1;
  write(n: number, into: Buffer, at: number): number {
    const { bytes } = this.all[n] as { bytes: Buffer };
    into.set(bytes, at);
    return bytes.length;
  }
}
