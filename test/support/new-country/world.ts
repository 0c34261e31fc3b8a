import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { ApiTokens, AuditLog, Users } from '#libs/access';
import type { AppConfig } from '#libs/config';
import type { Database } from '#libs/database';
import { HandoverReminders } from '#libs/handovers';
import { verifyManifest } from '../../../apps/cli/src/commands/verify-manifest.js';
import { planSimulation } from '../../../apps/cli/src/simulate/plan-simulation.js';
import { simulate } from '../../../apps/cli/src/simulate/simulate.js';
import { eventually } from '../installation.js';

/** Where the new country lies: a clock that changes twice a year, and two languages in daily use. */
export const COUNTRY = 'LU';
export const ZONE = 'Europe/Luxembourg';
export const PASSWORD = 'a walk through the old town';
/** More fields than this make a form that people put off. */
export const MOST_FIELDS = 8;

export interface Colleague { id: string; name: string; email: string; token: string }

/** A mail as the catcher shows it. */
export interface Caught { id: string; to: string[]; subject: string; text: string; headers: Record<string, string>; calendar?: string }

/** One installation in which a new country's story is told: what both tellings, by API and by browser, stand on. */
export interface World {
  readonly url: string;
  readonly config: AppConfig;
  readonly db: Database;
  /** How many sign. */
  readonly signatures: number;
  /** Slug of the story's own campaign. */
  readonly campaign: string;
  readonly owner: Colleague;
  readonly writer: Colleague;
  readonly second: Colleague;
  readonly delegate: string;
}

/** A step: what is done, and what was seen of it. A step that misses throws. */
export interface Step {
  readonly does: string;
  run(): Promise<string>;
}

export async function openWorld(base: Pick<World, 'url' | 'config' | 'db' | 'signatures' | 'campaign'>): Promise<World> {
  const users = new Users(base.db, new AuditLog(base.db));
  const tokens = new ApiTokens(base.db, new AuditLog(base.db));
  const somebody = async (name: string, role: 'owner' | 'organiser'): Promise<Colleague> => {
    const email = `${name.toLowerCase()}@${base.campaign}.example`;
    const { user } = await users.add({ email, name, role, password: PASSWORD, passwordIsTheirs: true, locale: 'en', timeZone: ZONE }, 'story');
    return { id: user.id, name, email, token: (await tokens.create(user.id, 'story')).token };
  };
  return { ...base, owner: await somebody('Olga', 'owner'), writer: await somebody('Wim', 'organiser'), second: await somebody('Sana', 'organiser'), delegate: `dora@${base.campaign}.example` };
}

/** A program with a token: what it sends, and what it takes for a miss. */
export class Program {
  constructor(private readonly url: string, private readonly token: string | null = null) {}

