import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { DomainError, type FieldFault } from '#libs/config';
import { Database, sqlState, txRows, writeOutbox, type Tx } from '#libs/database';
import { holdPetition, type HeldPetition } from './held-petition.js';
import { addJurisdiction } from './jurisdictions.repository.js';
import { PetitionDirectory } from './petition-directory.js';
import { NAMES_SQL } from './names-rules.js';
import { DEFAULT_MINIMUM_AGE, petitionSlug } from './petition-rules.js';
import { PETITION_CLOSED, PETITION_OPENED } from './petitions.events.js';
import { campaignUnknown, PETITION_ERRORS, petitionConflict, petitionInvalid, petitionNotReady, petitionUnknown } from './petitions.errors.js';
import type { NewPetition, PetitionActor, PetitionIds, PetitionPatch, TextInput } from './petitions.types.js';
import { datesInOrder, missingToOpen, type ReviewNeed } from './readiness-rules.js';
import { approved, insertText, keepCalls, ORGANISERS } from './workshop/texts.repository.js';

/** Makes, changes, opens and closes petitions. Whether the actor may is asked by the caller. */
@Injectable()
export class PetitionsService {
  constructor(private readonly db: Database, private readonly audit: AuditLog, private readonly directory: PetitionDirectory) {}

  /**
   * A draft, in the caller's transaction: whoever adds its calls to action does so in the same one, and then its texts, which keep the calls (`addFirstTexts`).
   * @throws DomainError `petitions.invalid` with every field at fault, `petitions.already_there`, `campaigns.unknown`, `petitions.frozen`
   */
  async createIn(tx: Tx, input: NewPetition, actor: PetitionActor): Promise<PetitionIds> {
    const [campaign] = await txRows<{ id: number; kind: string }>(tx, `select id, kind from campaigns where slug = $1`, [input.campaign]);
    if (!campaign) throw campaignUnknown();
    if (campaign.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
    const faults = faultsOf(input);
    if (faults.length > 0) throw petitionInvalid(faults);
    const lender = input.sharedFrom ? await lenderIn(tx, campaign.id, input.sharedFrom) : null;
    await addJurisdiction(tx, campaign.id, input);
    const slug = petitionSlug(input.campaign, input.jurisdiction);
    const made = await this.insert(tx, campaign.id, slug, lender, input, actor);
    await this.audit.append(tx, { actor: actor.id, action: 'petition.create', subject: `petition:${slug}`, details: {} });
    return { ...made, campaignId: campaign.id, campaign: input.campaign, jurisdictionId: input.jurisdiction };
  }

  /**
   * @param version the edition the editor had before them
   * @throws DomainError `petitions.unknown`, `petitions.invalid`, `petitions.frozen`, `petitions.changed_meanwhile`
   */
  async update(slug: string, patch: PetitionPatch, version: number, actor: PetitionActor): Promise<PetitionIds> {
    return this.change(slug, actor, async (tx, now) => {
      if (now.version !== version) throw petitionConflict(PETITION_ERRORS.changedMeanwhile);
      const faults = [...patchFaults(patch, now), ...datesInOrder({ opensAt: patch.opensAt === undefined ? now.opensAt : patch.opensAt, closesAt: patch.closesAt === undefined ? now.closesAt : patch.closesAt })];
      if (faults.length > 0) throw petitionInvalid(faults);
      const columns = columnsOf(patch);
      if (columns.length > 0) {
        await tx.query(`update petitions set ${columns.map(([column], n) => `${column} = $${n + 2}`).join(', ')}, version = version + 1 where id = $1`, [now.id, ...columns.map(([, value]) => value)]);
      }
      await this.audit.append(tx, {
        actor: actor.id, action: 'petition.change', subject: `petition:${slug}`,
        details: { fields: columns.map(([column]) => column).sort(), ...moved('opensAt', now.opensAt, patch.opensAt), ...moved('closesAt', now.closesAt, patch.closesAt) },
      });
    });
  }

  /** The texts of a petition just made, once its calls are written. */
  async addFirstTexts(tx: Tx, petitionId: number, texts: readonly TextInput[], actor: PetitionActor): Promise<void> {
    const [source] = texts;
    const calls = await txRows<{ key: string }>(tx, `select k.key from calls_to_action k join petitions p on p.campaign_id = k.campaign_id and p.jurisdiction_id = k.jurisdiction_id where p.id = $1`, [petitionId]);
    const first = Object.fromEntries(['title', 'demand', 'notice', ...calls.map(({ key }) => `call:${key}`)].map((field) => [field, 1]));
    for (const text of texts) {
      const made = text === source ? { sourceLanguage: null, sources: {} } : { sourceLanguage: source?.language ?? null, sources: first };
      await insertText(tx, petitionId, { ...text, notice: text.notice ?? null, change: 'meaning', edition: 1, ...made }, actor.id);
    }
  }

  /** After a draft's calls changed: every text that keeps them gets a version more. */
  keepCalls(tx: Tx, petitionId: number, actor: PetitionActor): Promise<void> {
    return keepCalls(tx, petitionId, actor.id);
  }

  /** What a draft still lacks, as `open` would say it. @throws DomainError `petitions.unknown` */
  missing(slug: string, now: Date, { alone = false } = {}): Promise<FieldFault[]> {
    return this.db.transaction(async (tx) => {
      const held = await holdPetition(tx, slug);
      return missingToOpen({ ...(await readinessOf(tx, held)), review: await reviewNeed(tx, held, alone) }, now);
    });
  }

  /**
   * @param alone by an owner of the campaign: a demonstration opens without a second person then
   * @throws DomainError `petitions.not_ready` with everything that is missing, `petitions.not_draft`
   */
  async open(slug: string, actor: PetitionActor, now: Date = new Date(), { alone = false } = {}): Promise<PetitionIds> {
    return this.change(slug, actor, async (tx, held) => {
      if (held.status !== 'draft') throw petitionConflict(PETITION_ERRORS.notDraft);
      // Borrowed words stay as they were approved until this is open; from then on a change of them waits for a second person too.
      if (held.sharedFrom !== null) await tx.query(`select 1 from petitions where id = $1 for no key update`, [held.sharedFrom]);
      const missing = missingToOpen({ ...(await readinessOf(tx, held)), review: await reviewNeed(tx, held, alone) }, now);
      if (missing.length > 0) throw petitionNotReady(missing);
      await tx.query(`update petitions set status = 'open', opened_at = greatest($2::timestamptz, opens_at), version = version + 1 where id = $1`, [held.id, now]);
      await writeOutbox(tx, [{ topic: PETITION_OPENED, payload: { petitionId: held.id } }]);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.open', subject: `petition:${slug}`, details: {} });
    });
  }

  /** @param reason shown to whoever comes too late. `asPlanned`: at its last day, if that is over. @throws DomainError `petitions.not_closable`, `petitions.invalid` without a reason */
  async close(slug: string, reason: string, actor: PetitionActor, now: Date = new Date(), { asPlanned = false } = {}): Promise<PetitionIds> {
    return this.change(slug, actor, async (tx, held) => {
      if (held.status !== 'open' || (asPlanned && !(held.closesAt && held.closesAt <= now))) throw petitionConflict(PETITION_ERRORS.notOpen);
      if (!reason.trim()) throw petitionInvalid([{ field: 'reason', code: 'required' }]);
      await tx.query(`update petitions set status = 'closed', closed_at = $2, closed_reason = $3, version = version + 1 where id = $1`, [held.id, asPlanned ? held.closesAt : now, reason.trim()]);
      await writeOutbox(tx, [{ topic: PETITION_CLOSED, payload: { petitionId: held.id } }]);
      await this.audit.append(tx, { actor: actor.id, action: 'petition.close', subject: `petition:${slug}`, details: {} });
    });
  }

  private async change(slug: string, actor: PetitionActor, work: (tx: Tx, held: HeldPetition) => Promise<void>): Promise<PetitionIds> {
    const ids = await this.db.transaction(async (tx) => {
      const held = await holdPetition(tx, slug);
      if (held.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
      await work(tx, held);
      const { id, campaignId, campaign, jurisdictionId } = held;
      const [row] = await txRows<{ version: number }>(tx, `select version from petitions where id = $1`, [id]);
      return { id, slug, campaignId, campaign, jurisdictionId, version: row?.version ?? held.version };
    }, { actor: actor.id });
    this.directory.forget();
    return ids;
  }

  private async insert(tx: Tx, campaignId: number, slug: string, lender: { id: number; language: string } | null, input: NewPetition, actor: PetitionActor): Promise<{ id: number; slug: string; version: number }> {
    try {
      const [made] = await txRows<{ id: number; slug: string; version: number }>(
        tx,
        `insert into petitions (campaign_id, jurisdiction_id, slug, shared_from, takes_signatures, confirmation, eligibility, privacy, minimum_age, target, default_language,
           time_zone, addressee, help_contacts, opens_at, closes_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning id, slug, version`,
        [
          campaignId, input.jurisdiction, slug, lender?.id ?? null, isCountryId(input.jurisdiction), input.confirmation ?? 'required', input.eligibility ?? 'anyone', input.privacy,
          input.minimumAge ?? DEFAULT_MINIMUM_AGE, input.target ?? null, input.texts[0]?.language ?? lender?.language ?? 'en', input.timeZone ?? 'UTC', input.addressee ?? null,
          JSON.stringify(input.helpContacts ?? []), input.opensAt ?? null, input.closesAt ?? null, actor.id,
        ],
      );
      if (!made) throw new Error('nothing inserted');
      return made;
    } catch (error) {
      if (sqlState(error) === '23505') throw new DomainError(PETITION_ERRORS.alreadyThere, 'conflict', { fields: [{ field: 'jurisdiction', code: 'taken' }] });
      throw error;
    }
  }
}

/** Of a day that was changed: from when to when. */
function moved(day: string, from: Date | null, to: Date | null | undefined): Record<string, (string | null)[]> {
  return to === undefined || to?.getTime() === from?.getTime() ? {} : { [day]: [from, to].map((at) => at?.toISOString() ?? null) };
}

const isCountryId = (id: string): boolean => /^[A-Z]{2}$/.test(id);

/** Of a shared petition texts and calls are the lender's. */
async function readinessOf(tx: Tx, held: HeldPetition): Promise<Omit<Parameters<typeof missingToOpen>[0], 'review'>> {
  const [row] = await txRows<Omit<Parameters<typeof missingToOpen>[0], 'review' | 'opensAt' | 'closesAt'>>(
    tx,
    `select c.controller, c.contact, c.retention, p.confirmation, ${NAMES_SQL} as names,
            (select count(*)::int from calls_to_action k where k.campaign_id = p.campaign_id and k.jurisdiction_id = coalesce(l.jurisdiction_id, p.jurisdiction_id)) as calls,
            coalesce((select json_agg(t) from (select distinct on (language) language, notice from petition_texts where petition_id = coalesce(l.id, p.id) order by language, version desc) t), '[]') as texts
       from petitions p join campaigns c on c.id = p.campaign_id left join petitions l on l.id = p.shared_from where p.id = $1`,
    [held.id],
  );
  if (!row) throw petitionUnknown();
  return { ...row, opensAt: held.opensAt, closesAt: held.closesAt };
}

async function lenderIn(tx: Tx, campaignId: number, region: string): Promise<{ id: number; language: string }> {
  const [lender] = await txRows<{ id: number; language: string }>(
    tx, `select id, default_language as language from petitions where campaign_id = $1 and jurisdiction_id = $2 and not takes_signatures and shared_from is null`, [campaignId, region]);
  if (!lender) throw petitionInvalid([{ field: 'sharedFrom', code: 'unknown' }]);
  return lender;
}

/** Whether a second person has to approve, has done so, and could at all. */
async function reviewNeed(tx: Tx, held: HeldPetition, alone: boolean): Promise<ReviewNeed> {
  if (!held.reviewRequired || (held.demonstration && alone)) return { needed: false, approved: false, people: 0 };
  const [row] = await txRows<{ approved: boolean; people: number }>(tx, `select ${approved('$1')} as approved, ${ORGANISERS} as people`, [held.id]);
  return { needed: true, approved: row?.approved ?? false, people: row?.people ?? 0 };
}

function faultsOf(input: NewPetition): FieldFault[] {
  const shared = Boolean(input.sharedFrom);
  const languages = input.texts.map((text) => text.language);
  return [
    ...(/^([A-Z]{2}|(region|global)-[a-z0-9]+(-[a-z0-9]+)*)$/.test(input.jurisdiction) && input.jurisdiction.length <= 40 ? [] : [{ field: 'jurisdiction', code: 'malformed' }]),
    ...(shared && input.texts.length > 0 ? [{ field: 'texts', code: 'not_allowed' }] : []),
    ...(!shared && input.texts.length === 0 ? [{ field: 'texts', code: 'too_few' }] : []),
    ...(new Set(languages).size === languages.length ? [] : [{ field: 'texts', code: 'not_allowed' }]),
    ...input.texts.flatMap((text, n) => textFaults(text, `texts.${n}.`)),
    ...commonFaults(input), ...datesInOrder(input),
  ];
}

function textFaults(text: TextInput, prefix: string): FieldFault[] {
  return [...(text.title.trim() ? [] : [{ field: `${prefix}title`, code: 'required' }]), ...(text.demand.trim() ? [] : [{ field: `${prefix}demand`, code: 'required' }])];
}

/** What people have signed under cannot be changed under their hands; privacy may only grow. */
function patchFaults(patch: PetitionPatch, now: HeldPetition): FieldFault[] {
  const settled = now.status === 'draft' ? [] : (['confirmation', 'eligibility', 'minimumAge'] as const).filter((field) => patch[field] !== undefined);
  return [
    ...settled.map((field) => ({ field, code: 'not_allowed' })),
    ...(now.status !== 'draft' && now.privacy === 'high' && patch.privacy === 'standard' ? [{ field: 'privacy', code: 'not_allowed' }] : []),
    ...commonFaults(patch),
  ];
}

function commonFaults(input: { target?: number | null; minimumAge?: number; timeZone?: string; approachingShare?: number }): FieldFault[] {
  const within = (value: number | null | undefined, least: number, most: number): boolean => value == null || (value >= least && value <= most);
  return [
    ...(within(input.target, 1, 2_000_000_000) ? [] : [{ field: 'target', code: 'out_of_range' }]),
    ...(within(input.minimumAge, 0, 120) ? [] : [{ field: 'minimumAge', code: 'out_of_range' }]),
    ...(within(input.approachingShare, 0.5, 0.999) ? [] : [{ field: 'approachingShare', code: 'out_of_range' }]),
    ...(input.timeZone === undefined || isTimeZone(input.timeZone) ? [] : [{ field: 'timeZone', code: 'unknown' }]),
  ];
}

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Columns by names of ours; what the patch leaves out stays. */
function columnsOf(patch: PetitionPatch): [string, unknown][] {
  const columns: [string, unknown][] = [
    ['confirmation', patch.confirmation], ['eligibility', patch.eligibility], ['privacy', patch.privacy], ['minimum_age', patch.minimumAge], ['target', patch.target],
    ['opens_at', patch.opensAt], ['closes_at', patch.closesAt], ['time_zone', patch.timeZone], ['addressee', patch.addressee], ['approaching_share', patch.approachingShare],
    ['help_contacts', patch.helpContacts && JSON.stringify(patch.helpContacts)],
  ];
  return columns.filter(([, value]) => value !== undefined);
}
