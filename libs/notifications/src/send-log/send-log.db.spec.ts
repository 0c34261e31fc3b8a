import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type DataSource } from 'typeorm';
import { Database, dataSourceFor } from '#libs/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { Mailer } from '../mailer/mailer.js';
import { type Mail, type Notice } from '../mailer/message.js';
import { SmtpSink } from '../testing/smtp-sink.js';
import { type Look, MAILS_A_DAY, SendLog } from './send-log.service.js';

const mail = (to: string): Mail => ({ to, subject: 'Hello', text: 'Hello', html: '<p>Hello</p>', language: 'en', sender: 'Keep your word' });
const notice = (recipient: string, kind = 'test'): Notice => ({ kind, about: 'petition:1', recipient });
const look = (to: string) => async (): Promise<Look> => ({ send: mail(to) });

describe('sending each notice once', () => {
  let database: TestDatabase;
  let sink: SmtpSink;
  const workers: { source: DataSource; mailer: Mailer }[] = [];

  beforeAll(async () => { database = await testDatabase(); }, 60_000);
  afterAll(async () => { await database.drop(); });
  beforeEach(async () => {
    sink = new SmtpSink();
    await sink.start();
  });
  afterEach(async () => {
    for (const { source, mailer } of workers.splice(0)) {
      mailer.onApplicationShutdown();
      await source.destroy();
    }
    await sink.stop();
    await asAdmin('truncate mail_log, mailbox_days cascade');
  });

  /** Another worker: its own connections to Postgres and to the mail server. */
  async function worker(): Promise<SendLog> {
    const config = database.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false } });
    const source = dataSourceFor(config.database, { poolSize: 10 });
    await source.initialize();
    const mailer = new Mailer(config);
    workers.push({ source, mailer });
    return new SendLog(new Database(source), mailer, config);
  }

  async function asAdmin<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client(database.admin);
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  const logged = (): Promise<{ state: string; code: string | null; attempts: number; message_id: string }[]> =>
    asAdmin('select state, code, attempts, message_id from mail_log order by recipient');

  it('an event delivered five times to two workers at once gives one mail to each recipient', async () => {
    const pair = [await worker(), await worker()];
    const people = ['ann', 'ben', 'cem', 'dua'];
    const deliveries = Array.from({ length: 5 }, () => pair.flatMap((log) => people.map((name) => log.once(notice(`user:${name}`), look(`${name}@example.org`)))));
    const outcomes = await Promise.all(deliveries.flat());
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(people.length);
    expect(sink.received.map(({ to }) => to).sort()).toEqual(people.map((name) => `${name}@example.org`));
    expect((await logged()).map(({ state }) => state)).toEqual(people.map(() => 'accepted'));
  }, 30_000);

  it('a worker killed between the server’s acceptance and our record repeats under the same Message-ID only', async () => {
    // The connection that holds the row is ended while the server says yes: to Postgres that worker is dead.
    let kills = 0;
    sink.onAccepted = async () => {
      if (kills++ === 0) await asAdmin(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`);
    };
    await expect((await worker()).once(notice('user:ann'), look('ann@example.org'))).rejects.toThrow();
    expect((await logged())[0]).toMatchObject({ state: 'due' });
    expect(await (await worker()).once(notice('user:ann'), look('ann@example.org'))).toBe('accepted');
    expect(sink.received).toHaveLength(2);
    expect(new Set(sink.received.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await (await worker()).once(notice('user:ann'), look('ann@example.org'))).toBe('before');
    expect(sink.received).toHaveLength(2);
  }, 30_000);

  it('a mailbox refused for good is written down as a code and not tried again', async () => {
    sink.toRecipient = (address) => ({ code: 550, text: `5.1.1 <${address}>: no such user here` });
    const log = await worker();
    expect(await log.once(notice('user:ann'), look('canary@example.org'))).toBe('refused');
    expect(await log.once(notice('user:ann'), look('canary@example.org'))).toBe('before');
    const rows = await logged();
    expect(rows[0]).toMatchObject({ state: 'refused', code: expect.stringMatching(/^smtp\.550/), attempts: 1 });
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it('a mailbox that puts us off is tried again, and the error that says so names nobody', async () => {
    sink.toRecipient = (address) => ({ code: 451, text: `4.7.1 <${address}>: greylisted` });
    const log = await worker();
    const error = await log.once(notice('user:ann'), look('canary@example.org')).then(() => null, (failure: Error) => failure);
    expect(error).toMatchObject({ code: expect.stringMatching(/^smtp\.451/), server: false });
    expect(JSON.stringify([error?.message, error?.stack, error?.cause, error])).not.toContain('canary');
    sink.toRecipient = () => undefined;
    expect(await log.once(notice('user:ann'), look('canary@example.org'))).toBe('accepted');
    expect((await logged())[0]).toMatchObject({ state: 'accepted', attempts: 2 });
  });

  it('a mail server that is away loses nothing: the mail goes when it is back', async () => {
    await sink.stop();
    const log = await worker();
    await expect(log.once(notice('user:ann'), look('ann@example.org'))).rejects.toMatchObject({ server: true });
    await sink.start();
    expect(await log.once(notice('user:ann'), look('ann@example.org'))).toBe('accepted');
  });

  it('what is stale by the time of sending is skipped, for good', async () => {
    const log = await worker();
    expect(await log.once(notice('user:ann'), async () => ({ skip: 'stale' }))).toBe('skipped');
    expect(await log.once(notice('user:ann'), look('ann@example.org'))).toBe('before');
    expect(sink.received).toHaveLength(0);
  });

  it('what goes wrong while the mail is written comes out as a code', async () => {
    const log = await worker();
    const failing = async (): Promise<Look> => { throw Object.assign(new Error('canary@example.org'), { code: 'vault.key_missing' }); };
    const error = await log.once(notice('user:ann'), failing).then(() => null, (failure: Error) => failure);
    expect(error).toMatchObject({ code: 'vault.key_missing', message: 'vault.key_missing' });
    expect(`${error?.stack}`).not.toContain('canary');
  });

  describe('to one mailbox', () => {
    const mailbox = { petitionId: 0, emailKey: Buffer.alloc(16, 7), limited: true };
    beforeAll(async () => {
      await asAdmin(`insert into campaigns (slug, title, kind) values ('word', '{}', 'live')`);
      await asAdmin(`insert into jurisdictions (campaign_id, id, kind, name) select id, 'GB', 'country', 'United Kingdom' from campaigns`);
      const [petition] = await asAdmin<{ id: number }>(
        `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, privacy, default_language) select id, 'GB', 'word-gb', true, 'standard', 'en' from campaigns returning id`);
      mailbox.petitionId = petition?.id ?? 0;
    });
    const toMailbox = (limited = true) => async (): Promise<Look> => ({ send: mail('ann@example.org'), mailbox: { ...mailbox, limited } });

    it(`at most ${MAILS_A_DAY} mails go in a day, however many ask at once`, async () => {
      const pair = [await worker(), await worker()];
      await Promise.all(pair.flatMap((log, which) => Array.from({ length: 6 }, (_, n) => log.once(notice(`signature:${which}-${n}`), toMailbox()))));
      expect(sink.received).toHaveLength(MAILS_A_DAY);
      const rows = await logged();
      expect(rows.filter(({ state, code }) => state === 'skipped' && code === 'mailbox_day_full')).toHaveLength(12 - MAILS_A_DAY);
    }, 30_000);

    it('a thank-you goes beyond the limit, since only the owner can bring it about', async () => {
      const log = await worker();
      for (let n = 0; n < MAILS_A_DAY; n++) await log.once(notice(`signature:${n}`), toMailbox());
      expect(await log.once(notice('signature:0', 'thank-you'), toMailbox(false))).toBe('accepted');
    });

    it('an attempt that reached nobody takes nothing from the day', async () => {
      const log = await worker();
      sink.toRecipient = () => ({ code: 451, text: 'later' });
      for (let n = 0; n < 5; n++) await log.once(notice('signature:1'), toMailbox()).catch(() => undefined);
      sink.toRecipient = () => undefined;
      for (let n = 1; n <= MAILS_A_DAY; n++) expect(await log.once(notice(`signature:${n}`), toMailbox())).toBe('accepted');
    });
  });
});
