/**
 * `npm run acceptance -- tablet-day [SEED]`: 20 tablets, 3 shifts, outages, lost answers, killed browsers and one stolen tablet; in the
 * evening every shift, every tablet, the tally and the figures by store say the same.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { begin, end, freePort } from '../support/children.js';
import { environmentOf, furnish } from '../support/installation.js';
import { storeParts } from '../support/stores.js';

interface Report { faults: string[] }
type Day = (url: string, db: unknown, parts: unknown, petition: string, wanted: object) => Promise<Report>;

const seed = process.argv[2] ?? 'acceptance';
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-day-'));
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { durable: true, projectRoot: path.resolve(import.meta.dirname, '..', '..'), say });
let report: Report = { faults: ['it did not run'] };
try {
  await runMigrations(services.config.database);
  const furnished = await furnish(services.config);
  const petition = await furnished.petition('GB');
  const port = await freePort();
  const children = [await begin('worker.ts', environmentOf(services.config)), await begin('server.ts', environmentOf(services.config, { PORT: String(port) }))];
  // What runs on a tablet has a browser's types, and so is checked in a project of its own (test/tablet/tsconfig.json).
  const { simulatedDay } = (await import(new URL('../tablet/simulated-day.ts', import.meta.url).href)) as { simulatedDay: Day };
  report = await simulatedDay(`http://127.0.0.1:${port}`, furnished.db, storeParts(furnished.db), petition, { tablets: 20, shifts: 3, customers: 40, seed });
  say(JSON.stringify(report, null, 1));
  await Promise.all(children.map(end));
  await furnished.close();
} finally {
  await services.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
say(report.faults.length === 0 ? 'The day reconciles to the unit.' : 'The day does not add up.');
process.exit(report.faults.length === 0 ? 0 : 1);
