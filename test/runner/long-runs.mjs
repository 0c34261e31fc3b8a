import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { root, runStep, say } from './steps.mjs';

const HOUR = 60 * 60_000;
const ENDING = /\.(mjs|ts)$/;

/** Runs the long proofs named, each a program that ends with 0 if its proof holds. */
export async function runLong(mode, args) {
  const folder = path.join(root, 'test', mode);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => ENDING.test(file) && !/\.spec\.ts$/.test(file)).sort() : [];
  const wanted = mode === 'acceptance' ? proofs(files, args) : files.filter((file) => file.replace(ENDING, '') === 'main');
  if (wanted.length === 0) {
    say(mode === 'acceptance' ? `No such proof. There are: ${files.map((file) => file.replace(ENDING, '')).join(', ') || 'none'}` : `test/${mode}/main.ts is not there.`);
    return [{ name: mode, failed: 1 }];
  }
  const params = mode === 'acceptance' ? args.slice(1) : args;
  const results = [];
  for (const file of wanted) {
    const ok = await runStep(`${mode} ${file.replace(ENDING, '')}`, process.execPath, ['--import', path.join(root, 'test', 'support', 'typescript.mjs'), path.join(folder, file), ...params], { limit: 6 * HOUR });
    results.push({ name: `${mode} ${file.replace(ENDING, '')}`, passed: ok ? 1 : 0, failed: ok ? 0 : 1 });
  }
  return results;
}

const proofs = (files, [name]) => (name === undefined ? files : files.filter((file) => file.replace(ENDING, '') === name));
