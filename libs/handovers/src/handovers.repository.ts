import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { HANDOVER_ERRORS, HandoverNotFoundError } from './handovers.errors.js';
import { CommitmentEntity, HandoverEntity, HandoverJurisdictionEntity, HandoverPresenterEntity, HandoverRecipientEntity } from './handovers.entity.js';
import { documentJson } from './promises/documents-of.js';
import { type DocumentRef, type HandoverChange, type HandoverDay, type ReceiptKind, type HandoverResponse, type HandoverStatus, type HandoverSubject, type PresenterInput, type RecipientInput } from './handovers.types.js';

export interface CampaignFacts {
  id: number;
  slug: string;
  kind: 'record' | 'live';
}

export interface JurisdictionFacts {
  id: string;
  kind: 'country' | 'region' | 'world';
  /** Zone of its petition, else null. */
  timeZone: string | null;
  members: string[];
}

interface DayRow {
  receipt: ReceiptKind; receipt_number: string | null; receipt_file: DocumentRef | null; quote: string | null; quote_language: string | null; quote_by: string | null;
  attendance: string[]; photo_file: DocumentRef | null; photo_agreed: boolean; recorded_at: Date;
}

interface ChangeRow { at: Date; actor: string; before: Record<string, unknown>; after: Record<string, unknown> | null }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Single handovers, row by row. */
@Injectable()
export class HandoversRepository {
  constructor(private readonly db: Database) {}

  async campaign(tx: Tx, where: { slug: string } | { id: number }): Promise<CampaignFacts> {
    const [row] = await txRows<CampaignFacts>(tx, `select id, slug, kind from campaigns where ${'slug' in where ? 'slug' : 'id'} = $1`, ['slug' in where ? where.slug : where.id]);
    if (!row) throw new HandoverNotFoundError(HANDOVER_ERRORS.campaignNotFound);
    return row;
  }

  async jurisdiction(tx: Tx, campaignId: number, id: string): Promise<JurisdictionFacts | null> {
    const [row] = await txRows<JurisdictionFacts>(tx,
      `select j.id, j.kind, (select p.time_zone from petitions p where p.campaign_id = j.campaign_id and p.jurisdiction_id = j.id) as "timeZone",
         coalesce((select array_agg(m.member_id order by m.member_id) from jurisdiction_members m where m.campaign_id = j.campaign_id and m.region_id = j.id), '{}') as members
       from jurisdictions j where j.campaign_id = $1 and j.id = $2`, [campaignId, id]);
    return row ?? null;
  }

  /** Those of the given jurisdictions that the campaign doesn't have. */
  async unknownJurisdictions(tx: Tx, campaignId: number, ids: readonly string[]): Promise<string[]> {
    const rows = await txRows<{ id: string }>(tx,
      `select x.id from unnest($2::text[]) as x(id) where not exists (select 1 from jurisdictions j where j.campaign_id = $1 and j.id = x.id)`, [campaignId, ids]);
    return rows.map((row) => row.id);
  }

  /** The handover, locked until the transaction ends. @throws HandoverNotFoundError */
  async locked(tx: Tx, id: string): Promise<HandoverEntity> {
    const handover = UUID.test(id) ? await tx.findOne(HandoverEntity, { where: { id }, lock: { mode: 'pessimistic_write' } }) : null;
    if (!handover) throw new HandoverNotFoundError();
    return handover;
  }

  /** The commitment with its handover, both locked, the handover first as everywhere. @throws HandoverNotFoundError */
  async lockedCommitment(tx: Tx, id: string): Promise<{ commitment: CommitmentEntity; handover: HandoverEntity }> {
    const found = UUID.test(id) ? await tx.findOne(CommitmentEntity, { where: { id } }) : null;
    if (!found) throw new HandoverNotFoundError(HANDOVER_ERRORS.commitmentNotFound);
    const handover = await this.locked(tx, found.handoverId);
    const commitment = await tx.findOne(CommitmentEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!commitment) throw new HandoverNotFoundError(HANDOVER_ERRORS.commitmentNotFound);
    return { commitment, handover };
  }

