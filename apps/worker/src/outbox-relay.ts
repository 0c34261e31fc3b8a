import { Injectable } from '@nestjs/common';
import { AppConfig, Log } from '#libs/config';
import { Database, relayOutbox, WokenByPostgres } from '#libs/database';
import { codeOf, Queues } from '#libs/queues';
import { SUBSCRIPTIONS } from './subscriptions.js';

const AT_ONCE = 200;

/** Turns committed events into jobs. The rows go only when Redis has the jobs: a kill in between makes the same jobs again. */
@Injectable()
export class OutboxRelay {
  private readonly woken: WokenByPostgres;

  constructor(config: AppConfig, private readonly db: Database, private readonly queues: Queues, log: Log) {
    this.woken = new WokenByPostgres(config.database, {
      channel: 'outbox', work: () => this.relayOnce(), onTrouble: (error) => log.pino.warn({ code: codeOf(error) }, 'the outbox waits'),
    });
  }

  start(): void {
    this.woken.start();
  }

  stop(): Promise<void> {
    return this.woken.stop();
  }

  /** Hands on what is there now. Returns how many events. */
  relayOnce(): Promise<number> {
    return this.db.transaction((tx) => relayOutbox(tx, Object.keys(SUBSCRIPTIONS), AT_ONCE, async (rows) => {
      await this.queues.addAll(rows.flatMap((row) => SUBSCRIPTIONS[row.topic]?.(row) ?? []));
    }));
  }
}
