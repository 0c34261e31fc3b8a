import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { type ParsedToken, parseToken, sameBytes } from '#libs/vault';
import { HANDOVER_ERRORS, HandoverConflictError, HandoverGoneError, HandoverNotFoundError } from '../handovers.errors.js';
import { type HandoverActor } from '../handovers.types.js';
import { ANSWERS_DAYS, FEWEST_ASKED, nextMailAt } from './question-rules.js';
import { SAMPLE_ASKED } from './sample.events.js';

/** A mail that is due to somebody drawn. Nothing personal: whoever sends it opens the record. */
export interface DueQuestion {
  sampleId: string;
  position: number;
  petitionId: number;
  recordId: string;
  /** For the token of its link. */
  attempt: number;
  step: 'question' | 'reminder';
  /** Until then an answer is taken. */
  until: Date;
  campaign: string;
  /** To whom the signatures are handed over, as they are known: an office, a body or a person; null where it is not known yet. */
  recipient: string | null;
}

/** What a link is about, for the page with the buttons. */
export interface QuestionSubject {
  petition: string;
  /** The campaign that asks, by language. */
  campaign: Readonly<Record<string, string>>;
  /** Whether an answer is taken still. */
  open: boolean;
  answer: boolean | null;
}

interface Found { sampleId: string; position: number; hash: Buffer | null; petition: string; campaign: Record<string, string>; open: boolean; answer: boolean | null }

/**
 * Those drawn who signed online are asked by mail whether they did. Who answered what is for nobody to see: only counts leave the
 * database, and no route, file or audit entry says it of one position.
 */
@Injectable()
export class SampleQuestions {
  constructor(private readonly db: Database, private readonly audit: AuditLog) {}

