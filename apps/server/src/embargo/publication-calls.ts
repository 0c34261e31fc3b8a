import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Database, WokenByPostgres } from '#libs/database';
import { type PublicationChange, PublicationNews, PUBLICATIONS_CHANNEL } from '#libs/embargo';
import { codeOf } from '#libs/queues';
import { Log } from '../edge/log.js';

/** How long a look may hold up the end of the server. */
const FAREWELL_MS = 300;

type Listener = (change: PublicationChange) => void;

/**
 * Calls all that hold copies of what the public reads, at the moment something becomes public, is withdrawn or corrected: page caches
 * drop theirs, streams tell theirs. Woken by NOTIFY, and looks every second in case a call was lost.
 */
@Injectable()
export class PublicationCalls implements BeforeApplicationShutdown {
  private readonly listeners = new Set<Listener>();
  private readonly woken: WokenByPostgres;
  private news: PublicationNews | null = null;
  private begun = false;

  constructor(config: AppConfig, private readonly db: Database, log: Log) {
    this.woken = new WokenByPostgres(config.database, {
      channel: PUBLICATIONS_CHANNEL, work: () => this.look(), onTrouble: (error) => log.pino.warn({ code: codeOf(error) }, 'what became public is not heard of'),
    });
  }

  /** @returns what ends it */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    if (!this.begun) this.woken.start();
    this.begun = true;
    return () => void this.listeners.delete(listener);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.begun) await this.woken.stop(FAREWELL_MS);
  }

  private async look(): Promise<number> {
    this.news ??= new PublicationNews(this.db);
    const changes = await this.news.next();
    for (const change of changes) for (const listener of this.listeners) listener(change);
    return 0;
  }
}
