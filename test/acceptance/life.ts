/**
 * `npm run acceptance -- life [HISTORIES] [SEED]`: thousands of random lives of a petition on a real Postgres, each step held to
 * `test/life/model.ts`. Told after each hundred: the seed with which to go on, or to see the same again.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { histories, live } from '../life/histories.js';
import { RealWorlds } from '../life/real-world.js';

const AT_ONCE = 100;
const [wanted, first] = [Number(process.argv[2] ?? 2_000), Number(process.argv[3] ?? randomInt(1_000_000_000))];
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-life-'));
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { durable: false, projectRoot: path.resolve(import.meta.dirname, '..', '..'), say });
let held = true;
try {
  await runMigrations(services.config.database);
  const worlds = await RealWorlds.open(services.config);
  const began = Date.now();
  say(`${wanted} histories, seed ${first}`);
  for (let done = 0; done < wanted && held; done += AT_ONCE) {
    const seed = first + done / AT_ONCE;
    const told = await fc.check(fc.asyncProperty(histories(40), async (history) => live(history, await worlds.newWorld())), { numRuns: Math.min(AT_ONCE, wanted - done), seed });
    const drift = await worlds.drift();
    held = !told.failed && drift.length === 0;
    if (told.failed) say(fc.defaultReportMessage(told) ?? 'failed');
    drift.forEach(say);
    say(`  … ${done + told.numRuns} lived, ${Math.round((Date.now() - began) / 1000)} s; ${held ? `go on with: ${wanted - done - told.numRuns} ${seed + 1}` : `the same again: ${AT_ONCE} ${seed}`}`);
    await worlds.forget();
  }
  say(held ? 'All agreed, and a recount found nothing.' : 'FAILED');
  await worlds.close();
} finally {
  await services.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(held ? 0 : 1);