  /**
   * Begins to ask all that were drawn, signed online and have not been looked at; for 30 days. Again, it changes nothing. From now on the
   * outcome of each of them is their answer, and nobody writes it down. Not asked: who left since, and signers of a petition of high
   * privacy, to whom nothing is mailed that they did not ask for.
   *
   * @throws HandoverNotFoundError `samples.not_found` · HandoverConflictError `samples.published`, `samples.too_few_to_ask`
   */
  async ask(handoverId: string, sampleId: string, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      // One at a time: the same record may be drawn in several samples, and each question of a record has a number.
      await tx.query(`select pg_advisory_xact_lock(hashtext('sample_questions'))`);
      const [sample] = await txRows<{ id: string; number: number; published: boolean; asked: boolean }>(tx,
        `select x.id, x.number, x.published_at is not null as published, x.asked_at is not null as asked from samples x join seals s on s.id = x.seal_id where x.id::text = $1 and s.handover_id = $2 for update of x`,
        [sampleId.toLowerCase(), handoverId]);
      if (!sample) throw new HandoverNotFoundError(HANDOVER_ERRORS.sampleNotFound);
      if (sample.asked) return;
      if (sample.published) throw new HandoverConflictError(HANDOVER_ERRORS.samplePublished);
      const asked = await txRows(tx,
        `insert into sample_questions (sample_id, position, petition_id, record_id, attempt, due_at)
         select d.sample_id, d.position, d.petition_id, d.record_id, (select count(*) from sample_questions o where o.petition_id = d.petition_id and o.record_id = d.record_id), clock_timestamp()
           from ${ASKABLE_SQL} where d.sample_id = $1 returning position`, [sample.id]);
      if (asked.length < FEWEST_ASKED) throw new HandoverConflictError(HANDOVER_ERRORS.sampleTooFewToAsk);
      await tx.query(`update sample_draws d set outcome = null from sample_questions q where q.sample_id = d.sample_id and q.position = d.position and d.sample_id = $1`, [sample.id]);
      await tx.query(`update samples set asked_at = clock_timestamp(), asked_by = $2, answers_until = clock_timestamp() + interval '${ANSWERS_DAYS} days' where id = $1`, [sample.id, actor.id]);
      await writeOutbox(tx, [{ topic: SAMPLE_ASKED, payload: { sampleId: sample.id, handoverId } }]);
      await this.audit.append(tx, { actor: actor.id, action: 'sample.ask', subject: `handover:${handoverId}`, details: { sample: sample.number, asked: asked.length } });
    }, { actor: actor.id });
  }

  /** Mails that are due, the oldest first. An answer, the end of the time or the publication of the sample ends them. */
  due(limit: number): Promise<DueQuestion[]> {
    return this.db.rows<DueQuestion>(
      `select q.sample_id as "sampleId", q.position, q.petition_id as "petitionId", q.record_id as "recordId", q.attempt, case when q.asked_at is null then 'question' else 'reminder' end as step,
         x.answers_until as until, c.slug as campaign, (select coalesce(r.office, r.body, r.name) from handover_recipients r where r.handover_id = s.handover_id order by r.position limit 1) as recipient
       from sample_questions q join samples x on x.id = q.sample_id join seals s on s.id = x.seal_id join petitions p on p.id = q.petition_id join campaigns c on c.id = p.campaign_id
       where q.due_at <= clock_timestamp() and ${STILL_OPEN} and q.answer is null order by q.due_at, q.sample_id, q.position limit $1`, [limit]);
  }

  /** Whether this mail is still called for. */
  async calledFor({ sampleId, position, step }: DueQuestion): Promise<boolean> {
    const rows = await this.db.rows(
      `select 1 from sample_questions q join samples x on x.id = q.sample_id where q.sample_id = $1 and q.position = $2 and ${STILL_OPEN} and q.answer is null and (q.asked_at is null) = ($3 = 'question')`,
      [sampleId, position, step]);
    return rows.length > 0;
  }

  /** Before the mail goes: only a hash of its link is kept. */
  async willBear({ sampleId, position }: DueQuestion, tokenHash: Buffer): Promise<void> {
    await this.db.rows(`update sample_questions set token_hash = $3 where sample_id = $1 and position = $2`, [sampleId, position, tokenHash]);
  }

  /** What became of a due mail. `never`: nothing more goes to this signer. */
  async settled({ sampleId, position, step, until }: DueQuestion, went: 'sent' | 'later' | 'never', now = new Date()): Promise<void> {
    const due = went === 'never' ? null : went === 'later' ? new Date(now.getTime() + PUT_OFF_MS) : nextMailAt(step, now, until);
    await this.db.rows(
      `update sample_questions set due_at = $3, asked_at = coalesce(asked_at, case when $4 and $5 = 'question' then $6::timestamptz end), reminded_at = case when $4 and $5 = 'reminder' then $6::timestamptz else reminded_at end
        where sample_id = $1 and position = $2`, [sampleId, position, due, went === 'sent', step, now]);
  }

  /** What the link is about. Null: no link of ours. */
  async subjectOf(token: string): Promise<QuestionSubject | null> {
    const parsed = parseToken(token);
    const found = parsed && (await this.db.transaction((tx) => find(tx, parsed)));
    return found ? { petition: found.petition, campaign: found.campaign, open: found.open, answer: found.answer } : null;
  }

  /**
   * The press of a button. The last one holds, until the sample is published or its time is over.
   * @throws HandoverNotFoundError `samples.link_unknown` · HandoverGoneError `samples.answers_over`
   */
  async answer(token: string, signed: boolean): Promise<QuestionSubject> {
    const parsed = parseToken(token);
    return this.db.transaction(async (tx) => {
      const found = parsed && (await find(tx, parsed));
      if (!found) throw new HandoverNotFoundError(HANDOVER_ERRORS.sampleLinkUnknown);
      // Whoever publishes holds the sample: an answer is in what is published, or it is not taken.
      const [open] = await txRows<{ open: boolean }>(tx, `select ${STILL_OPEN} as open from samples x where x.id = $1 for share`, [found.sampleId]);
      if (!open?.open) throw new HandoverGoneError(HANDOVER_ERRORS.sampleAnswersOver);
      await tx.query(`update sample_questions set answer = $3, answered_at = clock_timestamp(), due_at = null where sample_id = $1 and position = $2 and answer is distinct from $3`, [found.sampleId, found.position, signed]);
      return { petition: found.petition, campaign: found.campaign, open: true, answer: signed };
    });
  }
}

const PUT_OFF_MS = 15 * 60_000;
const STILL_OPEN = `(x.published_at is null and x.answers_until > clock_timestamp())`;

/** Drawn, given online, standing, not looked at, and of no petition of high privacy. */
const ASKABLE_SQL = `sample_draws d join petitions p on p.id = d.petition_id and p.privacy <> 'high'
  join signatures g on g.petition_id = d.petition_id and g.id = d.record_id and g.channel = 'online' and g.status in ('counted', 'duplicate') and g.email_key is not null and g.sealed is not null
    and (d.outcome is null or d.outcome = 'not_reached')`;

/** How many would be asked. @see ASKABLE_SQL */
export const ASKABLE_COUNT_SQL = `(select count(*)::int from ${ASKABLE_SQL} where d.sample_id = x.id)`;

async function find(tx: Tx, token: ParsedToken): Promise<Found | null> {
  const rows = await txRows<Found>(tx,
    `select q.sample_id as "sampleId", q.position, q.token_hash as hash, p.slug as petition, c.title as campaign, ${STILL_OPEN} as open, q.answer
       from sample_questions q join samples x on x.id = q.sample_id join petitions p on p.id = q.petition_id join campaigns c on c.id = p.campaign_id
      where q.petition_id = $1::bigint and q.record_id = $2 and q.token_hash is not null`, [token.petitionId, token.recordId]);
  return rows.find(({ hash }) => hash && sameBytes(hash, token.hash)) ?? null;
}
