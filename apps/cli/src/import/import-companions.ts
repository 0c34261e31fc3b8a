import { AuditLog } from '#libs/access';
import type { Database, Tx } from '#libs/database';
import { fault, type Fault, schemaFaults } from '#libs/petitions';
import { campaignOfFile, factsFaults, type FactsFile, type ImportedInto, type TimelineFile, validateCardsFile, writeImportedCards, writeImportedFacts } from '#libs/progress';
import type { ImportOptions, ImportReport } from './import-campaign.js';
import { ImportRefused } from './import.errors.js';

export const TIMELINE_FORMAT: TimelineFile['format'] = 'countersign-timeline/1';

/** Progress cards and what was published with them: ratifications, rankings, statistics, findings. @throws ImportRefused with every fault there is */
export async function importCards(db: Database, json: unknown, sha256: string, options: ImportOptions): Promise<ImportReport> {
  return importCompanion(db, { json, sha256 }, options, async (tx, campaign) => {
    const cards = validateCardsFile(json, campaign?.known ?? null);
    // What breaks the schema, or belongs to no campaign, cannot be looked at further.
    const facts = schemaFaults(json, 'progress-cards').length > 0 || !campaign ? [] : await factsFaults(tx, campaign.id, json as FactsFile, null);
    refuse([...(cards.ok ? [] : cards.faults), ...facts]);
    if (!cards.ok || !campaign) return [];
    return [...(await writeImportedCards(tx, campaign, cards.file)), ...(await writeImportedFacts(tx, campaign.id, json as FactsFile, null))];
  });
}

/** Dated events. @throws ImportRefused with every fault there is */
export async function importTimeline(db: Database, json: unknown, sha256: string, options: ImportOptions): Promise<ImportReport> {
  return importCompanion(db, { json, sha256 }, options, async (tx, campaign) => {
    refuse(schemaFaults(json, 'timeline'));
    if (!campaign) throw new ImportRefused([fault('/campaign', 'unknown-campaign', textOf(json, 'campaign'))]);
    refuse(await factsFaults(tx, campaign.id, null, json as TimelineFile));
    return writeImportedFacts(tx, campaign.id, null, json as TimelineFile);
  });
}

async function importCompanion(db: Database, { json, sha256 }: { json: unknown; sha256: string }, { actor }: ImportOptions, write: (tx: Tx, campaign: ImportedInto | null) => Promise<string[]>): Promise<ImportReport> {
  const slug = textOf(json, 'campaign');
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-import'), hashtext($1))`, [slug]);
    const campaign = await campaignOfFile(tx, slug);
    const changed = await write(tx, campaign);
    if (!campaign) throw new ImportRefused([fault('/campaign', 'unknown-campaign', slug)]);
    // The file itself is not kept: the next one is compared with what stands.
    if (changed.length > 0) {
      const format = textOf(json, 'format');
      await tx.query(`insert into imports (campaign_id, format, file_sha256, changed) values ($1, $2, $3, $4)`, [campaign.id, format, sha256, JSON.stringify(changed)]);
      await new AuditLog(db).append(tx, { actor, action: 'campaign.import', subject: `campaign:${slug}`, details: { sha256, changed: changed.length, format } });
    }
    return { campaign: slug, campaignId: campaign.id, created: false, changed };
  }, { actor });
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ImportRefused(faults);
}

/** A field of what may be anything; empty where it is no text. */
export function textOf(json: unknown, field: string): string {
  const value: unknown = typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : '';
}
