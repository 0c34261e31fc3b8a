import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { DomainError, type FieldFault } from '#libs/config';
import { Database, sqlState, syncRows, txRows, writeOutbox, type Tx } from '#libs/database';
import { PetitionDirectory } from './petition-directory.js';
import { CAMPAIGN_CREATED } from './petitions.events.js';
import { campaignInvalid, campaignUnknown, PETITION_ERRORS, petitionConflict } from './petitions.errors.js';
import type { CampaignPatch, NewCampaign, PartnerInput, PetitionActor } from './petitions.types.js';

export interface CampaignIds {
  id: number;
  slug: string;
  version: number;
}

/** Makes and changes campaigns. Whether the actor may is asked by the caller. */
@Injectable()
export class CampaignsService {
  constructor(private readonly db: Database, private readonly audit: AuditLog, private readonly directory: PetitionDirectory) {}

  /** @throws DomainError `campaigns.invalid` with every field at fault, `campaigns.already_there` */
  async create(input: NewCampaign, actor: PetitionActor): Promise<CampaignIds> {
    const faults = faultsOf(input);
    if (faults.length > 0) throw campaignInvalid(faults);
    try {
      return await this.db.transaction(async (tx) => {
        const [made] = await txRows<CampaignIds>(
          tx,
          `insert into campaigns (slug, title, kind, noindex, default_language, controller, contact, retention, details, review_before_opening)
           values ($1, $2, 'live', $3, $4, $5, $6, $7, $8, $9) returning id, slug, version`,
          [
            input.slug, JSON.stringify(input.title), input.noindex ?? false, input.defaultLanguage, input.controller?.name ?? null, input.controller?.email ?? null,
            jsonOf(input.retention), JSON.stringify({ languages: input.languages ?? [input.defaultLanguage], summary: input.summary, controller: input.controller ?? undefined }),
            input.reviewBeforeOpening ?? 'required',
          ],
        );
        if (!made) throw new Error('nothing inserted');
        await writePartners(tx, made.id, input.partners ?? [], actor.id);
        await writeOutbox(tx, [{ topic: CAMPAIGN_CREATED, payload: { campaignId: made.id } }]);
        await this.audit.append(tx, { actor: actor.id, action: 'campaign.create', subject: `campaign:${made.slug}`, details: {} });
        return made;
      }, { actor: actor.id });
    } catch (error) {
      if (sqlState(error) === '23505') throw new DomainError(PETITION_ERRORS.campaignAlreadyThere, 'conflict', { fields: [{ field: 'slug', code: 'taken' }] });
      throw error;
    }
  }

  /**
   * @param version the edition the editor had before them
   * @throws DomainError `campaigns.unknown`, `campaigns.invalid`, `petitions.frozen`, `petitions.changed_meanwhile`
   */
  async update(slug: string, patch: CampaignPatch, version: number, actor: PetitionActor): Promise<CampaignIds> {
    const changed = await this.db.transaction(async (tx) => {
      const [now] = await txRows<CampaignIds & { kind: string; details: Record<string, unknown>; title: NewCampaign['title']; defaultLanguage: string }>(
        tx, `select id, slug, version, kind, details, title, default_language as "defaultLanguage" from campaigns where slug = $1 for update`, [slug]);
      if (!now) throw campaignUnknown();
      if (now.kind === 'record') throw petitionConflict(PETITION_ERRORS.frozen);
      if (now.version !== version) throw petitionConflict(PETITION_ERRORS.changedMeanwhile);
      const faults = faultsOf({ ...patch, slug, title: patch.title ?? now.title, defaultLanguage: patch.defaultLanguage ?? now.defaultLanguage });
      if (faults.length > 0) throw campaignInvalid(faults);
      const details = { ...now.details, ...given({ languages: patch.languages, summary: patch.summary, controller: patch.controller }) };
      const [after] = await txRows<CampaignIds>(
        tx,
        `update campaigns set title = coalesce($2, title), default_language = coalesce($3, default_language), noindex = coalesce($4, noindex) or demonstration,
           controller = case when $5 then $6 else controller end, contact = case when $5 then $7 else contact end,
           retention = case when $8 then $9::jsonb else retention end, details = $10,
           review_before_opening = coalesce($11, review_before_opening), version = version + 1
         where id = $1 returning id, slug, version`,
        [
          now.id, jsonOf(patch.title), patch.defaultLanguage ?? null, patch.noindex ?? null, patch.controller !== undefined, patch.controller?.name ?? null,
          patch.controller?.email ?? null, patch.retention !== undefined, jsonOf(patch.retention), JSON.stringify(details),
          patch.reviewBeforeOpening ?? null,
        ],
      );
      if (patch.partners) await writePartners(tx, now.id, patch.partners, actor.id);
      await this.audit.append(tx, { actor: actor.id, action: 'campaign.change', subject: `campaign:${slug}`, details: { fields: Object.keys(given({ ...patch })).sort() } });
      if (!after) throw campaignUnknown();
      return after;
    }, { actor: actor.id });
    this.directory.forget();
    return changed;
  }
}

/** Those that are left out stay: signers may have agreed to hear from them. */
async function writePartners(tx: Tx, campaignId: number, partners: readonly PartnerInput[], by: string): Promise<void> {
  const rows = partners.map((one, position) => ({ campaign_id: campaignId, key: one.key, name: one.name, role: one.role ?? null, sends_updates: one.sendsUpdates ?? false, position }));
  await syncRows(tx, { table: 'partners', key: ['campaign_id', 'key'], before: [], after: rows.map((row) => ({ ...row, words: {} })) });
  const wordings = partners.flatMap(({ key, wording = {} }) => Object.entries(wording).map(([language, text]) => ({ key, language, text: text.trim() })).filter(({ text }) => text !== ''));
  if (wordings.length > 0) await writeWordings(tx, campaignId, wordings, by);
}

/** A version more wherever the newest one says something else. What signers agreed to is never overwritten. */
async function writeWordings(tx: Tx, campaignId: number, wordings: readonly { key: string; language: string; text: string }[], by: string): Promise<void> {
  await tx.query(
    `insert into partner_wordings (campaign_id, partner_key, language, version, text, created_by)
     select $1, r.key, r.language, coalesce(l.version, 0) + 1, r.text, $3
       from jsonb_to_recordset($2::jsonb) as r(key text, language text, text text)
       left join lateral (select version, text from partner_wordings w where w.campaign_id = $1 and w.partner_key = r.key and w.language = r.language order by version desc limit 1) l on true
      where l.text is distinct from r.text`,
    [campaignId, JSON.stringify(wordings), by],
  );
}

function faultsOf(input: NewCampaign): FieldFault[] {
  return [
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(input.slug) && input.slug.length <= 60 ? [] : [{ field: 'slug', code: 'malformed' }]),
    ...(input.title[input.defaultLanguage]?.trim() ? [] : [{ field: `title.${input.defaultLanguage}`, code: 'required' }]),
    ...(input.retention && (input.retention.months < 1 || input.retention.months > 240) ? [{ field: 'retention.months', code: 'out_of_range' }] : []),
    ...(new Set(input.partners?.map((one) => one.key)).size === (input.partners?.length ?? 0) ? [] : [{ field: 'partners', code: 'not_allowed' }]),
  ];
}

const jsonOf = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value));

/** Without what is undefined. */
function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
