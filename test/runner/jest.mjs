import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { runStep } from './steps.mjs';

/** Runs one of the projects of jest.config.mjs and counts by jest's own report, not by its words. */
export async function runJest(project, { workers, limit, env = {} }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-results-'));
  const report = path.join(folder, 'report.json');
  const began = Date.now();
  const ok = await runStep(`${project} tests`, process.execPath, [
    '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js',
    '--selectProjects', project, `--maxWorkers=${workers}`, '--passWithNoTests', '--json', `--outputFile=${report}`, '--silent=false', '--ci',
  ], { limit, env: { ...env, COUNTERSIGN_JEST: '1' } });
  const seconds = Math.round((Date.now() - began) / 1000);
  const result = { name: `${project} tests`, seconds, ...count(report, project, ok) };
  rmSync(folder, { recursive: true, force: true });
  return result;
}

function count(report, project, ok) {
  let found;
  try {
    found = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, missing: [] };
  }
  // A file that cannot even be loaded has no tests to fail, and is a failure all the same.
  const failed = found.numFailedTests + found.numRuntimeErrorTestSuites;
  const leftOut = found.numPendingTests + found.numTodoTests;
  const missing = leftOut > 0 ? [`${leftOut} of the ${project} tests are marked to be left out`] : [];
  if (found.numTotalTestSuites === 0) missing.push(`the ${project} tests: there are none`);
  return { passed: found.numPassedTests, failed: failed === 0 && !ok ? 1 : failed, missing };
}
