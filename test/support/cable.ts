import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A Unix socket in front of another, for specs in which a service goes away and comes back. */
export class Cable {
  private readonly ends = new Set<Socket>();
  private readonly answering = new Set<Socket>();
  private server: Server | null = null;
  private frozen = false;

  constructor(private readonly from: string, private readonly to: string) {}

  async lay(): Promise<this> {
    this.frozen = false;
    rmSync(this.from, { force: true });
    const server = createServer((near) => this.join(near));
    await new Promise<void>((resolve) => server.listen(this.from, resolve));
    this.server = server;
    return this;
  }

  /** Every connection breaks and new ones are refused. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    for (const end of this.ends) end.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
    rmSync(this.from, { force: true });
  }

  /** Connections stay and new ones are taken, but nothing comes through any more: a machine that hangs. */
  freeze(): void {
    this.frozen = true;
    for (const end of this.ends) end.removeAllListeners('data');
  }

  /** What is asked arrives, and what is answered does not: whoever asked cannot know whether it was done. */
  mute(): void {
    for (const end of this.answering) end.removeAllListeners('data');
  }

  private join(near: Socket): void {
    const far = connect(this.to);
    this.answering.add(far);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.ends.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.ends.delete(one);
        this.answering.delete(one);
        other.destroy();
      });
      if (!this.frozen) one.on('data', (data) => other.write(data));
      else one.resume();
    }
  }
}
