import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database } from '#libs/database';
import { LiveCounts } from '#libs/tallies';
import { SignatureLedger } from '../ledger.service.js';
import { CONFIRM_WITHIN_MS } from '../unconfirmed-rules.js';

const AT_ONCE = 1_000;
/** With so many others like it among the held, a record waits for an organiser. */
const ORDINARY_BELOW = 10;

/** The worker's housekeeping of what is held and noted. */
@Injectable()
export class ScreeningSweep {
  constructor(private readonly db: Database, private readonly ledger: SignatureLedger, private readonly audit: AuditLog, private readonly live: LiveCounts) {}

  async sweep(): Promise<void> {
    await this.db.rows(`delete from screening_tags where at < clock_timestamp() - interval '30 days'`);
    await this.db.rows(
      `delete from screening_action_records r using screening_actions a where a.id = r.action_id and a.done_at < clock_timestamp() - interval '90 days'`);
    await this.forgetUnconfirmed();
    for (const { petitionId } of await this.calm()) await this.releaseOrdinary(petitionId);
  }

  /** Petitions with held signatures that ask for no challenge, and have not for half an hour. */
  private calm(): Promise<{ petitionId: number }[]> {
    return this.db.rows(
      `select distinct h.petition_id as "petitionId" from held_signatures h left join petition_screening s using (petition_id)
        where coalesce(s.mode, 'auto') = 'auto' and s.since is null and coalesce(s.calm_since, h.at) < clock_timestamp() - interval '30 minutes' and h.at < clock_timestamp() - interval '30 minutes' order by 1`);
  }

  /** Held ones that share nothing with nine other held ones, and use no mailbox for throwing away. */
  private async releaseOrdinary(petitionId: number): Promise<void> {
    for (;;) {
      const ids = (await this.db.rows<{ id: string }>(
        `with t as (select h.record_id, t.range, t.domain, t.pattern, t.disposable,
                           count(*) over (partition by t.range) as of_range, count(*) over (partition by t.domain) as of_domain, count(*) over (partition by t.pattern) as of_pattern
                      from held_signatures h left join screening_tags t on t.petition_id = h.petition_id and t.record_id = h.record_id where h.petition_id = $1)
         select record_id as id from t where not coalesce(disposable, false) and (range is null or of_range < ${ORDINARY_BELOW}) and (domain is null or of_domain < ${ORDINARY_BELOW})
            and (pattern is null or of_pattern < ${ORDINARY_BELOW}) order by 1 limit ${AT_ONCE}`, [petitionId])).map(({ id }) => id);
      if (ids.length === 0) return;
      await this.db.transaction(async (tx) => {
        const released = await this.ledger.restoreIn(tx, petitionId, ids);
        // What is no longer held (taken back, erased) waits for nothing either.
        await tx.query(`delete from held_signatures where petition_id = $1 and record_id = any($2::uuid[])`, [petitionId, ids]);
        await this.audit.append(tx, { actor: 'screening', action: 'screening.calmed', subject: `petition:${petitionId}`, details: { records: released } });
      }, { actor: 'screening' });
      this.live.changed([petitionId]);
    }
  }

  /** What is held and was never confirmed ends like everything unconfirmed: released it has lapsed, and the sweep of the unconfirmed erases it. */
  private async forgetUnconfirmed(): Promise<void> {
    const due = await this.db.rows<{ petitionId: number; ids: string[] }>(
      `select h.petition_id as "petitionId", array_agg(h.record_id) as ids from held_signatures h join signatures s on s.petition_id = h.petition_id and s.id = h.record_id
        where s.status = 'quarantined' and s.confirmed_at is null and s.signed_at < $1 group by 1 limit 100`, [new Date(Date.now() - CONFIRM_WITHIN_MS).toISOString()]);
    for (const { petitionId, ids } of due) await this.ledger.restore(petitionId, ids.slice(0, AT_ONCE), 'sweep');
  }
}
