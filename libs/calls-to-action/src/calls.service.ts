import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, txRows, type Tx } from '#libs/database';
import { MOST_CALLS, petitionInvalid, PetitionDirectory, PetitionsService, petitionUnknown, type NewPetition, type PetitionActor, type PetitionIds, type Words } from '#libs/petitions';
import { writeCallTexts } from './calls.import.js';

export interface CallInput {
  /** By language; at least in the petition's own. */
  texts: Words;
  /** The authority it is addressed to. */
  target?: string | null;
  /** Key of a goal of the campaign. */
  goal?: string | null;
  alsoGoals?: string[];
  /** Keys of instruments of the campaign. */
  instruments?: string[];
  note?: string | null;
}

export type NewPetitionWithCalls = NewPetition & { calls: CallInput[] };

/** Makes petitions with their calls to action, and changes the calls. Whether the actor may is asked by the caller. */
@Injectable()
export class CallsService {
  constructor(private readonly db: Database, private readonly petitions: PetitionsService, private readonly directory: PetitionDirectory, private readonly audit: AuditLog) {}

  /** A draft with its 1 to 15 calls, all or nothing. A petition that shares a region's has no calls of its own. @throws DomainError as `PetitionsService.createIn` */
  async createPetition({ calls, ...petition }: NewPetitionWithCalls, actor: PetitionActor): Promise<PetitionIds> {
    const made = await this.db.transaction(async (tx) => {
      const faults = petition.sharedFrom ? sharedFaults(calls) : await callFaults(tx, petition.campaign, calls, petition.texts[0]?.language);
      if (faults.length > 0) throw petitionInvalid(faults);
      const ids = await this.petitions.createIn(tx, petition, actor);
      await insertCalls(tx, ids, calls, 1, actor);
      return ids;
    }, { actor: actor.id });
    this.directory.forget();
    return made;
  }

  /**
   * Replaces the calls of a draft. Once a petition is open they stand: the demands
   * under which people signed stay what they were.
   */
  async replace(slug: string, calls: CallInput[], actor: PetitionActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [petition] = await txRows<PetitionIds & { status: string; kind: string; language: string; shared: boolean }>(
        tx,
        `select p.id, p.slug, p.campaign_id as "campaignId", c.slug as campaign, c.kind, p.jurisdiction_id as "jurisdictionId", p.version, p.status, p.default_language as language, p.shared_from is not null as shared
           from petitions p join campaigns c on c.id = p.campaign_id where p.slug = $1 for update of p`, [slug]);
      if (!petition) throw petitionUnknown();
      const faults = petition.status !== 'draft' || petition.kind === 'record' ? [{ field: 'calls', code: 'not_allowed' }]
        : petition.shared ? sharedFaults(calls) : await callFaults(tx, petition.campaign, calls, petition.language);
      if (faults.length > 0) throw petitionInvalid(faults);
      await this.removeAll(tx, petition);
      await insertCalls(tx, petition, calls, 1, actor);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.calls', subject: `petition:${slug}`, details: { calls: calls.length } });
    }, { actor: actor.id });
  }

  private async removeAll(tx: Tx, { campaignId, jurisdictionId }: PetitionIds): Promise<void> {
    await tx.query(`delete from call_texts t using calls_to_action k where k.id = t.call_id and k.campaign_id = $1 and k.jurisdiction_id = $2`, [campaignId, jurisdictionId]);
    await tx.query(`delete from calls_to_action where campaign_id = $1 and jurisdiction_id = $2`, [campaignId, jurisdictionId]);
  }
}

/** Calls with the keys `GB-c01`, `GB-c02`, … */
async function insertCalls(tx: Tx, petition: PetitionIds, calls: readonly CallInput[], from: number, actor: PetitionActor): Promise<void> {
  const keyed = calls.map((call, n) => ({ ...call, key: `${petition.jurisdictionId}-c${String(from + n).padStart(2, '0')}`, position: from + n }));
  if (keyed.length === 0) return;
  await tx.query(
    `insert into calls_to_action (campaign_id, jurisdiction_id, key, position, goal_key, also_goals, target, instruments, note)
     select $1, $2, r.key, r.position, r.goal, coalesce(r."alsoGoals", '{}'), r.target, coalesce(r.instruments, '{}'), r.note
       from jsonb_to_recordset($3::jsonb) as r(key text, position int, goal text, "alsoGoals" text[], target text, instruments text[], note text)`,
    [petition.campaignId, petition.jurisdictionId, JSON.stringify(keyed)],
  );
  const texts = keyed.flatMap(({ key, texts: words }) => Object.entries(words).map(([language, text]) => ({ key, language, text: text.trim() })));
  await writeCallTexts(tx, petition.campaignId, texts, actor.id);
}

const sharedFaults = (calls: readonly CallInput[]): FieldFault[] => (calls.length > 0 ? [{ field: 'calls', code: 'not_allowed' }] : []);

async function callFaults(tx: Tx, campaign: string, calls: readonly CallInput[], language: string | undefined): Promise<FieldFault[]> {
  const [known] = await txRows<{ goals: string[]; instruments: string[] }>(
    tx,
    `select array(select key from goals where campaign_id = c.id) as goals, array(select key from instruments where campaign_id = c.id) as instruments from campaigns c where c.slug = $1`, [campaign]);
  const [goals, instruments] = [new Set(known?.goals), new Set(known?.instruments)];
  return [
    ...(calls.length < 1 ? [{ field: 'calls', code: 'too_few' }] : []), ...(calls.length > MOST_CALLS ? [{ field: 'calls', code: 'too_many' }] : []),
    ...calls.flatMap((call, n) => [
      ...(language === undefined || call.texts[language]?.trim() ? [] : [{ field: `calls.${n}.texts.${language}`, code: 'required' }]),
      ...(call.goal && !goals.has(call.goal) ? [{ field: `calls.${n}.goal`, code: 'unknown' }] : []),
      ...(call.alsoGoals ?? []).flatMap((goal, m) => (goals.has(goal) ? [] : [{ field: `calls.${n}.alsoGoals.${m}`, code: 'unknown' }])),
      ...(call.instruments ?? []).flatMap((one, m) => (instruments.has(one) ? [] : [{ field: `calls.${n}.instruments.${m}`, code: 'unknown' }])),
    ]),
  ];
}
