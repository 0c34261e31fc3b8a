/**
 * `npm run acceptance -- confirmed-100k [COUNT]`: a hundred thousand people of 47 countries sign in an installation as `npm start` makes it;
 * each mail is caught by a mail server, each button in it pressed. Timed until all are counted, and until all are thanked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { about, figuresFile, figuresIn, writeFigures } from '../bench/figures.js';
import { startLoader } from '../bench/load/loader.js';
import { writePage } from '../bench/report.js';
import { begin, end } from '../support/children.js';
import { tell } from '../support/proofs.js';
import { cpuOf, OwnInstallation } from './seven-million/installation.js';
import { minutes, watching, within } from './seven-million/run.js';

const count = Number(process.argv[2] ?? 100_000);
/** How long nothing may happen before it is given up. */
const STILL_MS = 180_000;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-confirmed-'));
const told = { mails: 0, pressed: 0, thanked: 0, others: 0, refused: 0 };

const presser = await begin('../acceptance/seven-million/button-presser.ts', {}, { ready: false });
const mailPort = await new Promise<number>((resolve) => presser.once('message', ({ port }: { port: number }) => resolve(port)));
presser.on('message', (message: { told: typeof told }) => Object.assign(told, message.told));
let ok = false;
try {
  const site = await OwnInstallation.start({ folder, confirmation: 'required', env: { SMTP_URL: `smtp://127.0.0.1:${mailPort}` }, say });
  try {
    presser.send({ port: site.port });
    ok = await run(site);
  } finally {
    await site.stop();
  }
} finally {
  await end(presser);
  if (ok) rmSync(folder, { recursive: true, force: true });
  else say(`Everything is kept in ${folder}`);
}
process.exit(ok ? 0 : 1);

async function run(site: OwnInstallation): Promise<boolean> {
  const [before, watch, began] = [cpuOf(site.processes), watching(site, { say, count }), Date.now()];
  const since = (): number => (Date.now() - began) / 1_000;
  const loader = await startLoader();
  const result = await loader.run({
    port: site.port, connections: 128, depth: 1, count, patient: true,
    what: { kind: 'crowd', from: 0, crowd: { run: 'confirmed', duplicates: 0, addresses: 1_000_000, petitions: site.petitions.map(({ slug, country }) => ({ slug, country, weight: 1 })) } },
  }, (progress) => (watch.sent = progress));
  await loader.end();
  const acceptedSeconds = since();
  const counted = async (): Promise<number> => [...(await site.counted()).values()].reduce((a, b) => a + b, 0);
  await moving(async () => (await counted()) >= count);
  const seconds = since();
  await moving(() => Promise.resolve(told.thanked >= count));
  const thankedSeconds = since();
  const [after, memoryMb] = [cpuOf(site.processes), watch.end()];
  const wrong = [...(await site.counted())].filter(([slug, n]) => n !== (result.people[site.petitions.findIndex((petition) => petition.slug === slug)] ?? 0));
  const verified = await site.verify();
  say(verified.text);
  const figures = {
    about: about(), people: count, acceptedSeconds, seconds, thankedSeconds, memoryMb, clean: verified.clean,
    cpu: Object.fromEntries(Object.entries(after).map(([name, now]) => [name, (now - (before[name] ?? 0)) / count])),
  };
  const held = tell([
    within('buttons pressed', String(count), `${told.pressed} (${told.refused} pressed again)`, told.pressed === count),
    within('counted in each of 47 petitions', 'who signed there', wrong.length === 0 ? 'equal' : `another in ${wrong.length}`, wrong.length === 0),
    within('mails', `${2 * count}: a button and a thanks each`, `${told.mails} (${told.others} others)`, told.mails === 2 * count && told.thanked === count),
    within('verify', 'clean', verified.clean ? 'clean' : 'drift', verified.clean),
  ], say);
  say(`acknowledged after ${minutes(acceptedSeconds)}, counted after ${minutes(seconds)} (${Math.round(count / seconds)}/s), thanked after ${minutes(thankedSeconds)}`);
  say(`CPU, µs a person: ${Object.entries(figures.cpu).map(([name, each]) => `${name} ${each.toFixed(0)}`).join(', ')}; memory at most, MB: ${Object.entries(memoryMb).map(([name, most]) => `${name} ${most.toFixed(0)}`).join(', ')}`);
  if (held && count >= 100_000) {
    const all = { ...figuresIn(figuresFile), confirmed: figures };
    writeFigures(figuresFile, all);
    writePage(all);
  }
  return held;
}

/** Resolves once it holds. @throws if for three minutes no mail comes and no button is pressed */
async function moving(holds: () => Promise<boolean>): Promise<void> {
  for (let [last, at] = ['', Date.now()]; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 500))) {
    const now = JSON.stringify(told);
    if (now !== last) [last, at] = [now, Date.now()];
    if (Date.now() - at > STILL_MS) throw new Error(`nothing happened for three minutes: ${now}`);
  }
}
