import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { AppConfig } from '#libs/config';
import { patientRedis, Queues } from '#libs/queues';

const EVERY_MS = 1_000;

/**
 * Says that a petition's tally changed: at most one message a petition and second, and the last change is always said.
 * A message carries no figure; whoever listens reads the tally. One that is lost costs nothing but a moment.
 */
@Injectable()
export class LiveCounts implements OnApplicationShutdown {
  private readonly channel: string;
  private readonly saidAt = new Map<number, number>();
  private readonly pending = new Map<number, NodeJS.Timeout>();
  private readonly listeners = new Map<number, Set<() => void>>();
  private readonly watchers = new Set<(petitionId: number) => void>();
  private subscriber: Redis | null = null;

  constructor(private readonly config: AppConfig, private readonly queues: Queues) {
    this.channel = `${config.queuePrefix}:tally`;
  }

  changed(petitionIds: Iterable<number>): void {
    for (const id of new Set(petitionIds)) {
      this.watchers.forEach((watcher) => watcher(id));
      if (this.pending.has(id)) continue;
      const wait = Math.max(0, (this.saidAt.get(id) ?? -Infinity) + EVERY_MS - performance.now());
      this.pending.set(id, setTimeout(() => this.say(id), wait));
    }
  }

  /**
   * Calls `watcher` with every petition whose tally changed, before any listener hears of it; of what this process changed at once and
   * each time, so that whoever changed something is never shown an older count by it.
   */
  watch(watcher: (petitionId: number) => void): void {
    this.subscribe();
    this.watchers.add(watcher);
  }

  /** Calls `listener` after each change of the petition's tally until the returned function is called. */
  listen(petitionId: number, listener: () => void): () => void {
    this.subscribe();
    const all = this.listeners.get(petitionId) ?? new Set();
    this.listeners.set(petitionId, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0) this.listeners.delete(petitionId);
    };
  }

  private say(id: number): void {
    this.pending.delete(id);
    this.saidAt.set(id, performance.now());
    void this.queues.redis.publish(this.channel, String(id)).catch(() => undefined);
  }

  private subscribe(): void {
    if (this.subscriber) return;
    this.subscriber = patientRedis(this.config.redis);
    this.subscriber.on('message', (_channel: string, id: string) => {
      this.watchers.forEach((watcher) => watcher(Number(id)));
      this.listeners.get(Number(id))?.forEach((listener) => listener());
    });
    void this.subscriber.subscribe(this.channel).catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.pending.forEach((timer) => clearTimeout(timer));
    this.subscriber?.disconnect();
  }
}
