/**
 * `npm run acceptance -- simulate [SIGNERS]`: 10,000 invented signers, a tenth of them repeats, through the real door; then
 * `verify` finds nothing, and finds the one tally row that a hand changes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { planSimulation } from '../../apps/cli/src/simulate/plan-simulation.js';
import { simulate } from '../../apps/cli/src/simulate/simulate.js';
import { table, verify } from '#libs/verification';
import { begin, end, freePort } from '../support/children.js';
import { environmentOf, furnish } from '../support/installation.js';

const count = Number(process.argv[2] ?? 10_000);
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-simulate-'));
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { durable: true, projectRoot, say });
let holds = false;
try {
  await runMigrations(services.config.database);
  const furnished = await furnish(services.config);
  const petition = await furnished.petition('GB');
  const port = await freePort();
  const children = [await begin('worker.ts', environmentOf(services.config)), await begin('server.ts', environmentOf(services.config, { PORT: String(port) }))];
  const plan = planSimulation({ count, duplicates: 0.1, faulty: 0.02, confirm: 1, seed: 'acceptance', run: 'acceptance' });
  const report = await simulate(services.config, plan, {
    petition, url: `http://127.0.0.1:${port}`, rate: null, onProgress: ({ sent, confirmed }) => say(`  … ${sent} of ${plan.sent} sent, ${confirmed} confirmed`),
  });
  say(JSON.stringify(report));
  const right = await verify(services.config);
  say(table(right).join('\n'));
  await furnished.db.rows(`update tally_cells set n = n + 1 where ctid = (select ctid from tally_cells where status = 'counted' order by country limit 1)`);
  const wrong = await verify(services.config);
  say(table(wrong).join('\n'));
  holds = report.addsUp && right.drift.length === 0 && wrong.drift.length === 1 && /^tally cell journey-gb/.test(wrong.drift[0]?.where ?? '');
  await Promise.all(children.map(end));
  await furnished.close();
} finally {
  await services.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
say(holds ? 'It adds up, and the changed row was named.' : 'It does not hold.');
process.exit(holds ? 0 : 1);
