import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppConfig, Log } from '#libs/config';
import { WokenByPostgres } from '#libs/database';
import { PublicationClock, PUBLICATIONS_CHANNEL } from '#libs/embargo';
import { LaterEvents } from '#libs/handovers';
import { codeOf } from '#libs/queues';

const A_SECOND = 1_000;

/** Tells, at the instant, what has become public: publications, and handovers whose embargo is over. Needs no Redis; hides and shows nothing. */
@Injectable()
export class GoingPublic {
  private readonly woken: WokenByPostgres;

  constructor(config: AppConfig, private readonly publications: PublicationClock, private readonly handovers: LaterEvents, log: Log) {
    this.woken = new WokenByPostgres(config.database, {
      channel: PUBLICATIONS_CHANNEL, work: () => this.tellSome(), onTrouble: (error) => log.pino.warn({ code: codeOf(error) }, 'what is public now waits to be told'),
    });
  }

  start(): void {
    this.woken.start();
  }

  stop(): Promise<void> {
    return this.woken.stop();
  }

  /** Where an instant comes before the next look, waits for it. Returns 0 when nothing comes so soon. */
  private async tellSome(): Promise<number> {
    const told = await this.publications.tellDue() + await this.handovers.tellDue();
    const wait = told > 0 ? 0 : await this.publications.untilNext();
    if (told > 0 || wait >= A_SECOND) return told;
    await pause(wait);
    return 1;
  }
}
