import { Injectable } from '@nestjs/common';
import { AppConfig, Log } from '#libs/config';
import { Database } from '#libs/database';
import { isDue } from './recount-rules.js';
import { verify } from './verify.js';

/** What the newest recount that came to its end found; null before the first. */
export interface LastRecount { endedAt: Date; drift: number }

/** A recount that did not end within so long was killed: another may begin. */
const GIVEN_UP_AFTER = '6 hours';

/** Once a night all is counted anew, and whatever does not agree is an alarm. */
@Injectable()
export class NightlyRecount {
  constructor(private readonly config: AppConfig, private readonly db: Database, private readonly log: Log) {}

  async runIfDue(now: Date): Promise<void> {
    const [newest] = await this.db.rows<{ began_at: Date }>(`select began_at from recounts where ended_at is not null order by day desc limit 1`);
    if (!isDue(now, newest?.began_at ?? null)) return;
    const day = now.toISOString().slice(0, 10);
    // Of several workers one gets the day.
    const mine = await this.db.rows(
      `insert into recounts (day) values ($1) on conflict (day) do update set began_at = clock_timestamp() where recounts.ended_at is null and recounts.began_at < clock_timestamp() - $2::interval returning day`,
      [day, GIVEN_UP_AFTER],
    );
    if (mine.length === 0) return;
    try {
      await this.run(day);
    } catch (error) {
      await this.db.rows(`delete from recounts where day = $1 and ended_at is null`, [day]);
      throw error;
    }
  }

  /** The newest recount, for whoever watches. */
  static async last(db: Database): Promise<LastRecount | null> {
    const [row] = await db.rows<{ ended_at: Date; drift: number }>(`select ended_at, drift from recounts where ended_at is not null order by day desc limit 1`);
    return row ? { endedAt: row.ended_at, drift: row.drift } : null;
  }

  private async run(day: string): Promise<void> {
    const { checked, drift } = await verify(this.config);
    await this.db.rows(`update recounts set ended_at = clock_timestamp(), drift = $2, checked = $3, found = $4 where day = $1`, [day, drift.length, JSON.stringify(checked), JSON.stringify(drift.slice(0, 100))]);
    if (drift.length > 0) this.log.pino.error({ drift: drift.length, first: drift.slice(0, 5) }, 'the nightly recount does not agree');
    else this.log.pino.info({ checked: checked.reduce((sum, one) => sum + one.n, 0) }, 'the nightly recount agrees');
  }
}
