import { type AddressInfo, connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';

/**
 * What a wire does to what goes through it. `frozen`: everything waits and nothing is lost, as TCP does over a line that is gone for
 * seconds. `cut`: connections are reset and new ones too. `half-way`: reset after a few hundred bytes more. `answer-lost`: what is asked
 * arrives, and when the answer begins the connection is reset, now and then.
 */
export type Trouble =
  | { kind: 'none' } | { kind: 'delay'; ms: number } | { kind: 'frozen' } | { kind: 'cut' }
  | { kind: 'half-way'; bytes: () => number } | { kind: 'answer-lost'; lost: () => boolean };

/** With a reset, as from a machine that is gone; a Unix socket knows none. */
function breakOff(end: Socket): void {
  if (end.remoteFamily) end.resetAndDestroy();
  else end.destroy();
}

interface Link { near: Socket; far: Socket; left: number | null }

/** A TCP port of this machine in front of another port or a Unix socket: the wire between two processes. */
export class Wire {
  port = 0;
  private trouble: Trouble = { kind: 'none' };
  private readonly links = new Set<Link>();
  private readonly waiting = new Set<Socket>();
  private server: Server | null = null;

  constructor(readonly name: string, private readonly to: NetConnectOpts) {}

  async lay(): Promise<this> {
    const server = createServer({ pauseOnConnect: true }, (near) => this.take(near));
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  set(trouble: Trouble): void {
    this.trouble = trouble;
    if (trouble.kind === 'cut') return this.reset();
    for (const link of this.links) {
      link.left = trouble.kind === 'half-way' ? trouble.bytes() : null;
      for (const end of [link.near, link.far]) void (trouble.kind === 'frozen' ? end.pause() : end.resume());
    }
    if (trouble.kind === 'frozen') return;
    for (const near of this.waiting) this.take(near);
    this.waiting.clear();
  }

  /** Every connection breaks; the next one holds. */
  reset(): void {
    for (const { near, far } of this.links) for (const end of [near, far]) breakOff(end);
    for (const near of this.waiting) breakOff(near);
    this.links.clear();
    this.waiting.clear();
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    this.reset();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private take(near: Socket): void {
    near.on('error', () => undefined);
    if (this.trouble.kind === 'cut') return breakOff(near);
    if (this.trouble.kind === 'frozen') return void this.waiting.add(near);
    const far = connect(this.to);
    const link: Link = { near, far, left: this.trouble.kind === 'half-way' ? this.trouble.bytes() : null };
    this.links.add(link);
    far.setNoDelay(true);
    near.setNoDelay(true);
    this.pass(link, near, far, false);
    this.pass(link, far, near, true);
    near.resume();
  }

  private pass(link: Link, from: Socket, to: Socket, isAnswer: boolean): void {
    from.on('error', () => undefined);
    from.on('data', (data: Buffer) => {
      const { trouble } = this;
      if (isAnswer && trouble.kind === 'answer-lost' && trouble.lost()) return this.break(link);
      if (link.left !== null && (link.left -= data.length) < 0) {
        to.write(data.subarray(0, data.length + link.left), () => this.break(link));
        return;
      }
      if (trouble.kind === 'delay') setTimeout(() => to.writable && to.write(data), trouble.ms);
      else if (!to.write(data)) {
        from.pause();
        to.once('drain', () => this.trouble.kind !== 'frozen' && from.resume());
      }
    });
    from.on('end', () => setTimeout(() => to.end(), this.trouble.kind === 'delay' ? this.trouble.ms : 0));
    from.on('close', (failed) => {
      this.links.delete(link);
      if (failed) breakOff(to);
      else setTimeout(() => to.destroy(), this.trouble.kind === 'delay' ? this.trouble.ms + 50 : 50);
    });
  }

  private break(link: Link): void {
    this.links.delete(link);
    breakOff(link.near);
    breakOff(link.far);
  }
}
