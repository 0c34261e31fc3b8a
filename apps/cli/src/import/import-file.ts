import { CAMPAIGN_FORMAT, fault, parseGuarded, validateCampaignFile } from '#libs/petitions';
import type { Database } from '#libs/database';
import { CARDS_FORMAT } from '#libs/progress';
import { importCampaign, type ImportOptions, type ImportReport } from './import-campaign.js';
import { importCards, importTimeline, textOf, TIMELINE_FORMAT } from './import-companions.js';
import { bytesSha256 } from './file-hash.js';
import { ImportRefused } from './import.errors.js';

/** Brings in any file of `data/`: which one it is, its `format` says. All of it in one transaction, or nothing. @throws ImportRefused with every fault there is */
export async function importFileText(db: Database, text: string, options: ImportOptions): Promise<ImportReport> {
  const parsed = parseGuarded(text);
  if (!parsed.ok) throw new ImportRefused(parsed.faults);
  const { json } = parsed;
  const format = textOf(json, 'format');
  const sha256 = bytesSha256(text);
  switch (format) {
    case CARDS_FORMAT:
      return importCards(db, json, sha256, options);
    case TIMELINE_FORMAT:
      return importTimeline(db, json, sha256, options);
    case CAMPAIGN_FORMAT:
    // What names no format is told what a campaign's file lacks.
    case '': {
      const valid = validateCampaignFile(json);
      if (!valid.ok) throw new ImportRefused(valid.faults);
      return importCampaign(db, valid.campaign, sha256, options);
    }
    default:
      throw new ImportRefused([fault('/format', 'unknown-format', format)]);
  }
}
