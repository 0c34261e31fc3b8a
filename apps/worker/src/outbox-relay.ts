import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { AppConfig, Log, pgConnection } from '#libs/config';
import { Database, relayOutbox } from '#libs/database';
import { codeOf, Queues } from '#libs/queues';
import { SUBSCRIPTIONS } from './subscriptions.js';

const AT_ONCE = 200;
/** Woken by Postgres at each commit that left something; looks by itself as well, should a call have been missed. */
const LOOK_EVERY_MS = 1_000;

/** Turns committed events into jobs. The rows go only when Redis has the jobs: a kill in between makes the same jobs again. */
@Injectable()
export class OutboxRelay {
  private listener: pg.Client | null = null;
  private wake: () => void = () => undefined;
  private ended: Promise<void> = Promise.resolve();
  private ending = false;

  constructor(private readonly config: AppConfig, private readonly db: Database, private readonly queues: Queues, private readonly log: Log) {}

  start(): void {
    this.ended = this.run();
  }

  async stop(): Promise<void> {
    this.ending = true;
    this.wake();
    await this.ended;
    await this.listener?.end().catch(() => undefined);
  }

  /** Hands on what is there now. Returns how many events. */
  relayOnce(): Promise<number> {
    return this.db.transaction((tx) => relayOutbox(tx, Object.keys(SUBSCRIPTIONS), AT_ONCE, async (rows) => {
      await this.queues.addAll(rows.flatMap((row) => SUBSCRIPTIONS[row.topic]?.(row) ?? []));
    }));
  }

  private async run(): Promise<void> {
    while (!this.ending) {
      try {
        await this.listen();
        while (!this.ending && (await this.relayOnce()) > 0);
      } catch (error) {
        this.log.pino.warn({ code: codeOf(error) }, 'the outbox waits');
      }
      if (!this.ending) await this.pause();
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async listen(): Promise<void> {
    if (this.listener) return;
    const client = new pg.Client(pgConnection(this.config.database));
    // Nobody is woken: while there is no database each attempt loses its connection at once, and would follow the last without a pause.
    const lost = (): void => {
      if (this.listener === client) this.listener = null;
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.wake());
    await client.connect();
    await client.query('listen outbox');
    this.listener = client;
  }
}
