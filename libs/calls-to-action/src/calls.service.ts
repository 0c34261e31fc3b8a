import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import type { FieldFault } from '#libs/config';
import { Database, txRows, type Tx } from '#libs/database';
import { holdPetition, isReadElsewhere, type HeldPetition, MOST_CALLS, petitionInvalid, PetitionDirectory, PetitionsService, petitionUnknown, type NewPetition, type PetitionActor, type PetitionIds, type Words } from '#libs/petitions';
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
      await insertCalls(tx, ids, numbered(ids, calls), actor);
      await this.petitions.addFirstTexts(tx, ids.id, petition.texts, actor);
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
      const faults = petition.status !== 'draft' || petition.kind === 'record' || (await isReadElsewhere(tx, petition.id)) ? [{ field: 'calls', code: 'not_allowed' }]
        : petition.shared ? sharedFaults(calls) : await callFaults(tx, petition.campaign, calls, petition.language);
      if (faults.length > 0) throw petitionInvalid(faults);
      await this.removeAll(tx, petition);
      await insertCalls(tx, petition, numbered(petition, calls), actor);
      await this.petitions.keepCalls(tx, petition.id, actor);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.calls', subject: `petition:${slug}`, details: { calls: calls.length } });
    }, { actor: actor.id });
  }

  /** One call more, at the end of a draft's. Returns its key. */
  async add(slug: string, call: CallInput, actor: PetitionActor): Promise<string> {
    return this.onDraft(slug, actor, async (tx, petition, keys) => {
      const faults = await callFaults(tx, petition.campaign, [...keys.map(() => null), call], petition.defaultLanguage);
      if (faults.length > 0) throw petitionInvalid(faults);
      const last = Math.max(0, ...keys.map((key) => Number(/-c(\d+)$/.exec(key)?.[1] ?? 0)));
      const key = `${petition.jurisdictionId}-c${String(last + 1).padStart(2, '0')}`;
      await insertCalls(tx, petition, [{ ...call, key, position: keys.length + 1 }], actor);
      return key;
    });
  }

  /** What a call of a draft aims at; its words are a text's (`TextDesk`). What is left out stays. */
  async aim(slug: string, key: string, aim: Partial<Omit<CallInput, 'texts'>>, actor: PetitionActor): Promise<void> {
    await this.onDraft(slug, actor, async (tx, petition, keys) => {
      if (!keys.includes(key)) throw petitionInvalid([{ field: 'call', code: 'unknown' }]);
      const faults = (await callFaults(tx, petition.campaign, [{ texts: {}, ...aim }], undefined)).map((fault) => ({ ...fault, field: fault.field.replace('calls.0.', '') }));
      if (faults.length > 0) throw petitionInvalid(faults);
      await tx.query(
        `update calls_to_action set goal_key = case when $3 then $4 else goal_key end, also_goals = coalesce($5, also_goals), instruments = coalesce($6, instruments),
           words = case when $7 and target is distinct from $8 then words - 'target' else words end, target = case when $7 then $8 else target end, changed_by = $9
          where campaign_id = $1 and key = $2`,
        [petition.campaignId, key, aim.goal !== undefined, aim.goal ?? null, aim.alsoGoals ?? null, aim.instruments ?? null, aim.target !== undefined, aim.target?.trim() || null, actor.id]);
    });
  }

  /** One place up or down; at the end of the list it stays where it is. */
  async move(slug: string, key: string, way: 'up' | 'down', actor: PetitionActor): Promise<void> {
    await this.onDraft(slug, actor, async (tx, petition, keys) => {
      const at = keys.indexOf(key);
      if (at < 0) throw petitionInvalid([{ field: 'call', code: 'unknown' }]);
      const order = keys.filter((one) => one !== key);
      order.splice(Math.min(order.length, Math.max(0, way === 'up' ? at - 1 : at + 1)), 0, key);
      await place(tx, petition, order, key, actor);
    });
  }

  /** Takes a call of a draft away with its words; texts that held it stay as they were. */
  async remove(slug: string, key: string, actor: PetitionActor): Promise<void> {
    await this.onDraft(slug, actor, async (tx, petition, keys) => {
      if (!keys.includes(key)) throw petitionInvalid([{ field: 'call', code: 'unknown' }]);
      await tx.query(`delete from call_texts t using calls_to_action k where k.id = t.call_id and k.campaign_id = $1 and k.key = $2`, [petition.campaignId, key]);
      await tx.query(`delete from calls_to_action where campaign_id = $1 and key = $2`, [petition.campaignId, key]);
      await place(tx, petition, keys.filter((one) => one !== key), keys.find((one) => one !== key) ?? key, actor);
    });
  }

  /** Only while nobody could sign: afterwards the demands stand as they are. @param work gets the keys in their order */
  private async onDraft<Result>(slug: string, actor: PetitionActor, work: (tx: Tx, petition: HeldPetition, keys: readonly string[]) => Promise<Result>): Promise<Result> {
    const done = await this.db.transaction(async (tx) => {
      const petition = await holdPetition(tx, slug);
      if (petition.kind === 'record' || petition.wordsStatus !== 'draft' || petition.sharedFrom !== null) throw petitionInvalid([{ field: 'calls', code: 'not_allowed' }]);
      const keys = await txRows<{ key: string }>(tx, `select key from calls_to_action where campaign_id = $1 and jurisdiction_id = $2 order by position, id`, [petition.campaignId, petition.jurisdictionId]);
      const result = await work(tx, petition, keys.map(({ key }) => key));
      await this.petitions.keepCalls(tx, petition.id, actor);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.calls', subject: `petition:${slug}`, details: { calls: keys.length } });
      return result;
    }, { actor: actor.id });
    this.directory.forget();
    return done;
  }

  private async removeAll(tx: Tx, { campaignId, jurisdictionId }: PetitionIds): Promise<void> {
    await tx.query(`delete from call_texts t using calls_to_action k where k.id = t.call_id and k.campaign_id = $1 and k.jurisdiction_id = $2`, [campaignId, jurisdictionId]);
    await tx.query(`delete from calls_to_action where campaign_id = $1 and jurisdiction_id = $2`, [campaignId, jurisdictionId]);
  }
}

