import type { Database } from '#libs/database';
import type { ImportReport } from '../../apps/cli/src/import/import-campaign.js';
import { importFileText } from '../../apps/cli/src/import/import-file.js';

/** Imports a campaign file, or one of its companions, as `countersign import` does. Relative dates count from today. */
export function importFile(db: Database, text: string): Promise<ImportReport> {
  return importFileText(db, text, { actor: 'import', now: new Date() });
}
