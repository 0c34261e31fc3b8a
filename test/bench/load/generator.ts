/**
 * The load of a round, in a process of its own. It shares the cores with what is measured, so it does little: requests are made
 * beforehand and only written into, sockets are raw, answers are looked at for their status. Told by one message what to do.
 */
import { connect } from 'node:net';
import { Answers, Waits } from './answers.js';
import { CrowdWriter, LONGEST_REQUEST } from './crowd.js';
import type { LoadOrder, LoadProgress, LoadResult } from './orders.js';
import { CrowdSource, GivenSource, type Source } from './sources.js';

const PROGRESS_MS = 1_000;
/** Before somebody who was refused, or whose connection broke, tries again. */
const PATIENCE_MS = 100;
const ANSWER_WITHIN_MS = 60_000;

interface Asked { n: number; since: number }

class Load {
  private readonly waits = new Waits();
  private readonly statuses: Record<string, number> = {};
  private readonly again: number[] = [];
  private returning = 0;
  private readonly idle: (() => void)[] = [];
  private acknowledged = 0;
  private refused = 0;
  private issued = 0;
  private began = 0;
  private end = Infinity;
  private readonly crowd: CrowdWriter | null;
  private readonly source: Source;

  constructor(private readonly order: LoadOrder) {
    const { what, count } = order;
    this.crowd = what.kind === 'crowd' ? new CrowdWriter(what.crowd) : null;
    this.source = what.kind === 'given' ? new GivenSource(what.file, what.cycle) : new CrowdSource(this.crowd as CrowdWriter, what.from, what.from + (count ?? Infinity));
  }

  async run(): Promise<LoadResult> {
    this.began = performance.now();
    this.end = this.began + (this.order.seconds ?? Infinity) * 1_000;
    const cpu = process.cpuUsage();
    const tell = (): void => void process.send?.({ progress: { acknowledged: this.acknowledged, refused: this.refused, next: this.source.next } satisfies LoadProgress });
    const progress = setInterval(tell, PROGRESS_MS);
    const clock = this.order.rate === undefined ? null : setInterval(() => this.wake(), 1);
    await Promise.all(Array.from({ length: this.order.connections }, (_, at) => this.keepOpen(at)));
    clearInterval(progress);
    tell();
    if (clock) clearInterval(clock);
    const seconds = (performance.now() - this.began) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const { what, rate } = this.order;
    return {
      seconds, acknowledged: this.acknowledged, refused: this.refused, statuses: this.statuses, p50: this.waits.at(0.5), p99: this.waits.at(0.99), longest: this.waits.longest,
      people: what.kind === 'crowd' && this.crowd ? this.crowd.peopleOf(what.from, this.source.next) : [], next: this.source.next, ownCpu: (user + system) / Math.max(1, this.issued),
      behind: rate === undefined ? 0 : Math.max(0, Math.floor(Math.min(seconds, this.order.seconds ?? seconds) * rate) - this.issued),
    };
  }

  /** A connection, opened anew if it breaks and the order is a patient one, until there is nothing more to send. */
  private async keepOpen(number: number): Promise<void> {
    while (!(await this.connection(number))) await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  }

  /** @returns whether nothing is left to be sent; false: it broke */
  private connection(number: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const waiting: Asked[] = [];
      const answers = new Answers();
      let out = Buffer.allocUnsafe(this.order.depth * LONGEST_REQUEST);
      const socket = connect({
        port: this.order.port, host: '127.0.0.1', noDelay: true,
        onread: { buffer: Buffer.allocUnsafe(65_536), callback: (length, data) => {
          answers.read((data as Buffer).subarray(0, length), (status) => this.answered(status, waiting.shift() as Asked));
          if (waiting.length === 0) send();
          return true;
        } },
      });
      const done = (over: boolean): void => {
        socket.destroy();
        resolve(over);
      };
      const send = (): void => {
        let length = 0;
        for (let k = 0; k < this.order.depth; k += 1) {
          const asked = this.take(number);
          if (asked === null) break;
          waiting.push(asked);
          const needs = length + Math.max(LONGEST_REQUEST, this.source.length(asked.n));
          if (needs > out.length) out = Buffer.concat([out.subarray(0, length)], needs * 2);
          length += this.source.write(asked.n, out, length);
        }
        if (length > 0) socket.write(out.subarray(0, length));
        else if (performance.now() < this.end && this.order.rate !== undefined) this.idle.push(send);
        else if (this.again.length + this.returning > 0) setTimeout(send, PATIENCE_MS);
        else done(true);
      };
      const broken = (error: Error): void => {
        if (!this.order.patient) return reject(error);
        this.again.push(...waiting.splice(0).map(({ n }) => n));
        done(false);
      };
      socket.on('connect', send);
      socket.on('error', broken);
      socket.on('close', () => waiting.length > 0 && broken(new Error('closed before it answered')));
      socket.setTimeout(ANSWER_WITHIN_MS, () => waiting.length > 0 && socket.destroy(new Error('no answer within a minute')));
    });
  }

  /** What to send now, and since when its answer is waited for: with a rate, since it was due, whether or not a connection was free. */
  private take(connection: number): Asked | null {
    const now = performance.now();
    const again = this.again.pop();
    if (again !== undefined) return { n: again, since: now };
    if (now >= this.end) return null;
    const due = this.order.rate === undefined ? now : this.began + (this.issued * 1_000) / this.order.rate;
    if (due > now) return null;
    const n = this.source.take(connection);
    if (n === null) {
      this.end = now;
      return null;
    }
    this.issued += 1;
    return { n, since: due };
  }

  /** Idle connections send what is due; at the end all of them close. */
  private wake(): void {
    const now = performance.now();
    const rate = this.order.rate as number;
    while (this.idle.length > 0 && (now >= this.end || this.began + (this.issued * 1_000) / rate <= now)) this.idle.pop()?.();
  }

  private answered(status: number, { n, since }: Asked): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
    this.waits.add(performance.now() - since);
    if (status >= 200 && status < 300) {
      this.acknowledged += this.source.weight(n);
      return;
    }
    this.refused += 1;
    if (!this.order.patient) return;
    this.returning += 1;
    setTimeout(() => {
      this.returning -= 1;
      this.again.push(n);
    }, PATIENCE_MS);
  }
}

process.on('message', (order: LoadOrder) => {
  void Promise.resolve().then(() => new Load(order).run()).then((result) => process.send?.({ result }), (error: unknown) => process.send?.({ failed: String(error) }));
});
process.on('disconnect', () => process.exit(0));