  async ask<Answer = unknown>(method: string, where: string, body?: object, wanted: number = method === 'POST' ? 201 : 200): Promise<Answer> {
    const form = body instanceof FormData;
    const answer = await fetch(`${this.url}/api/v1/${where}`, {
      method, headers: { ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...(body && !form ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: form ? body : JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    assert.equal(answer.status, wanted, `${method} ${where} answered ${answer.status}, not ${wanted}: ${text.slice(0, 600)}`);
    return (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as Answer;
  }
}

/** What anybody reads of the petition, in a language. */
export async function publicPage(world: World, petition: string, locale = 'en', wanted = 200): Promise<string> {
  const answer = await fetch(`${world.url}/${locale}/petitions/${petition}`);
  assert.equal(answer.status, wanted, `the public page answered ${answer.status}`);
  return answer.text();
}

export function tells(text: string, ...parts: readonly (string | RegExp)[]): void {
  for (const part of parts) assert.ok(typeof part === 'string' ? text.includes(part) : part.test(text), `it does not say ${String(part)}`);
}

/** The day so many days from now, as the country counts it. */
export const dayIn = (days: number): string => DateTime.now().setZone(ZONE).plus({ days }).toFormat('yyyy-MM-dd');

/** Fields that carry something, through lists and what is nested: as many as somebody has to think about. */
export function fieldsOf(body: unknown): number {
  if (body === null || body === undefined) return 0;
  return typeof body === 'object' ? Object.values(body).reduce((sum: number, value) => sum + fieldsOf(value), 0) : 1;
}

/** What comes to one address, gathered from now on: the catcher forgets the oldest when thousands sign. */
export class Mailbox {
  private readonly caught = new Map<string, Caught>();
  private looking: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly world: World, readonly address: string) {
    this.timer = setInterval(() => void (this.looking = this.looking.then(() => this.look()).catch(() => undefined)), 500);
    // A step that missed leaves it running: nobody waits for it.
    this.timer.unref();
  }

  /** Those whose subject or entry is such, in the order they came, once there are so many. */
  async of(what: string, holds: (mail: Caught) => boolean, atLeast: number): Promise<Caught[]> {
    let found: Caught[] = [];
    await eventually(`${atLeast} mails to ${this.address}: ${what}`, async () => {
      await this.look();
      found = [...this.caught.values()].filter(holds);
      return found.length >= atLeast;
    });
    return found;
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const mails = (await (await fetch(`${this.world.url}/dev/mail.json?to=${encodeURIComponent(this.address)}`)).json()) as Caught[];
    for (const mail of mails.reverse()) if (!this.caught.has(mail.id)) this.caught.set(mail.id, mail);
  }
}

/** Invented people sign through the real door and press the buttons in their mails. */
export async function sign(world: World, petition: string, count: number, part: string): Promise<string> {
  const plan = planSimulation({ count, duplicates: 0, faulty: 0, confirm: 1, seed: `${world.campaign} ${part}`, run: `${world.campaign}-${part}` });
  const report = await simulate(world.config, plan, { petition, rate: null, url: world.url, onProgress: () => undefined });
  assert.deepEqual(report.faults, []);
  return `${report.counted} signed in ${(report.ms / 1000).toFixed(1)} s`;
}

/** Each threshold that was reached told this person once: one notice, one mail, one Message-ID. */
export async function milestonesToldOnce(world: World, petition: string, mailbox: Mailbox, thresholds: readonly number[]): Promise<string> {
  const notices = (): Promise<{ about: string; messageId: string; state: string }[]> => world.db.rows(
    `select l.about, l.message_id as "messageId", l.state from mail_log l where l.kind = 'milestone.reached' and l.recipient = $1 and l.about like 'petition:' || (select id from petitions where slug = $2)::text || ':%'`,
    [`user:${world.writer.id}`, petition]);
  const named = (about: string): number[] => (about.split(':')[2] ?? '').split(',').map(Number);
  await eventually(`notices of ${thresholds.join(', ')}`, async () => {
    const told = (await notices()).filter(({ state }) => state === 'accepted').flatMap(({ about }) => named(about));
    return thresholds.every((one) => told.includes(one));
  });
  const told = await notices();
  assert.deepEqual(told.flatMap(({ about }) => named(about)).sort((a, b) => a - b), [...thresholds].sort((a, b) => a - b), 'each threshold in one notice');
  const ids = told.map(({ messageId }) => messageId);
  const mails = await mailbox.of('milestones', (mail) => ids.includes(mail.headers['message-id'] ?? ''), ids.length);
  assert.equal(mails.length, ids.length, 'a milestone was mailed twice');
  return `${mails.length} mails of ${thresholds.length} milestones (${thresholds.join(', ')}), each with one Message-ID`;
}

export interface Entry { method: string; uid: string; sequence: number; start: string }

/** The calendar's entries that came by mail, as they say it themselves (RFC 5545, 3.8). */
export const entryOf = ({ calendar = '' }: Caught): Entry => {
  const line = (name: string): string => new RegExp(`^${name}[;:](?:[^\\r\\n]*:)?([^\\r\\n]*)`, 'm').exec(calendar)?.[1] ?? '';
  return { method: line('METHOD'), uid: line('UID'), sequence: Number(line('SEQUENCE')), start: line('DTSTART') };
};

/** What the delegate's program was sent: an invitation and two updates of the same event, each later than the one before. */
export async function movedTwice(mailbox: Mailbox): Promise<string> {
  const entries = (await mailbox.of('calendar entries', ({ calendar }) => calendar !== undefined, 3)).map(entryOf);
  assert.equal(entries.length, 3, 'one invitation and two updates');
  assert.deepEqual([...new Set(entries.map(({ method }) => method))], ['REQUEST']);
  assert.equal(new Set(entries.map(({ uid }) => uid)).size, 1, 'the same event');
  const sequences = entries.map(({ sequence }) => sequence);
  assert.ok((sequences[0] ?? 0) < (sequences[1] ?? 0) && (sequences[1] ?? 0) < (sequences[2] ?? 0), `sequences ${sequences.join(', ')} do not rise`);
  assert.equal(new Set(entries.map(({ start }) => start)).size, 3, 'each at another time');
  return `3 calendar mails of one event, SEQUENCE ${sequences.join(' < ')}, starting ${entries.map(({ start }) => start).join(', ')}`;
}

interface ToldSeal { state: string; failure: string | null; size: number; root: string; key: { fingerprint: string } }

/** The seal, the tally and the file say the same; the command finds nothing wrong with it. */
export async function sealAgrees(world: World, handover: string, petition: string): Promise<{ seal: ToldSeal; seen: string }> {
  const organiser = new Program(world.url, world.writer.token);
  let seal = await organiser.ask<ToldSeal>('GET', `handovers/${handover}/seal`);
  await eventually('the seal', async () => {
    seal = await organiser.ask<ToldSeal>('GET', `handovers/${handover}/seal`);
    return seal.state === 'sealed' || seal.state === 'failed';
  }, 60_000);
  assert.equal(seal.state, 'sealed', String(seal.failure));
  const tally = await organiser.ask<{ counted: number }>('GET', `petitions/${petition}/tally`);
  const answer = await fetch(`${world.url}/api/v1/handovers/${handover}/manifest.json`, { headers: { authorization: `Bearer ${world.writer.token}` } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const manifest = JSON.parse(bytes.toString('utf8')) as { leaves: string[]; statement: { counted: number } };
  assert.deepEqual([seal.size, manifest.statement.counted, manifest.leaves.length, tally.counted], Array.from({ length: 4 }, () => world.signatures));
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-story-'));
  try {
    writeFileSync(path.join(folder, 'manifest.json'), bytes);
    const checked = await verifyManifest(path.join(folder, 'manifest.json'), { key: seal.key.fingerprint });
    assert.ok(checked.ok, checked.lines.join('\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { seal, seen: `sealed ${seal.size} = tally ${tally.counted} = ${manifest.leaves.length} leaves, root ${seal.root.slice(0, 12)}…, verify-manifest agrees` };
}

/** The reminders of a moment that is passed in; asked twice, since the second time nothing is left to tell. */
export async function tick(world: World, now: Date): Promise<void> {
  const reminders = new HandoverReminders(world.db);
  await reminders.dueReminders(now);
  assert.equal(await reminders.dueReminders(now), 0, 'a reminder was told twice');
}
