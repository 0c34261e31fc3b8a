import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';
import { type DataSource } from 'typeorm';
import { AccessService, AuditLog } from '#libs/access';
import { type AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { Delegations, HANDOVER_ENTITIES, HandoversRepository, HandoversService } from '#libs/handovers';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { Mailer } from '../mailer/mailer.js';
import { type HandoverNews } from '../notifications.jobs.js';
import { SendLog } from '../send-log/send-log.service.js';
import { jobsFor } from '../subscriptions.js';
import { CalendarClient, readWithIcalJs, readWithNodeIcal } from '../testing/calendar-client.js';
import { type Received, SmtpSink } from '../testing/smtp-sink.js';
import { CalendarMails } from './calendar-mails.js';
import { HandoverMails } from './handover-mails.js';

const actor = { id: 'user-1', name: 'Organiser of Sweden' };
const sink = new SmtpSink();
let test: TestDatabase;
let source: DataSource;
let db: Database;
let config: AppConfig;
let mailer: Mailer;
let handovers: HandoversService;
let delegations: Delegations;
let calendars: CalendarMails;
let organisers: HandoverMails;

beforeAll(async () => {
  test = await testDatabase();
  await sink.start();
  config = test.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false }, publicUrl: 'http://127.0.0.1:3000' });
  source = await dataSourceFor(config.database, { entities: HANDOVER_ENTITIES }).initialize();
  db = new Database(source);
  await db.dataSource.query(readFileSync(new URL('../../../handovers/src/testing/campaigns.sql', import.meta.url), 'utf8'));
  await db.rows(`update campaigns set contact = 'hello@campaign.example' where slug = 'living'`);
  const [repository, audit] = [new HandoversRepository(db), new AuditLog(db)];
  handovers = new HandoversService(db, repository, audit);
  delegations = new Delegations(db, repository, audit);
  mailer = new Mailer(config);
  const log = new SendLog(db, mailer, config);
  calendars = new CalendarMails(db, log, config);
  organisers = new HandoverMails(db, log, new AccessService(db), undefined as never, config);
}, 60_000);

afterAll(async () => {
  mailer?.onApplicationShutdown();
  await source?.destroy();
  await sink.stop();
  await test?.drop();
});

afterEach(async () => {
  sink.received.length = 0;
  await db.rows(`delete from user_roles`);
});

/** Does what follows from the events left so far, `times` times over, as a worker that dies in between would. */
async function relay(times = 1): Promise<void> {
  const rows = await db.rows<{ id: string; topic: string; payload: Record<string, unknown> }>(`delete from outbox returning id, topic, payload`);
  for (const row of [...rows].sort((a, b) => Number(a.id) - Number(b.id))) {
    for (const { kind, payload } of jobsFor(row)) {
      for (let time = 0; time < times; time++) {
        if (kind.name === 'notifications.invitations') await calendars.invitations(payload as { handoverId: string; delegateId: string | null });
        if (kind.name === 'notifications.handover') await organisers.handover(payload as { handoverId: string; news: HandoverNews });
      }
    }
  }
}

const book = (more: object = {}): Promise<string> =>
  handovers.schedule({ campaign: 'living', jurisdiction: 'SE', date: '2031-03-04', startTime: '10:00', timeZone: 'Europe/Stockholm', place: 'Rosenbad', ...more }, actor);
const invite = (handoverId: string, email = 'ana@example.org', locale = 'en'): Promise<string> => delegations.add(handoverId, { name: 'Ana', role: 'Speaker', email, locale }, actor);
const parsed = (mail: Received): Promise<ParsedMail> => simpleParser(mail.raw);
async function fileOf(mail: Received): Promise<string> {
  const [part] = (await parsed(mail)).attachments.filter(({ contentType }) => contentType === 'text/calendar');
  return part?.content.toString() ?? '';
}
const to = (email: string): Received[] => sink.received.filter((mail) => mail.to === email);

