import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { CommitmentsService } from '#libs/handovers';
import { assertSound, FACTS_ERRORS, factsConflict, factsNotFound } from './facts.errors.js';
import { edtfOf, eventFaults, knownInstrumentDate } from './instrument-rules.js';
import { InstrumentsReader } from './instruments.reader.js';
import { type EventInput, type FactsActor, type KnownInstrumentDate } from './instrument.types.js';

interface HeldEvent { instrument: string; jurisdiction: string | null; stands: boolean; evidence: string | null; note: string | null; key: string | null; source: { document: string; place: string } | null; edtf: string | null; since: string | null; until: string | null }

/**
 * Writes down what became of an instrument, and decides what a ratification proposes. Nothing is overwritten. Each deed is one
 * transaction with its audit entry; whether the actor may is decided outside. A record is changed by an import alone.
 */
@Injectable()
export class InstrumentEvents {
  constructor(private readonly db: Database, private readonly audit: AuditLog, private readonly commitments: CommitmentsService) {}

  /** Of which jurisdiction an event is (null: the treaty as a whole). @throws DomainError `facts.event_not_found` */
  async placeOf(campaignId: number, eventId: string): Promise<string | null> {
    const [row] = UUID.test(eventId) ? await this.db.rows<{ jurisdiction: string | null }>(`select jurisdiction_id as jurisdiction from instrument_events where campaign_id = $1 and id = $2`, [campaignId, eventId]) : [];
    if (!row) throw factsNotFound(FACTS_ERRORS.eventNotFound);
    return row.jurisdiction;
  }

  /**
   * Adds an event; with `replaces` as the correction of one of the same instrument and place, which stays readable. Returns its id.
   * @throws DomainError `facts.invalid`, `facts.frozen`, `facts.event_not_found`, `facts.not_standing`
   */
  async record(campaignId: number, input: EventInput, actor: FactsActor, today: string = new Date().toISOString().slice(0, 10)): Promise<string> {
    return this.db.transaction(async (tx) => {
      await this.assertLiving(tx, campaignId);
      const faults = eventFaults(input, today);
      const jurisdiction = input.jurisdiction ?? null;
      const [known] = await txRows<{ instrument: boolean; ofPlace: boolean; jurisdiction: boolean }>(tx,
        `select exists (select 1 from instruments where campaign_id = $1 and key = $2) as instrument,
           exists (select 1 from instruments where campaign_id = $1 and key = $2 and (jurisdiction_id is null or jurisdiction_id = $3)) as "ofPlace",
           $3::text is null or exists (select 1 from jurisdictions where campaign_id = $1 and id = $3) as jurisdiction`, [campaignId, input.instrument, jurisdiction]);
      if (!known?.instrument) faults.push({ field: 'instrument', code: 'unknown' });
      else if (!known.ofPlace && jurisdiction !== null) faults.push({ field: 'jurisdiction', code: 'not_of_this_place' });
      if (!known?.jurisdiction) faults.push({ field: 'jurisdiction', code: 'unknown' });
      assertSound(faults);
      if (input.replaces) {
        const former = await this.held(tx, campaignId, input.replaces);
        if (!former.stands) throw factsConflict(FACTS_ERRORS.notStanding);
        assertSound(former.instrument === input.instrument && former.jurisdiction === jurisdiction ? [] : [{ field: 'replaces', code: 'not_of_this_place' }]);
      }
      const id = await this.insert(tx, campaignId, input, knownInstrumentDate(input), actor);
      await this.audit.append(tx, { actor: actor.id, action: input.replaces ? 'instrument-event.correct' : 'instrument-event.record', subject: `instrument-event:${id}`, details: { instrument: input.instrument, jurisdiction, event: input.event, replaces: input.replaces ?? null } });
      return id;
    }, { actor: actor.id });
  }

