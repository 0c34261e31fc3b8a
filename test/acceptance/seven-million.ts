/**
 * `npm run acceptance -- seven-million [COUNT] [--folder FOLDER] [--servers N] [--workers N]`: the whole campaign. Seven million people of
 * 47 countries, in the proportions of the record, sign through the HTTP door of an installation as `npm start` makes it (confirmation
 * off; three in a hundred requests from somebody who has signed); then every count is compared and `verify` asked. Progress every ten
 * seconds. Broken off, it goes on with the same --folder, which then is not removed either.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { figuresFile, figuresIn, writeFigures } from '../bench/figures.js';
import { writePage } from '../bench/report.js';
import { tell } from '../support/proofs.js';
import { OwnInstallation } from './seven-million/installation.js';
import { bytesFree, bytesNeeded, minutes, sevenMillion } from './seven-million/run.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { folder: { type: 'string' }, servers: { type: 'string' }, workers: { type: 'string' } } });
const count = Number(positionals[0] ?? 7_000_000);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
if (!Number.isInteger(count) || count < 1_000) throw new Error('COUNT is a number of people, a thousand at least');

const folder = path.resolve(values.folder ?? mkdtempSync(path.join(tmpdir(), 'countersign-seven-')));
mkdirSync(folder, { recursive: true, mode: 0o700 });
const [free, needed] = [bytesFree(folder), bytesNeeded(count)];
if (free < needed && !values.folder) rmSync(folder, { recursive: true, force: true });
if (free < needed) {
  say(`${count.toLocaleString('en')} signatures need about ${(needed / 1e9).toFixed(0)} GB of disk while they are written; ${(free / 1e9).toFixed(1)} GB are free at ${folder}. Nothing was done: name another place by --folder, or fewer people.`);
  process.exit(1);
}

let ok = false;
try {
  const startArguments = (['servers', 'workers'] as const).flatMap((name) => (values[name] ? [`--${name}`, values[name]] : []));
  const site = await OwnInstallation.start({ folder, confirmation: 'none', startArguments, say });
  try {
    const { figures, proofs } = await sevenMillion(site, { folder, count, say });
    ok = tell(proofs, say);
    say('');
    const { cpu, memoryMb, batches } = figures;
    for (const line of [
      `accepted after      ${minutes(figures.acceptedSeconds)}, counted after ${minutes(figures.seconds)}; ${figures.requests.toLocaleString('en')} requests, answers p50 ${figures.answer.p50.toFixed(0)}, p99 ${figures.answer.p99.toFixed(0)} ms`,
      `CPU, µs a request   ${Object.entries(cpu).map(([name, each]) => `${name} ${each.toFixed(0)}`).join(', ')}`,
      `memory at most, MB  ${Object.entries(memoryMb).map(([name, most]) => `${name} ${most.toFixed(0)}`).join(', ')}`,
      `database            ${figures.databaseBytes.toFixed(0)} bytes a person after VACUUM; folder: ${Object.entries(figures.folderBytes).map(([name, bytes]) => `${name} ${(bytes / 1e9).toFixed(2)} GB`).join(', ')}`,
      `batches             ${batches ? `${batches.n.toLocaleString('en')}, ${batches.mean.toFixed(0)} signatures on average, ${batches.most} at most` : 'not known'}`,
    ]) say(line);
    if (count >= 7_000_000) {
      const all = { ...figuresIn(figuresFile), sevenMillion: figures };
      writeFigures(figuresFile, all);
      writePage(all);
    }
  } finally {
    await site.stop();
  }
} finally {
  if (ok && !values.folder) rmSync(folder, { recursive: true, force: true });
  else say(`Everything is kept in ${folder}; a run that was broken off goes on with --folder ${folder}`);
}
process.exit(ok ? 0 : 1);
