import { Injectable } from '@nestjs/common';
import { AppConfig, Log } from '#libs/config';
import { WokenByPostgres } from '#libs/database';
import { codeOf } from '#libs/queues';
import { SEALED_CHANNEL, SealedDrain } from '#libs/signatures';

/** Takes sealed batches from Postgres: what tablets hand over, and what citizens sign while Redis is away. Needs no Redis. */
@Injectable()
export class IntakeDrain {
  private readonly woken: WokenByPostgres;

  constructor(config: AppConfig, drain: SealedDrain, log: Log) {
    this.woken = new WokenByPostgres(config.database, {
      channel: SEALED_CHANNEL, work: (client) => drain.drainSome(client), onTrouble: (error) => log.pino.warn({ code: codeOf(error) }, 'sealed batches wait in Postgres'),
    });
  }

  start(): void {
    this.woken.start();
  }

  stop(): Promise<void> {
    return this.woken.stop();
  }
}
