import { deleteRows, syncRows, txRows, type SyncRow, type Tx } from '#libs/database';
import { campaignRows, type CampaignRows } from './campaign-rows.js';
import type { CampaignFile } from './format.js';
import type { TextRow } from './petition-rows.js';

/** What is there before an import, read under the campaign's lock. */
export interface CampaignBefore {
  campaignId: number;
  /** As imported last; null: the campaign was made here and not by an import. */
  file: CampaignFile | null;
  firstStart: string;
}

export interface WrittenCampaign {
  campaignId: number;
  /** To be called once nothing refers to them any more. */
  removeWhatIsGone: () => Promise<void>;
}

/** Takes the campaign's lock for the length of the transaction and says what is known of it; null: nothing. */
export async function holdCampaign(tx: Tx, slug: string): Promise<CampaignBefore | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-import'), hashtext($1))`, [slug]);
  const [row] = await txRows<{ campaignId: number; file: CampaignFile | null; firstStart: string | null }>(
    tx,
    `select c.id as "campaignId", c.details ->> 'firstStart' as "firstStart",
            (select i.file from imports i where i.campaign_id = c.id and i.file is not null order by i.id desc limit 1) as file
       from campaigns c where c.slug = $1`,
    [slug],
  );
  return row ? { campaignId: row.campaignId, file: row.file, firstStart: row.firstStart ?? '' } : null;
}

/** Writes what the file says differently from the one imported last: campaign, jurisdictions, petitions and their texts. */
export async function writeImportedCampaign(tx: Tx, file: CampaignFile, before: CampaignBefore | null, firstStart: string): Promise<WrittenCampaign> {
  const after = campaignRows(file, firstStart);
  const former = before?.file ? campaignRows(before.file, firstStart) : null;
  await syncRows(tx, { table: 'campaigns', key: ['slug'], before: former ? [former.campaign] : [], after: [after.campaign], versioned: true });
  const [row] = await txRows<{ id: number }>(tx, `select id from campaigns where slug = $1`, [file.campaign.slug]);
  if (!row) throw new Error('the campaign was not written');
  const campaignId = row.id;

  const gone: { table: string; key: string[]; rows: SyncRow[] }[] = [];
  const sync = async (table: string, key: string[], part: (rows: CampaignRows) => SyncRow[], versioned = false): Promise<void> => {
    const numbered = (rows: CampaignRows | null): SyncRow[] => (rows ? part(rows).map((one) => ({ campaign_id: campaignId, ...one })) : []);
    const columns = ['campaign_id', ...key];
    gone.unshift({ table, key: columns, rows: await syncRows(tx, { table, key: columns, before: numbered(former), after: numbered(after), versioned }) });
  };
  await sync('jurisdictions', ['id'], (rows) => rows.jurisdictions);
  await sync('jurisdiction_members', ['region_id', 'member_id'], (rows) => rows.members);
  await sync('partners', ['key'], (rows) => rows.partners);
  await sync('goals', ['key'], (rows) => rows.goals);
  await sync('indicators', ['key'], (rows) => rows.indicators);
  await sync('instruments', ['key'], (rows) => rows.instruments);
  await sync('stated_figures', ['key'], (rows) => rows.statedFigures);
  await sync('petitions', ['jurisdiction_id'], (rows) => rows.petitions.map((one) => one.row), true);
  await writeSharing(tx, after);
  await writeTexts(tx, former, after);
  return {
    campaignId,
    removeWhatIsGone: async () => {
      for (const { table, key, rows } of gone) await deleteRows(tx, { table, key }, rows);
    },
  };
}

/** Notes what was imported, with the hash of the file's bytes; the newest of these is what the next import is compared with. */
export async function noteImport(tx: Tx, campaignId: number, file: CampaignFile, sha256: string, changed: readonly string[]): Promise<void> {
  await tx.query(`insert into imports (campaign_id, format, file_sha256, changed, file) values ($1, $2, $3, $4, $5)`, [campaignId, file.format, sha256, JSON.stringify(changed), JSON.stringify(file)]);
}

async function writeSharing(tx: Tx, { petitions }: CampaignRows): Promise<void> {
  await tx.query(
    `update petitions p set shared_from = lender.id from unnest($1::text[], $2::text[]) as r(slug, lender) left join petitions lender on lender.slug = r.lender
      where p.slug = r.slug and p.shared_from is distinct from lender.id`,
    [petitions.map((one) => one.row.slug), petitions.map((one) => one.sharedFrom)],
  );
}

/** A text that the file changed becomes a new version; who has signed an earlier one has signed that one. */
async function writeTexts(tx: Tx, former: CampaignRows | null, after: CampaignRows): Promise<void> {
  const known = new Set(former?.petitions.flatMap((one) => one.texts).map((text) => JSON.stringify(text)));
  const texts: TextRow[] = after.petitions.flatMap((one) => one.texts).filter((text) => !known.has(JSON.stringify(text)));
  if (texts.length === 0) return;
  await tx.query(
    `insert into petition_texts (petition_id, language, version, title, demand, notice, notice_version, created_by)
     select p.id, r.language, coalesce(l.version, 0) + 1, r.title, r.demand, r.notice,
            case when l.id is null then 1 when l.notice is distinct from r.notice then l.notice_version + 1 else l.notice_version end, 'import'
       from jsonb_to_recordset($1::jsonb) as r(n int, slug text, language text, title text, demand text, notice text)
       join petitions p on p.slug = r.slug
       left join lateral (select * from petition_texts t where t.petition_id = p.id and t.language = r.language order by t.version desc limit 1) l on true
      where (l.title, l.demand, l.notice) is distinct from (r.title, r.demand, r.notice) order by r.n`,
    [JSON.stringify(texts.map((text, n) => ({ n, ...text })))],
  );
}
