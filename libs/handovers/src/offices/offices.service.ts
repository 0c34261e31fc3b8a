import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { dayIn } from '../date-rules.js';
import { assertFaultless, assertLiving } from '../handover-rules.js';
import { HANDOVER_ERRORS, HandoverInvalidError, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { holderOn, officeFaults, placeTerm } from './office-rules.js';
import { type HoldersThenAndNow, type Office, type OfficeInput, type Term, type TermInput } from './offices.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const OFFICES = `
  select o.id, o.campaign_id as "campaignId", o.jurisdiction_id as jurisdiction, o.names, o.body, o.kind,
    coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'person', t.person, 'from', t.held_from, 'to', t.held_to, 'source', t.source) order by t.held_from)
      from office_holders t where t.office_id = o.id), '[]') as terms
  from offices o`;

/**
 * Offices and their terms. A promise stays with the office; who held it on a day is asked here. Each write is one
 * transaction with its audit entry, former rows stand in `history`; whether the actor may, the caller has asked.
 */
@Injectable()
export class Offices {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly audit: AuditLog) {}

  /** The offices of a jurisdiction, at most 500, in order of their making. */
  of(campaignId: number, jurisdictionId: string): Promise<Office[]> {
    return this.db.rows<Office>(`${OFFICES} where o.campaign_id = $1 and o.jurisdiction_id = $2 order by o.created_at, o.id limit 500`, [campaignId, jurisdictionId]);
  }

  /** @throws HandoverNotFoundError `handovers.office_not_found` */
  async get(officeId: string): Promise<Office> {
    const [office] = await this.byIds([officeId]);
    if (!office) throw new HandoverNotFoundError(HANDOVER_ERRORS.officeNotFound);
    return office;
  }

  /** Those of the ids that there are, in any order. */
  byIds(ids: readonly string[]): Promise<Office[]> {
    const real = ids.filter((id) => UUID.test(id));
    return real.length === 0 ? Promise.resolve([]) : this.db.rows<Office>(`${OFFICES} where o.id = any($1::uuid[])`, [real]);
  }

  /** Who holds the office on a day `YYYY-MM-DD`; null: nobody known. @throws HandoverNotFoundError */
  async holderOn(officeId: string, day: string): Promise<Term | null> {
    return holderOn((await this.get(officeId)).terms, day);
  }

  /** The offices that a handover is addressed to, with who held them on its day and who holds them today, both in its own zone. */
  async ofHandover(handover: { id: string; day: string | null; timeZone: string }, now: Date = new Date()): Promise<HoldersThenAndNow[]> {
    const offices = await this.db.rows<Office>(`${OFFICES} join handover_recipients r on r.office_id = o.id where r.handover_id = $1 order by r.position`, [handover.id]);
    const today = dayIn(handover.timeZone, now);
    return offices.map((office) => ({ office, then: handover.day === null ? null : holderOn(office.terms, handover.day), now: holderOn(office.terms, today) }));
  }

  /** Returns its id. @throws HandoverInvalidError · HandoverConflictError `handovers.frozen` for a record */
  async add(place: { campaignId: number; jurisdictionId: string }, input: OfficeInput, actor: HandoverActor): Promise<string> {
    return this.db.transaction(async (tx) => {
      assertLiving(await this.repository.campaign(tx, { id: place.campaignId }));
      if (!(await this.repository.jurisdiction(tx, place.campaignId, place.jurisdictionId))) throw new HandoverInvalidError([{ field: 'jurisdiction', code: 'unknown' }]);
      assertFaultless(officeFaults(input));
      const [row] = await txRows<{ id: string }>(tx,
        `insert into offices (campaign_id, jurisdiction_id, names, body, kind, created_by) values ($1, $2, $3, $4, $5, $6) returning id`,
        [place.campaignId, place.jurisdictionId, spoken(input.names), words(input.body), input.kind, actor.id]);
      const id = row?.id ?? '';
      await this.audit.append(tx, { actor: actor.id, action: 'office.add', subject: `office:${id}`, details: { jurisdiction: place.jurisdictionId } });
      return id;
    }, { actor: actor.id });
  }

  /** @throws HandoverNotFoundError · HandoverInvalidError · HandoverConflictError `handovers.frozen` */
  async change(id: string, input: OfficeInput, actor: HandoverActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.held(tx, id);
      assertFaultless(officeFaults(input));
      await tx.query(`update offices set names = $2, body = $3, kind = $4 where id = $1`, [id, spoken(input.names), words(input.body), input.kind]);
      await this.audit.append(tx, { actor: actor.id, action: 'office.change', subject: `office:${id}`, details: {} });
    }, { actor: actor.id });
  }

  /**
   * Tells that somebody came into office, or corrects a term told before. A term that was open ends the day before.
   * Returns the term's id. @throws HandoverInvalidError `term_overlaps` and others · HandoverNotFoundError
   */
  async holds(officeId: string, input: TermInput, actor: HandoverActor, termId: string | null = null): Promise<string> {
    return this.db.transaction(async (tx) => {
      const office = await this.held(tx, officeId);
      if (termId !== null && !office.terms.some(({ id }) => id === termId)) throw new HandoverNotFoundError(HANDOVER_ERRORS.officeNotFound);
      const { faults, ends } = placeTerm(office.terms, input, termId);
      assertFaultless(faults);
      if (ends) await tx.query(`update office_holders set held_to = $2 where id = $1`, [ends.id, ends.to]);
      const values = [input.person.trim(), input.from, input.to ?? null, words(input.source)];
      const [row] = termId === null
        ? await txRows<{ id: string }>(tx, `insert into office_holders (person, held_from, held_to, source, office_id, created_by) values ($1, $2, $3, $4, $5, $6) returning id`, [...values, officeId, actor.id])
        : [{ id: termId }];
      if (termId !== null) await tx.query(`update office_holders set person = $1, held_from = $2, held_to = $3, source = $4 where id = $5`, [...values, termId]);
      await this.audit.append(tx, { actor: actor.id, action: termId === null ? 'office.holder' : 'office.holder-corrected', subject: `office:${officeId}`, details: { from: input.from, to: input.to ?? null } });
      return row?.id ?? '';
    }, { actor: actor.id });
  }

  /** The office, locked: two tellings of its terms come one after the other. */
  private async held(tx: Tx, id: string): Promise<Office> {
    if (!UUID.test(id)) throw new HandoverNotFoundError(HANDOVER_ERRORS.officeNotFound);
    const [office] = await txRows<Office>(tx, `${OFFICES} where o.id = $1 for update of o`, [id]);
    if (!office) throw new HandoverNotFoundError(HANDOVER_ERRORS.officeNotFound);
    assertLiving(await this.repository.campaign(tx, { id: office.campaignId }));
    // The lock may have been waited for, and the terms been read before it was got.
    const [fresh] = await txRows<Office>(tx, `${OFFICES} where o.id = $1`, [id]);
    return fresh ?? office;
  }
}

const words = (text: string | null | undefined): string | null => text?.trim() || null;

const spoken = (names: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(names).flatMap(([language, name]) => (name.trim() === '' ? [] : [[language, name.trim()] as const])));
