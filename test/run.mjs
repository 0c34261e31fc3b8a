/**
 * `npm test`, and the long runs beside it. Plain Node, since it may be the first thing that runs on a fresh clone.
 *
 *   npm test                       install, build, lint, types, and the four sizes of test
 *   npm run acceptance -- [NAME]   the long proofs: test/acceptance/NAME.{mjs,ts}, or all of them
 *   npm run bench                  test/bench/main.ts
 *   npm run chaos                  test/chaos/main.ts
 *
 * TypeScript outside jest runs from its sources by test/support/typescript.mjs. The last line is always
 * `N passed, N failed`; whatever could not be run is said before it, and with CI=true counts as failed.
 */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { findChromium } from './runner/chromium.mjs';
import { runJest } from './runner/jest.mjs';
import { ensurePython } from './runner/packages.mjs';
import { prepare, root, runStep } from './runner/steps.mjs';
import { runLong } from './runner/long-runs.mjs';

const MINUTE = 60_000;
const inCi = process.env.CI === 'true' || process.env.CI === '1';
const [mode = 'test', ...args] = process.argv.slice(2);

/** `{ name, passed, failed, missing: [what could not be run] }` of every step. */
const results = [];
const add = (result) => results.push({ passed: 0, failed: 0, missing: [], ...result });
const passOrFail = (name, ok) => add({ name, passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

async function everything() {
  const prepared = await prepare();
  passOrFail('build', prepared);
  if (!prepared) return;
  const node = (name, file, params, limit) => runStep(name, process.execPath, [file, ...params], { limit });
  // A few minutes on one core: the next steps run beside it.
  const lint = node('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0'], 5 * MINUTE);
  passOrFail('types', await node('types', 'node_modules/typescript/bin/tsc', ['--noEmit'], 5 * MINUTE));
  // A browser's world (and what tests it) and a service worker's are two more, each with globals of its own.
  for (const project of ['test/tablet', 'apps/tablet/src/sw']) {
    passOrFail(`types of ${project}`, await node(`types of ${project}`, 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', project], 5 * MINUTE));
  }
  await ensurePython();
  add(await runJest('unit', { workers: 2, limit: 4 * MINUTE }));
  passOrFail('lint', await lint);
  add(await runJest('database', { workers: 3, limit: 6 * MINUTE }));
  add(await runJest('journeys', { workers: 2, limit: 6 * MINUTE }));
  const chromium = await findChromium();
  if (chromium === null) add({ name: 'browser', missing: ['the browser tests: there is no Chromium (install it, or name one by CHROMIUM)'] });
  else add(await runJest('browser', { workers: 2, limit: 10 * MINUTE, env: { CHROMIUM: chromium } }));
}

function summary() {
  const out = (line) => writeSync(1, `${line}\n`);
  out('');
  for (const each of results) out(`${each.name.padEnd(24)} ${String(each.passed).padStart(5)} passed ${String(each.failed).padStart(4)} failed${each.seconds === undefined ? '' : `  ${each.seconds} s`}`);
  const missing = results.flatMap((each) => each.missing);
  for (const what of missing) out(`NOT RUN: ${what}`);
  const passed = results.reduce((sum, each) => sum + each.passed, 0);
  const failed = results.reduce((sum, each) => sum + each.failed, 0) + (inCi ? missing.length : 0);
  if (missing.length > 0 && inCi) out('CI is set: what was not run counts as failed.');
  out(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

process.chdir(root);
switch (mode) {
  case 'test':
    await everything();
    break;
  case 'acceptance':
  case 'bench':
  case 'chaos': {
    const prepared = await prepare();
    passOrFail('build', prepared);
    if (prepared) for (const result of await runLong(mode, args)) add(result);
    break;
  }
  default:
    passOrFail(`unknown mode "${mode}"`, false);
}
summary();