/** The order of a draft's calls; `touched` is the one that somebody moved. */
async function place(tx: Tx, petition: HeldPetition, order: readonly string[], touched: string, actor: PetitionActor): Promise<void> {
  await tx.query(
    `update calls_to_action k set position = r.n, changed_by = case when k.key = $3 then $4 else k.changed_by end
       from unnest($2::text[]) with ordinality as r(key, n) where k.campaign_id = $1 and k.key = r.key and (k.position <> r.n or k.key = $3)`,
    [petition.campaignId, order, touched, actor.id]);
}

type PlacedCall = CallInput & { key: string; position: number };

/** Keys `GB-c01`, `GB-c02`, … */
const numbered = (petition: PetitionIds, calls: readonly CallInput[]): PlacedCall[] =>
  calls.map((call, n) => ({ ...call, key: `${petition.jurisdictionId}-c${String(n + 1).padStart(2, '0')}`, position: n + 1 }));

async function insertCalls(tx: Tx, petition: PetitionIds, keyed: readonly PlacedCall[], actor: PetitionActor): Promise<void> {
  if (keyed.length === 0) return;
  await tx.query(
    `insert into calls_to_action (campaign_id, jurisdiction_id, key, position, goal_key, also_goals, target, instruments, note, changed_by)
     select $1, $2, r.key, r.position, r.goal, coalesce(r."alsoGoals", '{}'), r.target, coalesce(r.instruments, '{}'), r.note, $4
       from jsonb_to_recordset($3::jsonb) as r(key text, position int, goal text, "alsoGoals" text[], target text, instruments text[], note text)`,
    [petition.campaignId, petition.jurisdictionId, JSON.stringify(keyed), actor.id],
  );
  const texts = keyed.flatMap(({ key, texts: words }) => Object.entries(words).map(([language, text]) => ({ key, language, text: text.trim() })));
  await writeCallTexts(tx, petition.campaignId, texts, actor.id);
}

const sharedFaults = (calls: readonly CallInput[]): FieldFault[] => (calls.length > 0 ? [{ field: 'calls', code: 'not_allowed' }] : []);

/** @param calls null: one that is there and is not looked at */
async function callFaults(tx: Tx, campaign: string, calls: readonly (CallInput | null)[], language: string | undefined): Promise<FieldFault[]> {
  const [known] = await txRows<{ goals: string[]; instruments: string[] }>(
    tx,
    `select array(select key from goals where campaign_id = c.id) as goals, array(select key from instruments where campaign_id = c.id) as instruments from campaigns c where c.slug = $1`, [campaign]);
  const [goals, instruments] = [new Set(known?.goals), new Set(known?.instruments)];
  return [
    ...(calls.length < 1 ? [{ field: 'calls', code: 'too_few' }] : []), ...(calls.length > MOST_CALLS ? [{ field: 'calls', code: 'too_many' }] : []),
    ...calls.flatMap((call, n) => (call === null ? [] : [
      ...(language === undefined || call.texts[language]?.trim() ? [] : [{ field: `calls.${n}.texts.${language}`, code: 'required' }]),
      ...(call.goal && !goals.has(call.goal) ? [{ field: `calls.${n}.goal`, code: 'unknown' }] : []),
      ...(call.alsoGoals ?? []).flatMap((goal, m) => (goals.has(goal) ? [] : [{ field: `calls.${n}.alsoGoals.${m}`, code: 'unknown' }])),
      ...(call.instruments ?? []).flatMap((one, m) => (instruments.has(one) ? [] : [{ field: `calls.${n}.instruments.${m}`, code: 'unknown' }])),
    ])),
  ];
}
