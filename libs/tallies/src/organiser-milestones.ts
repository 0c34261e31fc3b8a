import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { Database, txRows } from '#libs/database';
import { TallyBook } from './tally-book.js';

const MOST = 50;

/** Thresholds that a petition's organisers set beside the ladder and the target. */
@Injectable()
export class OrganiserMilestones {
  constructor(private readonly db: Database, private readonly book: TallyBook) {}

  /** Adds thresholds; one that is passed already is recorded silently. Those that are there stay. @param actor id of the user */
  async add(petitionId: number, thresholds: readonly number[], actor: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const held = (await this.book.hold(tx, [petitionId])).get(petitionId);
      if (!held) throw new DomainError('petitions.unknown', 'not-found');
      const [count] = await txRows<{ n: number }>(tx, `select count(*)::int as n from milestones where petition_id = $1 and origin = 'organiser'`, [petitionId]);
      if ((count?.n ?? 0) + thresholds.length > MOST) throw new DomainError('request.invalid', 'invalid', { fields: [{ field: 'thresholds', code: 'too_many' }] });
      const total = held.counted + held.attested;
      await tx.query(
        `insert into milestones (petition_id, threshold, origin, reached_at, silent)
         select $1, n, 'organiser', case when n <= $3 then clock_timestamp() end, n <= $3 from unnest($2::int[]) as t(n) on conflict do nothing`,
        [petitionId, [...new Set(thresholds)], total],
      );
    }, { actor });
  }
}
