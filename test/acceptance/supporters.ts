/**
 * `npm run acceptance -- supporters [PEOPLE] [KILLS]`: news to 100,000 supporters through a real mail server on loopback, with the worker
 * killed (-9) ten times while it sends.
 *
 * The mail server is a process of its own; it refuses some mailboxes for good and puts others off at first. Some people have ended the
 * news before, some take their name back or end the news while it goes out. Afterwards: everybody who should have it has it under exactly
 * one Message-ID; repeats are counted, and no more than what was on its way at the kills; whoever left, ended the news or is not there
 * got nothing more, also not of a second update; `verify` finds nothing.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuditLog } from '#libs/access';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { SupporterUpdates, Unsubscribes, UpdateBounces } from '#libs/notifications';
import { SignatureLedger } from '#libs/signatures';
import { TallyBook } from '#libs/tallies';
import { deriveToken, parseToken, PrivateKeyStore } from '#libs/vault';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { table, verify } from '#libs/verification';
import { begin, end } from '../support/children.js';
import { environmentOf, eventually, furnish } from '../support/installation.js';
import { addressOf, heldHandover, makeSupporters } from '../support/supporters.js';

const people = Number(process.argv[2] ?? 100_000);
const kills = Number(process.argv[3] ?? 10);
/** Mails on their way at once (`LANES` of the sender). */
const ON_THEIR_WAY = 3;
const LANGUAGES = ['en', 'fr', 'ar', 'sv'];

const projectRoot = path.resolve(import.meta.dirname, '..', '..');
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-supporters-'));
const faults: string[] = [];
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const check = (what: string, holds: boolean): void => {
  say(`${holds ? 'holds' : 'FAILS'}  ${what}`);
  if (!holds) faults.push(what);
};
const began = Date.now();
const clock = (): string => `${Math.round((Date.now() - began) / 1000)} s`;

interface Kept { accepted: number; got: { hash: string; ids: string[]; times: number; link: string; post: boolean }[]; refused: [string, number][]; putOff: number }

