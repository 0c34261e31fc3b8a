import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { dayIn } from './date-rules.js';
import { type CommitmentStatus, type HandoverStatus } from './handovers.types.js';
import { tellWhatIsPublicNow } from './day/later-events.js';
import { COMMITMENT_REMINDER, HANDOVER_REMINDER, LETTER_REMINDER, type CommitmentReminder, type HandoverReminder, type LetterReminder } from './handovers.events.js';
import { commitmentReminder, handoverReminder, letterReminder, reminderAbout } from './reminder-rules.js';

interface PlannedRow { id: string; status: HandoverStatus; edtf: string | null; from: string; to: string; zone: string }
interface OpenRow { id: string; handover_id: string; status: CommitmentStatus; due_to: string; due_kind: 'due' | 'review'; zone: string }
interface LetterRow { id: string; handover_id: string; reply_by: string; sent_on: string; zone: string }

type Told = { topic: string; kind: string; about: string; payload: HandoverReminder | CommitmentReminder | LetterReminder };

/** Finds what is due to be told of days that come near or have passed. */
@Injectable()
export class HandoverReminders {
  constructor(private readonly db: Database) {}

  /**
   * Leaves an event for each reminder that is due at `now` and was not told before: once each, however often and from
   * however many processes it is called. Living campaigns only: a record has no days ahead. Returns how many were left.
   */
  async dueReminders(now: Date): Promise<number> {
    return this.db.transaction(async (tx) => {
      const due = [...(await this.ofHandovers(tx, now)), ...(await this.ofCommitments(tx, now)), ...(await this.ofLetters(tx, now))];
      // What was kept back until now leaves by the same clock.
      await tellWhatIsPublicNow(tx);
      if (due.length === 0) return 0;
      const fresh = await txRows<{ kind: string; about: string }>(tx,
        `insert into reminders (kind, about) select * from unnest($1::text[], $2::text[]) on conflict do nothing returning kind, about`,
        [due.map((one) => `${one.topic}:${one.kind}`), due.map((one) => one.about)]);
      const isFresh = new Set(fresh.map((row) => `${row.kind} ${row.about}`));
      const events = due.filter((one) => isFresh.has(`${one.topic}:${one.kind} ${one.about}`));
      await writeOutbox(tx, events.map(({ topic, payload }) => ({ topic, payload })));
      return events.length;
    }, { actor: 'reminders' });
  }

  private async ofHandovers(tx: Tx, now: Date): Promise<Told[]> {
    // Two weeks and a day: somewhere on earth it is already tomorrow.
    const rows = await txRows<PlannedRow>(tx,
      `select h.id, h.status, h.date_edtf as edtf, h.date_from::text as "from", h.date_to::text as "to", h.time_zone as zone
       from handovers h join campaigns c on c.id = h.campaign_id
       where c.kind = 'live' and h.status = 'planned' and h.date_from <= ($1::timestamptz at time zone 'UTC')::date + 15 order by h.id`, [now]);
    return rows.flatMap((row) => {
      const kind = handoverReminder({ ...row, exact: row.edtf === row.from }, dayIn(row.zone, now));
      if (!kind) return [];
      const about = reminderAbout(row.id, row.to);
      return [{ topic: HANDOVER_REMINDER, kind, about, payload: { handoverId: row.id, kind, about } }];
    });
  }

  private async ofCommitments(tx: Tx, now: Date): Promise<Told[]> {
    const rows = await txRows<OpenRow>(tx,
      `select m.id, m.handover_id, st.status, m.due_to::text as due_to, m.due_kind, h.time_zone as zone
       from commitments m join handovers h on h.id = m.handover_id join campaigns c on c.id = h.campaign_id
       cross join lateral (select coalesce((select s.status from commitment_statuses s where s.commitment_id = m.id order by s.id desc limit 1), 'promised') as status) st
       where c.kind = 'live' and st.status in ('promised', 'in-progress') and m.due_to <= ($1::timestamptz at time zone 'UTC')::date + 15 order by m.id`, [now]);
    return rows.flatMap((row) => {
      const told = commitmentReminder({ status: row.status, dueTo: row.due_to, dueKind: row.due_kind }, dayIn(row.zone, now));
      if (!told) return [];
      const about = reminderAbout(row.id, row.due_to, told.nth);
      return [{ topic: COMMITMENT_REMINDER, kind: told.kind, about, payload: { commitmentId: row.id, handoverId: row.handover_id, kind: told.kind, about } }];
    });
  }

  private async ofLetters(tx: Tx, now: Date): Promise<Told[]> {
    const rows = await txRows<LetterRow>(tx,
      `select l.id, l.handover_id, l.reply_by::text as reply_by, l.sent_on::text as sent_on, h.time_zone as zone from letters l join handovers h on h.id = l.handover_id
       where l.sent_on is not null and l.answered_on is null and l.reply_by < ($1::timestamptz at time zone 'UTC')::date + 1 order by l.id`, [now]);
    return rows.flatMap((row) => {
      const told = letterReminder({ replyBy: row.reply_by, sentOn: row.sent_on, answeredOn: null }, dayIn(row.zone, now));
      if (!told) return [];
      const about = reminderAbout(row.id, row.reply_by, told.nth);
      return [{ topic: LETTER_REMINDER, kind: told.kind, about, payload: { letterId: row.id, handoverId: row.handover_id, kind: told.kind, about } }];
    });
  }
}