  /** Takes back what was wrong altogether. @throws DomainError `facts.invalid`, `facts.frozen`, `facts.event_not_found`, `facts.not_standing` */
  async retract(campaignId: number, eventId: string, why: string, actor: FactsActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.assertLiving(tx, campaignId);
      assertSound(why.trim() === '' ? [{ field: 'why', code: 'required' }] : []);
      if (!(await this.held(tx, campaignId, eventId)).stands) throw factsConflict(FACTS_ERRORS.notStanding);
      await tx.query(`update instrument_events set retracted_at = clock_timestamp(), retracted_by = $2, retracted_why = $3 where id = $1`, [eventId, actor.name, why.trim()]);
      await this.audit.append(tx, { actor: actor.id, action: 'instrument-event.retract', subject: `instrument-event:${eventId}`, details: {} });
    }, { actor: actor.id });
  }

  /**
   * The promise is fulfilled, by this ratification: it becomes the evidence of its new status, of whose id the caller is told.
   * @throws DomainError `facts.no_proposal` where the promise is no longer open or somebody decided before
   */
  async accept(campaignId: number, eventId: string, commitmentId: string, actor: FactsActor): Promise<string> {
    return this.decide(campaignId, eventId, commitmentId, actor, async (tx, event) => {
      const statusId = await this.commitments.addStatusWithin(tx, commitmentId, { status: 'fulfilled', dated: datedOf(event), evidence: evidenceOf(event) }, actor);
      return { accepted: true, reason: null, statusId };
    });
  }

  /** This ratification is not what was promised. The promise stays as it is. @throws DomainError `facts.invalid`, `facts.no_proposal` */
  async decline(campaignId: number, eventId: string, commitmentId: string, reason: string, actor: FactsActor): Promise<void> {
    await this.decide(campaignId, eventId, commitmentId, actor, async () => {
      assertSound(reason.trim() === '' ? [{ field: 'reason', code: 'required' }] : []);
      return Promise.resolve({ accepted: false, reason: reason.trim(), statusId: '' });
    });
  }

  private async decide(campaignId: number, eventId: string, commitmentId: string, actor: FactsActor, deed: (tx: Tx, event: HeldEvent) => Promise<{ accepted: boolean; reason: string | null; statusId: string }>): Promise<string> {
    return this.db.transaction(async (tx) => {
      await this.assertLiving(tx, campaignId);
      const event = await this.held(tx, campaignId, eventId);
      // Held in the order event, commitment by everybody who decides: of two at once the second finds it decided.
      if (UUID.test(commitmentId)) await tx.query(`select 1 from commitments where id = $1 for update`, [commitmentId]);
      const open = UUID.test(commitmentId) ? await txRows(tx, InstrumentsReader.proposalSql, [campaignId, null, eventId, commitmentId]) : [];
      if (open.length === 0) throw factsConflict(FACTS_ERRORS.noProposal);
      const { accepted, reason, statusId } = await deed(tx, event);
      await tx.query(`insert into fulfilment_decisions (event_id, commitment_id, accepted, reason, status_id, decided_by) values ($1, $2, $3, $4, $5, $6)`,
        [eventId, commitmentId, accepted, reason, statusId || null, actor.name]);
      await this.audit.append(tx, { actor: actor.id, action: accepted ? 'fulfilment.accept' : 'fulfilment.decline', subject: `commitment:${commitmentId}`, details: { event: eventId } });
      return statusId;
    }, { actor: actor.id });
  }

  private async insert(tx: Tx, campaignId: number, input: EventInput, date: KnownInstrumentDate | undefined, actor: FactsActor): Promise<string> {
    const [row] = await txRows<{ id: string }>(tx,
      `insert into instrument_events (campaign_id, instrument_key, jurisdiction_id, event, date_edtf, since_edtf, until_edtf, date_from, date_to, evidence, note, language, replaces, created_by, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`,
      [campaignId, input.instrument, input.jurisdiction ?? null, input.event, date?.edtf ?? null, date?.since ?? null, date?.until ?? null, date?.from ?? null, date?.to ?? null,
        input.evidence.trim(), input.note?.trim() || null, input.language ?? null, input.replaces ?? null, actor.id, actor.name]);
    if (!row) throw new Error('an event was not kept');
    return row.id;
  }

  private async held(tx: Tx, campaignId: number, eventId: string): Promise<HeldEvent> {
    const [row] = UUID.test(eventId) ? await txRows<HeldEvent>(tx,
      `select instrument_key as instrument, jurisdiction_id as jurisdiction, event_stands(e) as stands, evidence, note, key, source, date_edtf as edtf, since_edtf as since, until_edtf as until
       from instrument_events e where campaign_id = $1 and id = $2 for update`, [campaignId, eventId]) : [];
    if (!row) throw factsNotFound(FACTS_ERRORS.eventNotFound);
    return row;
  }

  private async assertLiving(tx: Tx, campaignId: number): Promise<void> {
    const [row] = await txRows<{ record: boolean }>(tx, `select kind = 'record' as record from campaigns where id = $1`, [campaignId]);
    if (!row || row.record) throw factsConflict(FACTS_ERRORS.frozen);
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A status has a date or none: one that is open at an end is none. */
const datedOf = (event: HeldEvent): string | null => (edtfOf(event)?.includes('..') ? null : edtfOf(event));
/** A status needs evidence: what the event rests on, or where it is written down if a file gave no more than that. */
const evidenceOf = ({ evidence, source, note, key, instrument }: HeldEvent): string => evidence ?? (source ? `${source.document}, ${source.place}` : (note ?? key ?? instrument));
