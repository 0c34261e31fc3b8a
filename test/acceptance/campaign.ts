/**
 * `npm run acceptance -- campaign [SIGNATURES] [api|console]`: a new country from its draft to two years after the handover, with 5,000 invented
 * signers through the real door; once by the API alone, once through the console in a real Chromium. What each step holds stands in
 * `test/support/new-country`; each is told with what was seen and how long it took, and `verify` has the last word.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accessEntities } from '#libs/access';
import { loadConfig } from '#libs/config';
import { Database, dataSourceFor, runMigrations } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { table, verify } from '#libs/verification';
import { launch } from '../gallery/open-gallery.js';
import { begin, end, freePort } from '../support/children.js';
import { environmentOf } from '../support/installation.js';
import { storyByApi } from '../support/new-country/by-api.js';
import { storyByConsole } from '../support/new-country/by-console.js';
import { openWorld, type Step } from '../support/new-country/world.js';

const signatures = Number(process.argv[2] ?? 5_000);
const only = process.argv[3] ?? 'both';
const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-campaign-'));
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { durable: true, projectRoot, say });
let missed = 0;
try {
  const url = `http://127.0.0.1:${await freePort()}`;
  const config = services.config.with({ publicUrl: url });
  await runMigrations(config.database);
  const source = await dataSourceFor(config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES], poolSize: 3 }).initialize();
  const env = environmentOf(config, { PUBLIC_URL: url, PORT: new URL(url).port });
  const children = [await begin('worker.ts', env), await begin('server.ts', env)];
  const browser = only === 'api' ? null : await launch();
  const db = new Database(source);
  if (only !== 'console') await tell('by the API alone', storyByApi(await openWorld({ url, config, db, signatures, campaign: 'toit' }), say));
  if (browser) await tell('through the console', await storyByConsole(await openWorld({ url, config, db, signatures, campaign: 'abri' }), browser, say));
  await browser?.close();
  const found = await verify(config);
  say(table(found).join('\n'));
  missed += found.drift.length;
  await Promise.all(children.map(end));
  await source.destroy();
} finally {
  await services.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
say(missed === 0 ? 'Both stories hold, and verify finds nothing.'.replace('Both stories hold', only === 'both' ? 'Both stories hold' : 'The story holds') : `${missed} missed.`);
process.exit(missed === 0 ? 0 : 1);

/** One after the other; what follows a step that missed has nothing to stand on. */
async function tell(name: string, steps: readonly Step[]): Promise<void> {
  say(`\n== A new country ${name}, ${signatures} signatures`);
  const began = performance.now();
  for (const step of steps) {
    const from = performance.now();
    const took = (): string => `${((performance.now() - from) / 1000).toFixed(1)} s`.padStart(8);
    try {
      const seen = await step.run();
      say(`holds ${took()}  ${step.does}: ${seen}`);
    } catch (error) {
      missed++;
      say(`FAILS ${took()}  ${step.does}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
  }
  say(`${steps.length} steps in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}
