const END_OF_HEAD = Buffer.from('\r\n\r\n');
const [TWO] = Buffer.from('2');

/** Finds the answers in what a socket gives. Nearly all of a load are of one length: then only their statuses are looked at. */
export class Answers {
  private rest: Buffer = Buffer.alloc(0);
  private usual = 0;

  /** Calls `each` with every status that came. */
  read(part: Buffer, each: (status: number) => void): void {
    if (this.rest.length === 0 && this.usual > 0 && part.length % this.usual === 0 && this.allUsual(part)) {
      for (let at = 0; at < part.length; at += this.usual) each(statusAt(part, at));
      return;
    }
    let data = this.rest.length === 0 ? part : Buffer.concat([this.rest, part]);
    for (;;) {
      const head = data.indexOf(END_OF_HEAD);
      if (head < 0) break;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(data.toString('latin1', 0, head))?.[1] ?? 0);
      const end = head + 4 + length;
      if (data.length < end) break;
      const status = statusAt(data, 0);
      if (data[9] === TWO) this.usual = end;
      each(status);
      data = data.subarray(end);
    }
    // What the socket gives is its own memory, which it writes into again.
    this.rest = data.length === 0 ? data : Buffer.from(data);
  }

  private allUsual(part: Buffer): boolean {
    for (let at = 0; at < part.length; at += this.usual) {
      // "HTTP/1.1 2": a length that fits by chance has something else here.
      if (part[at] !== 0x48 || part[at + 8] !== 0x20 || part[at + 9] !== TWO) return false;
    }
    return true;
  }
}

const statusAt = (data: Buffer, at: number): number => ((data[at + 9] as number) - 48) * 100 + ((data[at + 10] as number) - 48) * 10 + ((data[at + 11] as number) - 48);

/** How long answers took, by tenths of a millisecond up to a minute. */
export class Waits {
  private readonly counts = new Uint32Array(600_001);
  private n = 0;
  longest = 0;

  add(ms: number): void {
    this.n += 1;
    if (ms > this.longest) this.longest = ms;
    const at = Math.min(600_000, Math.max(0, Math.round(ms * 10)));
    this.counts[at] = (this.counts[at] as number) + 1;
  }

  at(share: number): number {
    let left = Math.ceil(this.n * share);
    for (let at = 0; at < this.counts.length; at += 1) {
      left -= this.counts[at] as number;
      if (left <= 0) return at / 10;
    }
    return 0;
  }
}
