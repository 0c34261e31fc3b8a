import { Injectable } from '@nestjs/common';
import { Database, txRows } from '#libs/database';
import { approachingByForecast } from './forecast-rules.js';
import { nextMilestone } from './milestone-rules.js';
import { SMALLEST_CELL } from './publish-rules.js';
import { milestonesOf, PublishedTallies } from './published-tallies.js';
import { TallyBook, thresholdsOf } from './tally-book.js';
import { TallyFigures } from './tally-figures.js';

/** What happens to tallies by the clock: forecasts looked at, daily figures taken. Repetition changes nothing. */
@Injectable()
export class TallyClockwork {
  constructor(private readonly db: Database, private readonly figures: TallyFigures, private readonly published: PublishedTallies, private readonly book: TallyBook) {}

  /** Tells of next milestones that will be reached within days though their share is not there yet. Returns how many. */
  async approachByForecast(now: number = Date.now()): Promise<number> {
    const open = await this.db.rows<{ id: number }>(
      `select p.id from petitions p join campaigns c on c.id = p.campaign_id join petition_tallies t on t.petition_id = p.id
        where p.status = 'open' and c.kind = 'live' and t.counted > 0 order by p.id`);
    let told = 0;
    for (const { id } of open) told += (await this.approach(id, now)) ? 1 : 0;
    return told;
  }

  private async approach(petitionId: number, now: number): Promise<boolean> {
    const view = await this.figures.view(petitionId);
    const next = view && nextMilestone(view.total, milestonesOf(view));
    if (!view || !next || view.milestones.some((m) => m.threshold === next.threshold && m.approachingAt)) return false;
    if (!approachingByForecast(await this.published.forecast(view, next.threshold, now), now)) return false;
    return this.db.transaction(async (tx) => {
      const held = (await this.book.hold(tx, [petitionId])).get(petitionId);
      const known = await txRows(tx, `select 1 from milestones where petition_id = $1 and threshold = $2 and (approaching_at is not null or reached_at is not null)`, [petitionId, next.threshold]);
      if (!held || known.length > 0 || held.counted + held.attested >= next.threshold) return false;
      await this.book.tell(tx, held, thresholdsOf(held, []), { petitionId, approaching: [next.threshold], reached: [], total: held.counted + held.attested, by: 'forecast' });
      return true;
    });
  }

  /** The figure of the day, rounded down, for each petition of high privacy; taken once a day (UTC) and kept. */
  async publishDaily(): Promise<void> {
    await this.db.rows(
      `insert into published_counts (petition_id, day, counted)
       select p.id, (clock_timestamp() at time zone 'UTC')::date, coalesce(t.counted, 0) / $1 * $1 from petitions p left join petition_tallies t on t.petition_id = p.id
        where p.privacy = 'high' and p.status <> 'draft' on conflict do nothing`,
      [SMALLEST_CELL],
    );
  }
}