  /** Those of the given offices that are none of the campaign's. */
  async unknownOffices(tx: Tx, campaignId: number, ids: readonly string[]): Promise<string[]> {
    const rows = await txRows<{ id: string }>(tx,
      `select x.id from unnest($2::text[]) as x(id) where not exists (select 1 from offices o where o.campaign_id = $1 and o.id::text = x.id)`, [campaignId, ids]);
    return rows.map((row) => row.id);
  }

  /**
   * Puts these in place of the recipients there are; equal lists write nothing. A kept office that was named by its id alone
   * lends its name and body, so that page, papers and mails say to whom. Returns whether anything changed.
   */
  async replaceRecipients(tx: Tx, handoverId: string, recipients: readonly RecipientInput[]): Promise<boolean> {
    const offices = await this.officeNames(tx, recipients.flatMap(({ officeId }) => officeId ?? []));
    const before = await tx.find(HandoverRecipientEntity, { where: { handoverId }, order: { position: 'ASC' } });
    const after = recipients.map((recipient, position) => ({
      handoverId, position, metOnly: recipient.metOnly ?? false, name: text(recipient.name), kind: recipient.kind,
      office: text(recipient.office) ?? offices.get(recipient.officeId ?? '')?.name ?? null, body: text(recipient.body) ?? offices.get(recipient.officeId ?? '')?.body ?? null,
      officeId: recipient.officeId ?? null,
      details: before[position]?.name === text(recipient.name) ? (before[position]?.details ?? {}) : {},
    }));
    if (same(before, after)) return false;
    await tx.delete(HandoverRecipientEntity, { handoverId });
    if (after.length > 0) await tx.insert(HandoverRecipientEntity, after as never);
    return true;
  }