describe('calendar mails', () => {
  it('ask, move and cancel one entry, each once however often its event comes, and a calendar ends up right in whichever order they arrive', async () => {
    const id = await book();
    await invite(id);
    await relay(3);
    await handovers.patch(id, { date: '2031-03-05', reason: 'Later' }, actor);
    await relay(3);
    await handovers.patch(id, { startTime: '15:30', timeZone: 'Europe/Helsinki', reason: 'Later' }, actor);
    await relay(3);
    const mails = to('ana@example.org');
    expect(mails.map(({ subject }) => subject)).toEqual(['Invitation: Sweden', 'New day: Sweden', 'New day: Sweden']);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3);
    const files = await Promise.all(mails.map(fileOf));
    const starts = ['2031-03-04T09:00:00.000Z', '2031-03-05T09:00:00.000Z', '2031-03-05T13:30:00.000Z'];
    for (const read of [readWithIcalJs, readWithNodeIcal]) {
      expect(files.flatMap(read)).toMatchObject(starts.map((start, sequence) => ({ uid: id, sequence, start, wholeDay: false, cancelled: false })));
    }
    await handovers.cancel(id, { reason: 'No answer' }, actor);
    await relay(3);
    const cancellation = await fileOf(to('ana@example.org').at(-1) as Received);
    expect(to('ana@example.org')).toHaveLength(4);
    expect(readWithNodeIcal(cancellation)).toMatchObject([{ uid: id, sequence: 3, cancelled: true }]);
    const all = [...files, cancellation];
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]]) {
      const client = new CalendarClient();
      order.forEach((n) => client.take(all[n] ?? ''));
      expect(client.shown).toMatchObject([{ uid: id, sequence: 2, start: starts[2] }]);
      client.take(cancellation);
      order.forEach((n) => client.take(all[n] ?? ''));
      expect(client.shown).toEqual([]);
    }
  }, 30_000);

  it('come as RFC 6047 wants: an alternative with its method, and the same as a file', async () => {
    const id = await book();
    await invite(id, 'bo@example.org', 'fr');
    await relay();
    const [mail] = to('bo@example.org');
    expect(mail?.raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/);
    expect(mail?.raw).toMatch(/Content-Type: multipart\/alternative/);
    expect(mail?.raw).toMatch(/Content-Type: application\/ics; name=invitation\.ics/);
    const { attachments } = await parsed(mail as Received);
    const [alternative, file] = ['text/calendar', 'application/ics'].map((type) => attachments.find(({ contentType }) => contentType === type)?.content.toString());
    expect(file).toBe(alternative);
    expect(alternative?.replace(/\r\n /g, '')).toContain('ORGANIZER;CN="Living";SENT-BY="mailto:no-reply@localhost":mailto:hello@campaign.example');
    expect(mail?.subject).toBe('Invitation : Suède');
    expect(mail?.text).toMatch(/http:\/\/127\.0\.0\.1:3000\/invitations\/[\w-]{43}\n/);
  });

  it('keep the organiser that was told first, whatever the contact is since', async () => {
    const id = await book();
    await invite(id);
    await relay();
    await db.rows(`update campaigns set contact = 'other@campaign.example' where slug = 'living'`);
    await handovers.patch(id, { place: 'Riksdag', reason: 'Moved' }, actor);
    await relay();
    await db.rows(`update campaigns set contact = 'hello@campaign.example' where slug = 'living'`);
    const organiserIn = async (mail?: Received): Promise<string | undefined> => /ORGANIZER.*/.exec((await fileOf(mail as Received)).replace(/\r\n /g, ''))?.[0];
    const [first, second] = to('ana@example.org');
    expect(await organiserIn(second)).toBe(await organiserIn(first));
  });

  it('take the entry of a delegate who is taken off, leave the others alone, and put it in again on being asked again', async () => {
    const id = await book();
    const ana = await invite(id);
    await invite(id, 'bo@example.org');
    await relay();
    await delegations.remove(id, ana, actor);
    await relay();
    await invite(id);
    await relay();
    expect(to('bo@example.org')).toHaveLength(1);
    const files = await Promise.all(to('ana@example.org').map(fileOf));
    expect(files.map((file) => /METHOD:(\w+)/.exec(file)?.[1])).toEqual(['REQUEST', 'CANCEL', 'REQUEST']);
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 0, 2]]) {
      const client = new CalendarClient();
      order.forEach((n) => client.take(files[n] ?? ''));
      expect(client.shown.map(({ uid }) => uid)).toEqual([id]);
    }
  });

  it('name nobody but their one reader', async () => {
    const id = await book();
    await invite(id, 'bo@example.org');
    await invite(id);
    await relay();
    for (const mail of to('bo@example.org')) expect(mail.raw).not.toContain('ana@example.org');
    expect(await fileOf(to('ana@example.org')[0] as Received)).not.toContain('bo@example');
  });

  it.each([['2031-23', 'autumn'], ['2031-03', ''], ['2031-03-03/2031-03-05', ''], ['2031-06-11~', '']])('of %s are words without a calendar part; once it is fixed the request comes, and goes when it is open again', async (date) => {
    const id = await book({ date, startTime: null });
    await invite(id);
    await relay();
    await handovers.patch(id, { date: '2031-09-09', reason: 'Fixed' }, actor);
    await relay();
    await handovers.patch(id, { date, reason: 'Open again' }, actor);
    await relay();
    const mails = to('ana@example.org');
    expect(mails.map(({ subject }) => subject)).toEqual(['Day not fixed yet: Sweden', 'Invitation: Sweden', 'Day not fixed yet: Sweden']);
    const files = await Promise.all(mails.map(fileOf));
    expect(files[0]).toBe('');
    expect(readWithIcalJs(files[1] ?? '')).toMatchObject([{ uid: id, sequence: 1, wholeDay: true, start: '2031-09-09' }]);
    expect(readWithNodeIcal(files[1] ?? '')).toMatchObject([{ uid: id, wholeDay: true, start: '2031-09-09' }]);
    const client = new CalendarClient();
    client.take(files[2] ?? '');
    client.take(files[1] ?? '');
    expect(client.shown).toEqual([]);
  });

  it('come to organisers with the news of a booking, a move and a cancellation', async () => {
    await db.rows(`with u as (insert into users (email, name, password_hash) values ('org@example.org', 'Org', '-') returning id)
      insert into user_roles (user_id, role, campaign_id, jurisdiction_id) select u.id, 'organiser', c.id, 'SE' from u, campaigns c where c.slug = 'living'`);
    const id = await book();
    await relay();
    await handovers.patch(id, { date: '2031-03-06', reason: 'Later' }, actor);
    await relay(2);
    await handovers.cancel(id, { reason: 'No' }, actor);
    await relay(2);
    const files = await Promise.all(to('org@example.org').map(fileOf));
    expect(files.map((file) => /METHOD:(\w+)/.exec(file)?.[1])).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    expect(files[0]?.replace(/\r\n /g, '')).toContain('PARTSTAT=ACCEPTED;RSVP=FALSE;CN="Org":MAILTO:org@example.org');
    const client = new CalendarClient();
    files.forEach((file) => client.take(file));
    expect(client.shown).toEqual([]);
  });

  it('lead to a link whose button answers for the day it named, and for no other', async () => {
    const id = await book();
    const ana = await invite(id);
    await relay();
    const tokenOf = (mail?: Received): string => /invitations\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    const token = tokenOf(to('ana@example.org')[0]);
    expect(await delegations.invitation(token)).toMatchObject({ delegateId: ana, state: 'invited' });
    await delegations.answer(token, 'accepted');
    expect(await delegations.of(id)).toMatchObject([{ state: 'accepted', stateBy: 'delegate' }]);
    await handovers.patch(id, { date: '2031-03-07', reason: 'Later' }, actor);
    await relay();
    expect(await delegations.of(id)).toMatchObject([{ state: 'invited' }]);
    await expect(delegations.answer(token, 'accepted')).rejects.toMatchObject({ code: 'handovers.invitation_outdated' });
    await delegations.answer(tokenOf(to('ana@example.org').at(-1)), 'declined');
    expect(await delegations.of(id)).toMatchObject([{ state: 'declined' }]);
    await delegations.remove(id, ana, actor);
    await expect(delegations.invitation(token)).rejects.toMatchObject({ code: 'handovers.invitation_unknown' });
    const secrets = await db.rows(`select 1 from delegate_links where encode(token_hash, 'escape') = $1`, [token]);
    expect(secrets).toEqual([]);
  });
});
