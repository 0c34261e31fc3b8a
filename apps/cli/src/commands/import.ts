import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { accessEntities } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import type { ImportReport } from '../import/import-campaign.js';
import { importFileText } from '../import/import-file.js';
import { ImportRefused } from '../import/import.errors.js';
import { withServices } from '../services/with-services.js';
import { reportingErrors, say, type Register } from './command.js';

/** Changed paths that a terminal is told; the whole list stands in `imports`. */
const MOST_SHOWN = 200;

export const registerImport: Register = (program, { projectRoot }) => {
  program.command('import').argument('<file>', 'a campaign, its progress cards or its timeline (formats: data/README.md)')
    .description('import a file: what it changed is written, and kept; a bad file changes nothing')
    .action(reportingErrors(async (file: string) => {
      const text = await readFile(path.resolve(file), 'utf8').catch((error: NodeJS.ErrnoException) => {
        say(`${file} cannot be read (${error.code ?? 'unknown'}).`);
        process.exitCode = 1;
        return null;
      });
      if (text === null) return;
      await withServices({ name: 'import', projectRoot, say }, async (config) => {
        const source = await dataSourceFor(config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES], poolSize: 2, name: 'countersign-import' }).initialize();
        try {
          tell(await importFileText(new Database(source), text, { actor: 'import', now: new Date() }));
        } catch (error) {
          if (!(error instanceof ImportRefused)) throw error;
          refuse(file, error);
        } finally {
          await source.destroy();
        }
      });
    }));
};

function tell({ campaign, created, changed }: ImportReport): void {
  const lines = created ? [`${campaign}: imported, ${changed.length} jurisdictions.`]
    : changed.length === 0 ? [`${campaign}: nothing changed.`]
      : [`${campaign}: ${changed.length} changed:`, ...changed.slice(0, MOST_SHOWN).map((one) => `  ${one}`), ...(changed.length > MOST_SHOWN ? [`  … and ${changed.length - MOST_SHOWN} more`] : [])];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function refuse(file: string, { faults }: ImportRefused): void {
  say(`${file} was not imported. Nothing was changed. Faults: ${faults.length}`);
  for (const fault of faults) say(`  ${fault.path || '/'}  ${fault.message} (${fault.code})`);
  process.exitCode = 1;
}