const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }), { durable: true, projectRoot, say });
const mailServer: ChildProcess = fork(path.join(import.meta.dirname, 'supporters', 'mail-server.ts'), [], { execArgv: ['--import', path.join(projectRoot, 'test', 'support', 'typescript.mjs'), '--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const answerOf = <Answer>(asked?: string): Promise<Answer> => new Promise((resolve) => {
  mailServer.once('message', (answer) => resolve(answer as Answer));
  if (asked) mailServer.send(asked);
});
try {
  const { port } = await answerOf<{ port: number }>();
  await prove(port);
} finally {
  await services.stop();
  await end(mailServer);
  rmSync(dataDir, { recursive: true, force: true });
}
say(faults.length === 0 ? `Done in ${clock()}.` : `${faults.length} checks failed.`);
process.exit(faults.length === 0 ? 0 : 1);

async function prove(port: number): Promise<void> {
  const config = services.config.with({ smtp: { kind: 'url', url: `smtp://127.0.0.1:${port}`, requireTls: false }, publicUrl: 'https://petitions.example.org' });
  await runMigrations(config.database);
  const furnished = await furnish(config);
  const { db } = furnished;
  const slug = await furnished.petition('GB');
  for (const language of ['fr', 'ar', 'sv']) await db.rows(`insert into petition_texts (petition_id, language, version, title, demand, notice) select id, $2, 1, 'A petition', 'A demand', 'A notice' from petitions where slug = $1`, [slug, language]);
  const [{ id: petitionId = 0, campaignId = 0 } = {}] = await db.rows<{ id: number; campaignId: number }>(`select id, campaign_id as "campaignId" from petitions where slug = $1`, [slug]);
  const environment = environmentOf(config, { PUBLIC_URL: config.publicUrl });
  // Once, so that the campaign has its keys.
  await end(await begin('worker.ts', environment));
  const keys = await PrivateKeyStore.open(config.keysDir);

  // Beside those who asked: some who did not tick the box, and some whose address nobody confirmed.
  const others = Math.max(20, Math.round(people / 50));
  const ids = await makeSupporters(db, keys, {
    campaign: 'journey', petitionId, count: people + others, language: (n) => LANGUAGES[n % 4] ?? 'en', ticked: (n) => n < people || n % 2 === 0, confirmed: (n) => n < people,
  });
  await db.rows('analyze signatures');
  say(`${people} supporters and ${others} others are there, sealed (${clock()})`);
  const endedBefore = (n: number): boolean => n % 50 === 17;
  const leaves = (n: number): boolean => n % 50 === 23;
  const gone = (n: number): boolean => n % 50 === 7;
  const hashOf = (n: number): string => createHash('sha256').update(addressOf(n)).digest('hex').slice(0, 24);
  const numbers = Array.from({ length: people }, (_, n) => n);
  await db.rows(
    `insert into update_suppressions (campaign_id, email_key, reason) select $1, email_key, 'unsubscribed' from signatures where petition_id = $2 and id = any($3)`,
    [campaignId, petitionId, numbers.filter(endedBefore).map((n) => ids[n])]);

  const updates = new SupporterUpdates(db, new AuditLog(db), config);
  const handover = await heldHandover(db, petitionId);
  const publish = async (): Promise<string> => {
    const id = await updates.draft({ petition: slug, handover }, { id: 'writer' });
    await updates.approve(id, {}, { id: 'second-person' });
    return id;
  };
  const first = await publish();

  let worker = await begin('worker.ts', environment);
  const started = Date.now();
  const accepted = async (): Promise<number> => (await answerOf<{ accepted: number }>('count')).accepted;
  await eventually('the first mails', async () => (await accepted()) > 0, 120_000);
  // Some take their name back and some end the news while it goes out: each by the link of their own.
  const ledger = new SignatureLedger(db, new TallyBook());
  const leaving = await leaveMeanwhile(ids, numbers.filter(leaves));
  const unsubscribes = new Unsubscribes(db);
  const ended = new Set<string>();

  const moments = Array.from({ length: kills }, () => Math.random() * 0.85 + 0.05).sort((a, b) => a - b);
  for (const [n, moment] of moments.entries()) {
    await eventually(`${Math.round(moment * 100)} % of the mails`, async () => (await accepted()) >= moment * people * 0.9, 900_000);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    const dead = new Promise((resolve) => worker.once('exit', resolve));
    worker.kill('SIGKILL');
    await dead;
    say(`  kill ${n + 1} at ${await accepted()} mails (${clock()})`);
    worker = await begin('worker.ts', environment);
    if (n === 0) {
      for (const { hash, link } of (await answerOf<Kept>('all')).got.slice(0, 200)) {
        await unsubscribes.unsubscribe(link.split('/u/')[1] ?? '');
        ended.add(hash);
      }
    }
  }
  const stateOf = async (id: string): Promise<string> => (await updates.get(id)).state;
  await eventually('the update is sent', async () => (await stateOf(first)) === 'sent', 900_000);
  const seconds = (Date.now() - started) / 1000;
  const kept = await answerOf<Kept>('all');
  const byHash = new Map(kept.got.map((entry) => [entry.hash, entry]));
  const repeats = kept.got.reduce((sum, { times }) => sum + times - 1, 0);
  const { progress, recipients } = await updates.get(first);
  say(`\n${kept.accepted} mails accepted in ${Math.round(seconds)} s with ${kills} kills (${Math.round(kept.accepted / seconds)} a second); of ${recipients} recipients ${JSON.stringify(progress)}`);
  say(`${kept.putOff} mailboxes put us off at first; ${repeats} mails came twice; ${leaving.size} took their name back meanwhile, before their turn`);

  const wanted = numbers.filter((n) => !endedBefore(n) && !gone(n) && !leaving.has(n) && !leaves(n));
  check(`each of ${wanted.length} supporters who should have it has it`, wanted.every((n) => byHash.has(hashOf(n))));
  check('each mailbox saw exactly one Message-ID, and no two the same', kept.got.every(({ ids: seen }) => seen.length === 1) && new Set(kept.got.flatMap(({ ids: seen }) => seen)).size === kept.got.length);
  check(`repeats (${repeats}) are no more than what ${kills} kills can have met on its way (${kills * ON_THEIR_WAY})`, repeats <= kills * ON_THEIR_WAY);
  check('every mail can be ended by one click (RFC 8058)', kept.got.every(({ link, post }) => post && link.startsWith('https://petitions.example.org/u/')));
  check(`who had ended the news (${numbers.filter(endedBefore).length}), did not tick the box or confirm (${others}) got nothing`,
    numbers.filter(endedBefore).every((n) => !byHash.has(hashOf(n))) && Array.from({ length: others }, (_, n) => people + n).every((n) => !byHash.has(hashOf(n))));
  check(`who took the name back before their turn (${leaving.size}) got nothing`, [...leaving].every((n) => !byHash.has(hashOf(n))));
  const repeatedRefusals = kept.refused.filter(([, times]) => times > 1).length;
  check(`mailboxes that are not there (${kept.refused.length}) were asked once, but for kills (${repeatedRefusals} twice)`, kept.refused.length === numbers.filter(gone).length && repeatedRefusals <= kills * ON_THEIR_WAY);

  await second(new UpdateBounces(db));
  const found = await verify(config);
  check('verify finds nothing', found.drift.length === 0);
  say(table(found).join('\n'));
  await end(worker);
  await furnished.close();

  /** Takes back the names of those whose turn has not come. Gives back whose. */
  async function leaveMeanwhile(all: string[], asked: number[]): Promise<Set<number>> {
    const left = new Set<number>();
    const due = new Set((await db.rows<{ id: string }>(`select record_id as id from update_recipients where update_id = $1 and state = 'due' and claim is null`, [first])).map(({ id }) => id));
    for (let from = 0; from < asked.length; from += 100) {
      const some = asked.slice(from, from + 100);
      await ledger.withdraw(some.map((n) => {
        const parsed = parseToken(deriveToken({ tokenKey: keys.tokenKey('journey'), petitionId, recordId: all[n] ?? '', purpose: 'withdraw', attempt: 0 }));
        if (!parsed) throw new Error('no token');
        return parsed;
      }));
    }
    const untouched = new Set((await db.rows<{ id: string }>(`select record_id as id from update_recipients where update_id = $1 and state in ('due', 'skipped') and attempts = 0 and claim is null`, [first])).map(({ id }) => id));
    for (const n of asked) if (due.has(all[n] ?? '') && untouched.has(all[n] ?? '')) left.add(n);
    return left;
  }

  /** A second update to a part of them: who ended the news, bounced or complained meanwhile is not among them. */
  async function second(bounces: UpdateBounces): Promise<void> {
    const some = numbers.filter((n) => n < 2_000);
    const theirs = new Set(some.map(hashOf));
    const returned = kept.got.filter(({ hash }) => theirs.has(hash) && !ended.has(hash)).slice(0, 20);
    const read = await bounces.read(returned.map(({ ids: [messageId = ''] }, n) => `From MAILER-DAEMON Thu Oct  8 10:00:00 2026\n${n % 2 === 0 ? dsn(messageId) : complaint(messageId)}\n`).join(''));
    check(`20 returned mails and complaints are read and matched (${JSON.stringify(read)})`, read.matched === returned.length && read.gone + read.complained === returned.length);
    await answerOf('forget');
    await db.rows(`update signatures set updates = null where petition_id = $1 and not (id = any($2))`, [petitionId, some.map((n) => ids[n])]);
    await db.rows(`update supporter_updates set started_at = started_at - interval '8 days', send_at = send_at - interval '8 days' where id = $1`, [first]);
    const id = await publish();
    await eventually('the second update is sent', async () => (await stateOf(id)) === 'sent', 300_000);
    const again = await answerOf<Kept>('all');
    const reached = new Set(again.got.map(({ hash }) => hash));
    const out = new Set([...ended, ...returned.map(({ hash }) => hash), ...some.filter((n) => gone(n) || endedBefore(n) || leaves(n)).map(hashOf)]);
    const due = some.map(hashOf).filter((hash) => !out.has(hash));
    check(`the second update reaches the ${due.length} who are left of 2,000, and none of ${[...out].filter((hash) => theirs.has(hash)).length} who left, ended it, bounced or complained`,
      due.every((hash) => reached.has(hash)) && [...out].every((hash) => !reached.has(hash)) && again.refused.length === 0);
  }
}

/** A returned mail (RFC 3464), as many servers write it. */
function dsn(messageId: string): string {
  return `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nReturned.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; somebody@mailbox.invalid\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${messageId}\n--b--\n`;
}

/** A complaint (RFC 5965). */
function complaint(messageId: string): string {
  return `Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: ${messageId}\n\n--b--\n`;
}
