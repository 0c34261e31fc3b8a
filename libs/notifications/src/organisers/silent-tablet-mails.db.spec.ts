import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { AccessService, AuditLog } from '#libs/access';
import { type AppConfig } from '#libs/config';
import { Database, dataSourceFor, type OutboxRow } from '#libs/database';
import { Devices } from '#libs/stores';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { Mailer } from '../mailer/mailer.js';
import { SendLog } from '../send-log/send-log.service.js';
import { jobsFor } from '../subscriptions.js';
import { SmtpSink } from '../testing/smtp-sink.js';
import { SilentTabletMails } from './silent-tablet-mails.js';

const HOUR = 3_600_000;

describe('a silent tablet', () => {
  let database: TestDatabase;
  let config: AppConfig;
  let source: DataSource;
  let db: Database;
  let devices: Devices;
  let mailer: Mailer;
  let campaignId: number;
  let storeId: string;
  let otherStore: string;
  const sink = new SmtpSink();

  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR);
  const recipients = (): string[] => sink.received.map(({ to }) => to).sort();

  async function store(code: string, area: string | null): Promise<string> {
    const [row] = await db.rows<{ id: string }>(
      `insert into stores (campaign_id, jurisdiction_id, code, name, area, town, language, time_zone, created_by)
       values ($1, 'GB', $2, 'Gower Street', $3, 'London', 'en', 'Europe/London', 'spec') returning id`, [campaignId, code, area]);
    return row?.id ?? '';
  }

  async function tablet({ state = 'active', waiting = 12, seen = 25 }: { state?: string; waiting?: number; seen?: number } = {}): Promise<string> {
    const id = randomUUID();
    await db.rows(
      `insert into devices (id, store_id, name, public_key, fingerprint, state, waiting, oldest_waiting_at, last_seen_at) values ($1, $2, 'Till two', $3, 'K7QM-3FWD', $4, $5, $6, $7)`,
      [id, storeId, randomBytes(65), state, waiting, hoursAgo(seen + 3).toISOString(), hoursAgo(seen).toISOString()]);
    return id;
  }

  async function user(email: string, role: string, place: { jurisdiction?: string; store?: string; area?: string; campaign?: number | null } = {}, locale = 'en'): Promise<string> {
    const [row] = await db.rows<{ id: string }>(
      `with u as (insert into users (email, name, locale, password_hash) values ($1, $1, $6, '-') returning id)
       insert into user_roles (user_id, role, campaign_id, jurisdiction_id, store_id, area) select id, $2, $3, $4, $5, $7 from u returning user_id as id`,
      [email, role, place.campaign === undefined ? campaignId : place.campaign, place.jurisdiction ?? null, place.store ?? null, locale, place.area ?? null]);
    return row?.id ?? '';
  }

  /** What the worker does: the clock tells, the outbox hands on, the mails go. */
  async function clock(now = new Date()): Promise<void> {
    await devices.tellSilent(now);
    const events = await db.rows<OutboxRow>(`delete from outbox where topic = 'stores.device-silent' returning id::text, topic, payload`);
    const access = new AccessService(db);
    const mails = new SilentTabletMails(db, new SendLog(db, mailer, config), access, config);
    // Each event handed over twice, as after a crash.
    for (const job of [...events, ...events].flatMap((event) => jobsFor(event))) await mails.silent(job.payload as { run: string; devices: string[] });
  }

  beforeAll(async () => {
    database = await testDatabase();
    await sink.start();
    config = database.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false }, publicUrl: 'http://127.0.0.1:3000' });
    source = await dataSourceFor(config.database).initialize();
    db = new Database(source);
    devices = new Devices(db, new AuditLog(db));
    mailer = new Mailer(config);
    const [campaign] = await db.rows<{ id: number }>(`insert into campaigns (slug, title, kind) values ('word', '{"en": "Keep your word", "fr": "Tenez parole"}', 'live') returning id`);
    campaignId = campaign?.id ?? 0;
    await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name) values ($1, 'GB', 'country', 'GB', 'United Kingdom')`, [campaignId]);
    storeId = await store('gower-street', 'London');
    otherStore = await store('far-away', 'North');
  }, 60_000);
  afterAll(async () => {
    mailer.onApplicationShutdown();
    await source.destroy();
    await sink.stop();
    await database.drop();
  });
  beforeEach(async () => {
    sink.received.length = 0;
    await user('store@example.org', 'manager', { jurisdiction: 'GB', store: storeId });
  });
  afterEach(async () => {
    await db.rows(`truncate mail_log, user_roles, users, devices, outbox cascade`);
    await db.rows(`update campaigns set kind = 'live'`);
  });

  it('is told of once, with the store, the tablet, how many wait since when, and the way to the store’s page', async () => {
    await tablet();
    await clock();
    await clock();
    await clock(new Date(Date.now() + 48 * HOUR));
    expect(sink.received.map(({ to, subject }) => [to, subject])).toEqual([['store@example.org', 'Gower Street: a tablet holds 12 signatures and is silent']]);
    const [mail] = sink.received;
    expect(mail?.text).toContain('Store: Gower Street · London (gower-street)');
    expect(mail?.text).toContain('Tablet: Till two (K7QM-3FWD)');
    expect(mail?.text).toContain('Signatures waiting on it: 12');
    expect(mail?.text).toMatch(/Oldest of them signed: \w+day.* \d\d:\d\d (GMT|BST)/);
    expect(mail?.text).toMatch(/Last heard of: \w+day.* \d\d:\d\d (GMT|BST)/);
    expect(mail?.text).toContain(`/console/stores/${storeId}`);
    expect(mail?.text).toContain('Mark it as stolen');
    expect(mail?.text).not.toContain('retired');
  });

  it('is told of again after it was seen and fell silent again', async () => {
    const id = await tablet();
    await clock();
    await db.transaction((tx) => devices.seen(tx, id, { waiting: 3, oldestWaiting: hoursAgo(1), appVersion: '1', storageProtected: true, offsetMs: 0, highestSeq: 15 }));
    await clock();
    expect(sink.received).toHaveLength(1);
    await db.rows(`update devices set last_seen_at = $2 where id = $1`, [id, hoursAgo(24.5).toISOString()]);
    await clock();
    await clock();
    expect(sink.received.map(({ subject }) => subject)).toEqual(['Gower Street: a tablet holds 12 signatures and is silent', 'Gower Street: a tablet holds 3 signatures and is silent']);
    expect(new Set(sink.received.map(({ messageId }) => messageId)).size).toBe(2);
  });

  it('is told of when it is retired as well, with the last day, and not when it is stolen, refused or waits for its manager', async () => {
    for (const state of ['stolen', 'refused', 'awaiting']) await tablet({ state });
    await clock();
    expect(sink.received).toEqual([]);
    await tablet({ state: 'retired' });
    await clock();
    expect(sink.received.map(({ text }) => text.includes('it can hand over what it holds until'))).toEqual([true]);
  });

  it('is none with nothing waiting, or seen within a day', async () => {
    await tablet({ waiting: 0, seen: 400 });
    await tablet({ seen: 23.9 });
    await clock();
    expect(sink.received).toEqual([]);
  });

  it('is not told of if it was heard of before the mail was written', async () => {
    const id = await tablet();
    await devices.tellSilent(new Date());
    await db.transaction((tx) => devices.seen(tx, id, { waiting: 0, oldestWaiting: null, appVersion: '1', storageProtected: true, offsetMs: 0, highestSeq: 12 }));
    await new SilentTabletMails(db, new SendLog(db, mailer, config), new AccessService(db), config).silent({ run: 'spec', devices: [id] });
    expect(sink.received).toEqual([]);
    expect(await db.rows(`select state, code from mail_log`)).toEqual([{ state: 'skipped', code: 'stale' }]);
  });

  it('is told to the managers of the store, its area and its country, each in their language, and to no others', async () => {
    await user('area@example.org', 'manager', { jurisdiction: 'GB', area: 'London' }, 'fr');
    await user('country@example.org', 'manager', { jurisdiction: 'GB' }, 'ar');
    await user('elsewhere@example.org', 'manager', { jurisdiction: 'GB', store: otherStore });
    await user('north@example.org', 'manager', { jurisdiction: 'GB', area: 'North' });
    await user('organiser@example.org', 'organiser', { jurisdiction: 'GB' });
    const gone = await user('gone@example.org', 'manager', { jurisdiction: 'GB' });
    await db.rows(`update users set disabled_at = now() where id = $1`, [gone]);
    await tablet();
    await clock();
    expect(recipients()).toEqual(['area@example.org', 'country@example.org', 'store@example.org']);
    const mailTo = (to: string) => sink.received.find((mail) => mail.to === to);
    expect(mailTo('area@example.org')?.subject.normalize('NFKC')).toBe('Gower Street : une tablette garde 12 signatures et ne répond plus');
    expect(mailTo('country@example.org')?.html).toContain('dir="rtl"');
  });

  it('is told to the country’s organisers where nobody looks after the store', async () => {
    await db.rows(`delete from user_roles`);
    await user('organiser@example.org', 'organiser', { jurisdiction: 'GB' });
    await user('owner@example.org', 'owner');
    await tablet();
    await clock();
    expect(recipients()).toEqual(['organiser@example.org']);
  });

  it('is told of in one mail to each reader, however many fell silent at once', async () => {
    await user('country@example.org', 'manager', { jurisdiction: 'GB' });
    await user('north@example.org', 'manager', { jurisdiction: 'GB', store: otherStore });
    for (let n = 0; n < 40; n++) await tablet();
    const far = await tablet({ waiting: 7 });
    await db.rows(`update devices set store_id = $2 where id = $1`, [far, otherStore]);
    await clock();
    await clock();
    expect(sink.received.map(({ to, subject }) => [to, subject]).sort()).toEqual([
      ['country@example.org', '41 tablets hold signatures and are silent'], ['north@example.org', 'Gower Street: a tablet holds 7 signatures and is silent'],
      ['store@example.org', '40 tablets hold signatures and are silent'],
    ]);
    const mail = sink.received.find(({ to }) => to === 'store@example.org');
    expect(mail?.text).toContain('Gower Street, “Till two”: 12 signatures');
    expect(mail?.text).toContain('And 10 more.');
    expect(mail?.text).toContain('480 signatures');
    expect(mail?.text).toContain('/console/stores');
  });

  it('of the record of a campaign that is over is told to nobody', async () => {
    await db.rows(`update campaigns set kind = 'record'`);
    await tablet();
    await clock();
    expect(sink.received).toEqual([]);
  });

  it('makes one event of ten clocks that look at once', async () => {
    await tablet();
    const told = await Promise.all(Array.from({ length: 10 }, () => devices.tellSilent(new Date())));
    expect(told.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await db.rows(`select 1 from outbox where topic = 'stores.device-silent'`)).toHaveLength(1);
  });
});
