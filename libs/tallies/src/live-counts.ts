import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { AppConfig } from '#libs/config';
import { patientRedis, Queues } from '#libs/queues';

const EVERY_MS = 1_000;

/**
 * Says that a petition's tally changed: at most one message a petition and second, and the last change is said however long Redis is
 * away, unless the process ends before. A message carries no figure; whoever listens reads the tally. Redis keeps none for who is not
 * there: after each break in the connection, every listener is called.
 */
@Injectable()
export class LiveCounts implements OnApplicationShutdown {
  private readonly channel: string;
  private readonly saidAt = new Map<number, number>();
  private readonly pending = new Map<number, NodeJS.Timeout>();
  private readonly listeners = new Map<number, Set<() => void>>();
  private readonly watchers = new Set<(petitionId: number) => void>();
  private subscriber: Redis | null = null;
  private ended = false;

  constructor(private readonly config: AppConfig, private readonly queues: Queues) {
    this.channel = `${config.queuePrefix}:tally`;
  }

  changed(petitionIds: Iterable<number>): void {
    for (const id of new Set(petitionIds)) {
      this.watchers.forEach((watcher) => watcher(id));
      this.sayIn(Math.max(0, (this.saidAt.get(id) ?? -Infinity) + EVERY_MS - performance.now()), id);
    }
  }

  /**
   * Calls `watcher` with every petition whose tally changed, or may have, before any listener hears of it; of what this process changed at once and
   * each time, so that whoever changed something is never shown an older count by it.
   */
  watch(watcher: (petitionId: number) => void): void {
    this.subscribe();
    this.watchers.add(watcher);
  }

  /** Calls `listener` after each change of the petition's tally, and whenever one may have been missed, until the returned function is called. */
  listen(petitionId: number, listener: () => void): () => void {
    this.subscribe();
    const all = this.listeners.get(petitionId) ?? new Set();
    this.listeners.set(petitionId, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0) this.listeners.delete(petitionId);
    };
  }

  private sayIn(ms: number, id: number): void {
    if (!this.ended && !this.pending.has(id)) this.pending.set(id, setTimeout(() => this.say(id), ms));
  }

  private say(id: number): void {
    this.pending.delete(id);
    this.saidAt.set(id, performance.now());
    this.queues.redis.publish(this.channel, String(id)).catch(() => this.sayIn(EVERY_MS, id));
  }

  private subscribe(): void {
    if (this.subscriber) return;
    const subscriber = this.subscriber = patientRedis(this.config.redis);
    subscriber.on('message', (_channel: string, id: string) => this.heard(Number(id)));
    // At every connection, and only once Redis has taken it: what changes from then on is heard of, and what changed before is read.
    subscriber.on('ready', () => void subscriber.subscribe(this.channel).then(() => [...this.listeners.keys()].forEach((id) => this.heard(id)), () => undefined));
  }

  private heard(id: number): void {
    this.watchers.forEach((watcher) => watcher(id));
    this.listeners.get(id)?.forEach((listener) => listener());
  }

  onApplicationShutdown(): void {
    this.ended = true;
    this.pending.forEach((timer) => clearTimeout(timer));
    this.subscriber?.disconnect();
  }
}
