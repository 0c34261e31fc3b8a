import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';
import { CHALLENGED_FOR_MS, type Mode, type Why } from './traffic-rules.js';

export interface ChallengeState {
  petitionId: number;
  mode: Mode;
  /** By itself: since when, and why; null: not now. */
  since: Date | null;
  why: Why | null;
  until: Date | null;
}

const COLUMNS = `petition_id as "petitionId", mode, since, why, until`;

/** Whether petitions ask for a challenge: one row for all servers, written down by whichever finds out. */
@Injectable()
export class ChallengeStates {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /** All that are not calm and by themselves. */
  remarkable(): Promise<ChallengeState[]> {
    return this.db.rows(`select ${COLUMNS} from petition_screening where mode <> 'auto' or since is not null`);
  }

  async of(petitionId: number): Promise<ChallengeState> {
    const [row] = await this.db.rows<ChallengeState>(`select ${COLUMNS} from petition_screening where petition_id = $1`, [petitionId]);
    return row ?? { petitionId, mode: 'auto', since: null, why: null, until: null };
  }

  /** An organiser decides. What was found out stays, so that "by itself" knows where it was. */
  async decide(petitionId: number, mode: Mode, actor: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [before] = await txRows<{ mode: Mode }>(tx, `select mode from petition_screening where petition_id = $1 for update`, [petitionId]);
      if ((before?.mode ?? 'auto') === mode) return;
      await tx.query(
        `insert into petition_screening (petition_id, mode, changed_by) values ($1, $2, $3)
         on conflict (petition_id) do update set mode = $2, changed_by = $3, changed_at = clock_timestamp(), calm_since = clock_timestamp()`, [petitionId, mode, actor]);
      await this.audit.append(tx, { actor, action: 'screening.mode', subject: `petition:${petitionId}`, details: { from: before?.mode ?? 'auto', to: mode } });
    }, { actor });
  }

  /** Traffic is abnormal, still or newly. Of several servers that find out at once, one writes it into the audit log. */
  async found(petitionId: number, why: Why, figures: { attempts: number; plausible: number }): Promise<void> {
    await this.db.transaction(async (tx) => {
      const until = new Date(Date.now() + CHALLENGED_FOR_MS);
      await tx.query(`insert into petition_screening (petition_id) values ($1) on conflict do nothing`, [petitionId]);
      // Under the row's lock: of two servers the second sees what the first wrote.
      const [before] = await txRows<{ since: Date | null }>(tx, `select since from petition_screening where petition_id = $1 for update`, [petitionId]);
      await tx.query(
        `update petition_screening set since = coalesce(since, clock_timestamp()), until = greatest(until, $2), why = coalesce(why, $3) where petition_id = $1`, [petitionId, until, why]);
      if (!before?.since) await this.audit.append(tx, { actor: 'screening', action: 'screening.began', subject: `petition:${petitionId}`, details: { why, ...figures } });
    }, { actor: 'screening' });
  }

  /** What nobody found abnormal for a while is over. */
  async endLapsed(): Promise<void> {
    const [due] = await this.db.rows(`select 1 from petition_screening where until < clock_timestamp() limit 1`);
    if (!due) return;
    await this.db.transaction(async (tx) => {
      const over = await txRows<{ petitionId: number }>(
        tx, `update petition_screening set since = null, until = null, why = null, calm_since = clock_timestamp() where until < clock_timestamp() returning petition_id as "petitionId"`);
      for (const { petitionId } of over) await this.audit.append(tx, { actor: 'screening', action: 'screening.ended', subject: `petition:${petitionId}`, details: {} });
    }, { actor: 'screening' });
  }

  /** The busiest hour of the two weeks before, without the last three hours: what this petition's people did when nobody attacked. Counted, per minute. */
  async busiestMinute(petitionId: number): Promise<number> {
    const [row] = await this.db.rows<{ n: number }>(
      `select coalesce(max(n), 0)::float8 / 60 as n from (select sum(n) as n from tally_cells where petition_id = $1 and status = 'counted'
          and hour > clock_timestamp() - interval '14 days' and hour < clock_timestamp() - interval '3 hours' group by hour) h`, [petitionId]);
    return row?.n ?? 0;
  }
}
