import type { Database } from '#libs/database';
import { importCampaignText, type ImportReport } from '../../apps/cli/src/import/import-campaign.js';

/** Imports a campaign file as `countersign import` does. Relative dates count from today. */
export function importFile(db: Database, text: string): Promise<ImportReport> {
  return importCampaignText(db, text, { actor: 'import', now: new Date() });
}