  /** In the campaign's own language where the office has a name in it. */
  private async officeNames(tx: Tx, ids: readonly string[]): Promise<Map<string, { name: string | null; body: string | null }>> {
    const rows = ids.length === 0 ? [] : await txRows<{ id: string; name: string | null; body: string | null }>(tx,
      `select o.id, o.body, coalesce(o.names ->> c.default_language, o.names ->> 'en', (select value from jsonb_each_text(o.names) order by key limit 1)) as name
       from offices o join campaigns c on c.id = o.campaign_id where o.id::text = any($1::text[])`, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async replacePresenters(tx: Tx, handoverId: string, presenters: readonly PresenterInput[]): Promise<boolean> {
    const before = await tx.find(HandoverPresenterEntity, { where: { handoverId }, order: { position: 'ASC' } });
    const after = presenters.map((presenter, position) => ({
      handoverId, position, name: text(presenter.name), affiliation: text(presenter.affiliation),
      details: before[position]?.name === text(presenter.name) ? (before[position]?.details ?? {}) : {},
    }));
    if (same(before, after)) return false;
    await tx.delete(HandoverPresenterEntity, { handoverId });
    if (after.length > 0) await tx.insert(HandoverPresenterEntity, after as never);
    return true;
  }

  async replaceCovered(tx: Tx, handover: { id: string; campaignId: number }, jurisdictions: readonly string[]): Promise<boolean> {
    const wanted = [...new Set(jurisdictions)].sort();
    const before = (await tx.find(HandoverJurisdictionEntity, { where: { handoverId: handover.id } })).map((row) => row.jurisdictionId).sort();
    if (same(before, wanted)) return false;
    await tx.delete(HandoverJurisdictionEntity, { handoverId: handover.id });
    if (wanted.length > 0) {
      await tx.insert(HandoverJurisdictionEntity, wanted.map((jurisdictionId) => ({ handoverId: handover.id, campaignId: handover.campaignId, jurisdictionId })));
    }
    return true;
  }

  /**
   * Calls that a commitment of this handover may answer, by key: those of its own jurisdiction, or of the one whose
   * petition it shares.
   */
  async answerableCalls(tx: Tx, handover: { campaignId: number; jurisdictionId: string }): Promise<Map<string, number>> {
    const rows = await txRows<{ key: string; id: number }>(tx,
      `select k.key, k.id from calls_to_action k where k.campaign_id = $1 and k.jurisdiction_id in (
         select $2 union select lender.jurisdiction_id from petitions p join petitions lender on lender.id = p.shared_from
         where p.campaign_id = $1 and p.jurisdiction_id = $2)`,
      [handover.campaignId, handover.jurisdictionId]);
    return new Map(rows.map((row) => [row.key, row.id]));
  }

  async instrumentExists(tx: Tx, campaignId: number, key: string): Promise<boolean> {
    return (await txRows(tx, `select 1 from instruments where campaign_id = $1 and key = $2`, [campaignId, key])).length > 0;
  }

  /** Offices of the very place, or of the world where it has none of its own. */
  async officeExists(tx: Tx, place: { campaignId: number; jurisdictionId: string }, officeId: string): Promise<boolean> {
    return UUID.test(officeId) && (await txRows(tx, `select 1 from offices where id = $1 and campaign_id = $2 and jurisdiction_id = $3`, [officeId, place.campaignId, place.jurisdictionId])).length > 0;
  }

  /** Who held an office on a day; null if nobody is known. */
  async holderOn(tx: Tx, officeId: string, day: string | null): Promise<string | null> {
    const [row] = await txRows<{ person: string }>(tx,
      `select person from office_holders where office_id = $1 and held_from <= coalesce($2::date, current_date) and coalesce(held_to, 'infinity') >= coalesce($2::date, current_date) limit 1`, [officeId, day]);
    return row?.person ?? null;
  }

  /** Whether it is another commitment of the same campaign. */
  async supersedes(tx: Tx, campaignId: number, id: string, old: string): Promise<boolean> {
    return UUID.test(id) && id !== old && (await txRows(tx, `select 1 from commitments m join handovers h on h.id = m.handover_id where m.id = $1 and h.campaign_id = $2`, [id, campaignId])).length > 0;
  }

  /** Whom a write on this handover concerns. @throws HandoverNotFoundError */
  async subject(id: string): Promise<HandoverSubject> {
    const [row] = UUID.test(id) ? await this.db.rows<HandoverSubject>(
      `select h.id as "handoverId", h.campaign_id as "campaignId", c.slug as campaign, h.level, h.covers_all as "coversAll",
         array[h.jurisdiction_id] || coalesce((select array_agg(hj.jurisdiction_id order by hj.jurisdiction_id) from handover_jurisdictions hj
           where hj.handover_id = h.id and hj.jurisdiction_id <> h.jurisdiction_id
             and not exists (select 1 from jurisdiction_members m where m.campaign_id = h.campaign_id and m.region_id = h.jurisdiction_id and m.member_id = hj.jurisdiction_id)), '{}')
         as jurisdictions
       from handovers h join campaigns c on c.id = h.campaign_id where h.id = $1`, [id]) : [];
    if (!row) throw new HandoverNotFoundError();
    return row;
  }

  /** The handover that a commitment belongs to. @throws HandoverNotFoundError */
  async handoverOf(commitmentId: string): Promise<string> {
    const [row] = UUID.test(commitmentId) ? await this.db.rows<{ id: string }>(`select handover_id as id from commitments where id = $1`, [commitmentId]) : [];
    if (!row) throw new HandoverNotFoundError(HANDOVER_ERRORS.commitmentNotFound);
    return row.id;
  }

  async entity(id: string): Promise<HandoverEntity & { source: unknown; createdAt: Date; campaign: string }> {
    const found = UUID.test(id) ? await this.db.dataSource.manager.findOne(HandoverEntity, { where: { id } }) : null;
    const [rest] = found ? await this.db.rows<{ source: unknown; createdAt: Date; campaign: string }>(
      `select h.source, h.created_at as "createdAt", c.slug as campaign from handovers h join campaigns c on c.id = h.campaign_id where h.id = $1`, [id]) : [];
    if (!found || !rest) throw new HandoverNotFoundError();
    return Object.assign(found, rest);
  }

  async presenters(handoverId: string): Promise<HandoverPresenterEntity[]> {
    return this.db.dataSource.manager.find(HandoverPresenterEntity, { where: { handoverId }, order: { position: 'ASC' } });
  }

  async covered(handoverId: string): Promise<{ id: string; name: string }[]> {
    return this.db.rows(
      `select j.id, j.name from handover_jurisdictions hj join jurisdictions j on j.campaign_id = hj.campaign_id and j.id = hj.jurisdiction_id
       where hj.handover_id = $1 order by j.position, j.id`, [handoverId]);
  }

  async responses(handoverId: string): Promise<HandoverResponse[]> {
    return this.db.rows(
      `select r.id, kind, text, language, dated_on::text as "datedOn", document, ${documentJson('r.document_id')} as file, translations, replaces,
         recorded_at as "recordedAt", recorded_by as "recordedBy"
       from handover_responses r where handover_id = $1 order by dated_on nulls last, recorded_at, r.id`, [handoverId]);
  }

  /** Whether it is an answer of this handover that no later version has corrected yet. */
  async canBeReplaced(tx: Tx, handoverId: string, responseId: string): Promise<boolean> {
    return UUID.test(responseId) && (await txRows(tx,
      `select 1 from handover_responses r where r.handover_id = $1 and r.id = $2 and not exists (select 1 from handover_responses l where l.replaces = r.id)`, [handoverId, responseId])).length > 0;
  }

  /** What was recorded on the day. */
  async day(handoverId: string, inPublic: boolean): Promise<HandoverDay | null> {
    const [row] = await this.db.rows<DayRow>(
      `select receipt, receipt_number, ${documentJson('d.receipt_document')} as receipt_file, quote, quote_language, quote_by, attendance, ${documentJson('d.photo')} as photo_file, photo_agreed, recorded_at
       from handover_days d where d.handover_id = $1`, [handoverId]);
    const confirmed = await this.db.rows<{ name: string; office: string; at: Date }>(
      `select name, office, used_at as at from day_links where handover_id = $1 and kind = 'receipt' and used_at is not null order by used_at limit 20`, [handoverId]);
    if (!row) return null;
    return {
      receipt: { kind: row.receipt, number: row.receipt_number, file: row.receipt_file, confirmed },
      quote: row.quote === null ? null : { text: row.quote, language: row.quote_language, by: row.quote_by },
      attendance: inPublic ? [] : row.attendance,
      photo: row.photo_file && (row.photo_agreed || !inPublic) ? { file: row.photo_file, agreed: row.photo_agreed } : null,
      recordedAt: row.recorded_at,
    };
  }

  /** How its day, time, place and status stood before each change of them, oldest first. */
  async changes(handover: { id: string; key: string | null }): Promise<(HandoverChange & { after: HandoverStatus })[]> {
    const rows = await this.db.rows<ChangeRow>(
      `select at, actor, before, after from history
       where entity = 'handovers' and entity_key in ($1::text, $2) and before ->> 'id' = $1::text and after is not null order by id`,
      [handover.id, handover.key ?? handover.id]);
    const told = ['date_edtf', 'start_time', 'time_zone', 'place', 'status'];
    return rows.filter((row) => told.some((column) => row.before[column] !== row.after?.[column])).map((row) => ({
      at: row.at,
      actor: row.actor,
      after: row.after?.status as HandoverStatus,
      reason: (row.after?.change_reason as string | null | undefined) ?? null,
      before: {
        dateEdtf: (row.before.date_edtf as string | null) ?? null,
        startTime: (row.before.start_time as string | null)?.slice(0, 5) ?? null,
        timeZone: row.before.time_zone as string,
        place: (row.before.place as string | null) ?? null,
        status: row.before.status as HandoverStatus,
      },
    }));
  }
}

/** Empty words are no words. */
function text(words: string | null | undefined): string | null {
  return words?.trim() ? words.trim() : null;
}

function same(before: unknown, after: unknown): boolean {
  return canonical(before) === canonical(after);
}

/** JSON with sorted keys: entities come back with their properties in another order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);
}
