import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { AppConfig } from '#libs/config';
import { WokenByPostgres } from '#libs/database';
import { LiveCounts } from '#libs/tallies';
import { oldShownAt } from '../reading/last-shown.js';

/** Without a look that succeeded for so long, the database counts as away. */
const AWAY_AFTER_MS = 3_000;

/** A connection that does not answer a look for so long is given up, and looked over a new one: pages may be old until then. */
const SILENCE_MS = 3_000;

/** How long a look may hold up the end of the server. */
const FAREWELL_MS = 300;

interface Looked { versions: string; passed: boolean; now: Date }

/**
 * When what the public reads has changed last: told by Postgres at each commit (migration public-changes) and by whoever counts, and
 * looked for every second besides. What changes by the clock alone, such as an embargo that is over, is looked for by the database's clock.
 */
@Injectable()
export class PublicChanges implements OnApplicationBootstrap, OnApplicationShutdown {
  /** By `performance.now()`, as all here. */
  toldAt = performance.now();
  countedAt = -Infinity;
  private lookedAt = -Infinity;
  /** Over which connection was looked last, and what was found. */
  private last: { client: pg.Client; versions: string; now: Date } | null = null;
  private readonly woken: WokenByPostgres;

  constructor(config: AppConfig, private readonly live: LiveCounts) {
    this.woken = new WokenByPostgres(config.database, { channel: 'public_change', silenceMs: SILENCE_MS, work: (client) => this.look(client), onCall: () => this.told(), onTrouble: () => undefined });
  }

  /** Nobody knows what has changed: the database has not answered for a while. */
  get isAway(): boolean {
    return performance.now() - this.lookedAt > AWAY_AFTER_MS;
  }

  get oldShownAt(): number {
    return oldShownAt();
  }

  onApplicationBootstrap(): void {
    this.live.watch(() => { this.countedAt = performance.now(); });
    this.woken.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.woken.stop(FAREWELL_MS);
  }

  /** To be called after a change of this process's own too: whoever made it is shown nothing older, though the call is still on its way. */
  told(): void {
    this.toldAt = performance.now();
  }

  private async look(client: pg.Client): Promise<number> {
    const { rows: [found] } = await client.query<Looked>(
      `select (select count(*) || ' ' || coalesce(sum(version), 0) from petition_tallies) as versions, public_instant_since(coalesce($1::timestamptz, 'infinity')) as passed, public_now() as now`, [this.last?.now ?? null]);
    if (!found) return 0;
    // A new connection: calls may have been missed meanwhile.
    if (client !== this.last?.client || found.passed) this.told();
    if (found.versions !== this.last?.versions) this.countedAt = performance.now();
    this.last = { client, versions: found.versions, now: found.now };
    this.lookedAt = performance.now();
    return 0;
  }
}
