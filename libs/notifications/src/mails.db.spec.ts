import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DataSource } from 'typeorm';
import { AccessService, AuditLog } from '#libs/access';
import { type AppConfig, Log } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { NoticeSettings } from '#libs/petitions';
import { type JobRequest, type Queues } from '#libs/queues';
import { TallyFigures } from '#libs/tallies';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { Mailer } from './mailer/mailer.js';
import { DigestMails } from './organisers/digest-mails.js';
import { HandoverMails } from './organisers/handover-mails.js';
import { MilestoneForecast } from './organisers/milestone-forecast.js';
import { MilestoneMails } from './organisers/milestone-mails.js';
import { PetitionMails } from './organisers/petition-mails.js';
import { SendLog } from './send-log/send-log.service.js';
import { SignerMailSource, type SignerForMail } from './signers/signer-mail-source.js';
import { SignerMails } from './signers/signer-mails.js';
import { SmtpSink } from './testing/smtp-sink.js';

class Forecast extends MilestoneForecast {
  async ofNext() {
    return { threshold: 1_000, from: new Date('2026-12-03T00:00:00Z'), to: new Date('2026-12-09T00:00:00Z') };
  }
}

class Signers extends SignerMailSource {
  readonly known = new Map<string, SignerForMail>();
  async forMail(_petitionId: number, recordId: string) {
    return this.known.get(recordId) ?? null;
  }
  sampleToken(): string {
    throw new Error('no sample is asked here');
  }
}

const SIGNER: SignerForMail = {
  email: 'jo@example.org', emailKey: Buffer.alloc(16, 1), language: 'fr-CA', petition: { slug: 'word-gb', title: 'Keep your word', language: 'en' },
  consents: ['petition', 'age', 'updates:child'], status: 'pending', confirmedByMail: false, confirmToken: 'CONFIRM', withdrawToken: null, proofCode: null,
};

describe('mails', () => {
  let database: TestDatabase;
  let config: AppConfig;
  let source: DataSource;
  let db: Database;
  let mailers: Mailer[];
  let campaignId: number;
  let petitionId: number;
  const sink = new SmtpSink();
  const signers = new Signers();
  /** What was put off, in place of the queue. */
  const putOff: JobRequest<object>[] = [];
  const later = { add: async (request: JobRequest<object>) => void putOff.push(request) } as unknown as Queues;
  const sent = (kind: string) => db.rows<{ state: string; code: string | null }>('select state, code from mail_log where kind = $1', [kind]);

  function worker() {
    const mailer = new Mailer(config);
    mailers.push(mailer);
    const log = new SendLog(db, mailer, config);
    const access = new AccessService(db);
    const figures = new TallyFigures(db);
    return {
      milestones: new MilestoneMails(db, log, access, figures, new Forecast(), new NoticeSettings(db, new AuditLog(db)), later, config), handovers: new HandoverMails(db, log, access, later, config),
      petitions: new PetitionMails(db, log, access, new NoticeSettings(db, new AuditLog(db)), config),
      digests: new DigestMails(db, log, access, figures, new AuditLog(db), config), signers: new SignerMails(db, log, signers, config, new Log(config)),
    };
  }

  async function user(email: string, role: string, jurisdiction: string | null, locale = 'en'): Promise<void> {
    await db.rows(
      `with u as (insert into users (email, name, locale, password_hash) values ($1, $1, $4, '-') returning id)
       insert into user_roles (user_id, role, campaign_id, jurisdiction_id) select id, $2, $5, $3 from u`, [email, role, jurisdiction, locale, campaignId]);
  }

  const milestone = (threshold: number, marks: { approaching?: boolean; reached?: boolean; silent?: boolean }) => db.rows(
    `insert into milestones (petition_id, threshold, origin, approaching_at, reached_at, silent)
     values ($1, $2, 'ladder', case when $3 then now() end, case when $4 then now() end, $5)`,
    [petitionId, threshold, marks.approaching ?? false, marks.reached ?? false, marks.silent ?? false]);
  const counted = (n: number) => db.rows(
    `insert into petition_tallies (petition_id, counted) values ($1, $2) on conflict (petition_id) do update set counted = excluded.counted`, [petitionId, n]);

  beforeAll(async () => {
    database = await testDatabase();
    await sink.start();
    config = database.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false }, publicUrl: 'http://127.0.0.1:3000' });
    source = await dataSourceFor(config.database).initialize();
    db = new Database(source);
    const [campaign] = await db.rows<{ id: number }>(`insert into campaigns (slug, title, kind) values ('word', '{"en": "Keep your word"}', 'live') returning id`);
    campaignId = campaign?.id ?? 0;
    await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name) values ($1, 'GB', 'country', 'GB', 'United Kingdom')`, [campaignId]);
    await db.rows(`insert into partners (campaign_id, key, name) values ($1, 'child', 'Children First')`, [campaignId]);
    const [petition] = await db.rows<{ id: number }>(
      `insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, privacy, default_language, status, opened_at)
       values ($1, 'GB', 'word-gb', true, 'standard', 'en', 'open', now() - interval '21 days') returning id`, [campaignId]);
    petitionId = petition?.id ?? 0;
    await db.rows(`insert into petition_texts (petition_id, language, version, title, demand) values ($1, 'en', 1, 'Keep your word, London', 'x')`, [petitionId]);
  }, 60_000);
  afterAll(async () => {
    await source.destroy();
    await sink.stop();
    await database.drop();
  });
  beforeEach(async () => {
    mailers = [];
    sink.received.length = 0;
    await counted(900);
    await user('gb@example.org', 'organiser', 'GB');
    await user('world@example.org', 'owner', null, 'fr');
    await user('reader@example.org', 'reader', 'GB');
  });
  afterEach(async () => {
    mailers.forEach((mailer) => mailer.onApplicationShutdown());
    await db.rows(`truncate mail_log, mailbox_days, milestones, user_roles, users, handovers cascade`);
    await db.rows(`update campaigns set kind = 'live'`);
  });

  describe('of the petition', () => {
    it('say once that it opened, and nothing that is no longer so', async () => {
      const opened = { petitionId, news: 'opened' as const, event: '7' };
      await Promise.all([worker().petitions.petition(opened), worker().petitions.petition(opened)]);
      await worker().petitions.petition({ petitionId, news: 'closed', event: '8' });
      expect(sink.received.map(({ subject }) => subject)).toEqual(['United Kingdom: signing has opened']);
      expect(await sent('petition.closed')).toEqual([{ state: 'skipped', code: 'stale' }]);
    });
  });

  describe('of milestones', () => {
    const approaching = { step: 'approaching' as const, thresholds: [1_000] };

    it('wait for the end of the reader\'s quiet hours, and are then sent once', async () => {
      await milestone(1_000, { approaching: true });
      putOff.length = 0;
      // All day but the minute that is over: whenever this runs, it is quiet.
      await db.rows(`insert into notice_preferences (user_id, quiet_from, quiet_to) select id, (now() at time zone 'UTC' - interval '2 minutes')::time(0), (now() at time zone 'UTC' - interval '4 minutes')::time(0) from users where email = 'gb@example.org'`);
      await worker().milestones.crossed({ petitionId, ...approaching });
      expect([sink.received.length, putOff.length, putOff[0]?.payload]).toEqual([0, 1, expect.objectContaining({ petitionId, to: expect.any(String) })]);
      expect(putOff[0]?.delayMs).toBeGreaterThan(3_600_000);
      await db.rows(`delete from notice_preferences`);
      const job = putOff[0]?.payload as { petitionId: number; step: 'approaching'; thresholds: number[]; to: string };
      await Promise.all([worker().milestones.crossed(job), worker().milestones.crossed(job)]);
      expect(sink.received).toHaveLength(1);
    });

    it('go to whom the petition names, and by mail only where it says so', async () => {
      await milestone(1_000, { approaching: true });
      await db.rows(`insert into petition_notices (petition_id, tell, by, changed_by) values ($1, '{}', '{console}', 'test')`, [petitionId]);
      await db.rows(`insert into petition_notice_people (petition_id, user_id) select $1, id from users where email = 'reader@example.org'`, [petitionId]);
      await worker().milestones.crossed({ petitionId, ...approaching });
      expect(sink.received).toHaveLength(0);
      await db.rows(`update petition_notices set by = '{mail}'`);
      await worker().milestones.crossed({ petitionId, ...approaching });
      expect(sink.received.map(({ to }) => to)).toEqual(['reader@example.org']);
      await db.rows(`delete from petition_notices`);
    });

    it('an event handed over five times to two workers gives one mail to each organiser of the country, with what they need to act', async () => {
      await milestone(1_000, { approaching: true });
      const pair = [worker(), worker()];
      await Promise.all(Array.from({ length: 5 }, () => pair.map(({ milestones }) => milestones.crossed({ petitionId, ...approaching }))).flat());
      expect(sink.received.map(({ to }) => to)).toEqual(['gb@example.org']);
      const [mail] = sink.received;
      expect(mail?.subject).toBe('United Kingdom: 1,000 is close, 900 now');
      expect(mail?.text).toContain('/console/handovers/new?petition=word-gb');
      expect(mail?.text).toContain('December 2026, if the pace of the last days holds');
      expect(mail?.html).toContain('lang="en"');
    }, 30_000);

    it('go to the campaign’s organisers, in their language, where the country has none', async () => {
      await db.rows(`delete from user_roles where jurisdiction_id = 'GB'`);
      await milestone(1_000, { approaching: true });
      await worker().milestones.crossed({ petitionId, ...approaching });
      expect(sink.received.map(({ to, subject }) => [to, subject.normalize('NFKC')])).toEqual([['world@example.org', 'Royaume-Uni : 1 000 approche, 900 aujourd’hui']]);
    });

    it('are not sent for what was recorded silently, nor in the record of a campaign that is over', async () => {
      await milestone(1_000, { reached: true, silent: true });
      await worker().milestones.crossed({ petitionId, step: 'reached', thresholds: [1_000] });
      await milestone(5_000, { reached: true });
      await db.rows(`update campaigns set kind = 'record'`);
      await worker().milestones.crossed({ petitionId, step: 'reached', thresholds: [5_000] });
      expect(sink.received).toEqual([]);
    });

    it('a notice of approach that comes after the crossing is stale', async () => {
      await milestone(1_000, { approaching: true, reached: true });
      await worker().milestones.crossed({ petitionId, ...approaching });
      expect(sink.received).toEqual([]);
      expect(await sent('milestone.approaching')).toEqual([{ state: 'skipped', code: 'stale' }]);
    });

    it('a jump gives one mail that names all it passed', async () => {
      await counted(5_200);
      await milestone(1_000, { reached: true });
      await milestone(5_000, { reached: true });
      await worker().milestones.crossed({ petitionId, step: 'reached', thresholds: [1_000, 5_000] });
      expect(sink.received).toHaveLength(1);
      expect(sink.received[0]?.text).toContain('passed 2 milestones: 1,000 and 5,000');
    });
  });

  describe('to signers', () => {
    it('ask for confirmation in the signer’s language, name the consents, and hold nothing that was typed', async () => {
      signers.known.set('a', SIGNER);
      await worker().signers.confirmations({ petitionId, ids: ['a'] });
      const [mail] = sink.received;
      expect(mail?.subject).toBe('Confirmez votre signature : Keep your word');
      expect(mail?.text).toContain('http://127.0.0.1:3000/c/CONFIRM');
      expect(mail?.text).toContain('Children First');
      expect(mail?.text).toContain('16 ans');
      expect(mail?.html).toContain('<bdi lang="en">Keep your word</bdi>');
      expect(mail?.html).not.toMatch(/<img|https?:\/\/(?!127\.0\.0\.1:3000)/);
    });

    it('do not ask whoever has confirmed meanwhile, and thank only those who pressed the button', async () => {
      signers.known.set('b', { ...SIGNER, status: 'counted', withdrawToken: 'WITHDRAW' });
      signers.known.set('c', { ...SIGNER, status: 'counted', withdrawToken: 'WITHDRAW', confirmedByMail: true });
      await worker().signers.confirmations({ petitionId, ids: ['b'] });
      await worker().signers.thanks({ petitionId, ids: ['b', 'c'] });
      expect(sink.received.map(({ subject }) => subject)).toEqual(['Merci, votre signature compte : Keep your word']);
      expect(sink.received[0]?.text).toContain('/w/WITHDRAW');
    });

    it('answer each request for the withdrawal link once', async () => {
      signers.known.set('d', { ...SIGNER, status: 'counted', withdrawToken: 'WITHDRAW' });
      const { signers: mails } = worker();
      for (const request of ['one', 'one', 'two']) await mails.withdrawalLink({ petitionId, recordId: 'd', request });
      expect(sink.received).toHaveLength(2);
    });
  });

  describe('of a handover', () => {
    const schedule = async (): Promise<string> => (await db.rows<{ id: string }>(
      `insert into handovers (campaign_id, jurisdiction_id, level, status, title, date_edtf, date_from, date_to, start_time, time_zone)
       values ($1, 'GB', 'national', 'planned', 'Home Office', '2026-12-04', '2026-12-04', '2026-12-04', '11:00', 'Europe/London') returning id`, [campaignId]))[0]?.id ?? '';

    it('tell of the booking once, and of each move', async () => {
      const handoverId = await schedule();
      const { handovers } = worker();
      for (let n = 0; n < 2; n++) await handovers.handover({ handoverId, news: 'scheduled' });
      for (const day of ['2026-12-05', '2026-12-06']) {
        await db.rows(`update handovers set date_from = $2, date_to = $2, calendar_sequence = calendar_sequence + 1 where id = $1`, [handoverId, day]);
        for (let n = 0; n < 2; n++) await handovers.handover({ handoverId, news: 'moved' });
      }
      expect(sink.received.map(({ subject }) => subject)).toEqual(['Handover booked: Home Office', 'Handover changed: Home Office', 'Handover changed: Home Office']);
      expect(sink.received[2]?.text).toContain('6 December 2026, 11:00 (Europe/London)');
    });

    it('do not remind of a day that it is no longer planned for', async () => {
      const handoverId = await schedule();
      await worker().handovers.handover({ handoverId, news: 'in-7-days', on: '2026-12-11' });
      expect(sink.received).toEqual([]);
      await worker().handovers.handover({ handoverId, news: 'in-7-days', on: '2026-12-04' });
      expect(sink.received.map(({ subject }) => subject)).toEqual(['This week: Home Office']);
    });

    it('beyond the day\'s measure go out the next day, to that reader alone, and only if they are still news', async () => {
      const handoverId = await schedule();
      const [commitment] = await db.rows<{ id: string }>(`insert into commitments (handover_id, text, kind, due_to) values ($1, 'A law by spring', 'legislation', '2026-12-20') returning id`, [handoverId]);
      const commitmentId = commitment?.id ?? '';
      await db.rows(`insert into commitment_statuses (commitment_id, status) values ($1, 'promised')`, [commitmentId]);
      await db.rows(`insert into mail_log (kind, about, recipient, message_id, state, settled_at) select 'commitment.due', 'x' || n, 'user:' || (select id from users where email = 'gb@example.org'), 'x' || n, 'accepted', now() from generate_series(1, 5) n`);
      putOff.length = 0;
      await worker().handovers.commitment({ commitmentId, news: 'due', on: '2026-12-20' });
      expect([sink.received.length, putOff.map(({ delayMs }) => delayMs)]).toEqual([0, [24 * 3_600_000]]);
      await db.rows(`delete from mail_log`);
      await worker().handovers.commitment(putOff[0]?.payload as { commitmentId: string; news: 'due' });
      expect(sink.received.map(({ subject }) => subject)).toEqual(['Due today: a commitment (United Kingdom)']);
    });

    it('chase a commitment until it is settled', async () => {
      const handoverId = await schedule();
      const [commitment] = await db.rows<{ id: string }>(`insert into commitments (handover_id, text, kind, due_to) values ($1, 'A law by spring', 'legislation', '2026-12-20') returning id`, [handoverId]);
      const commitmentId = commitment?.id ?? '';
      await db.rows(`insert into commitment_statuses (commitment_id, status) values ($1, 'promised')`, [commitmentId]);
      await worker().handovers.commitment({ commitmentId, news: 'due', on: '2026-12-20' });
      await db.rows(`insert into commitment_statuses (commitment_id, status) values ($1, 'fulfilled')`, [commitmentId]);
      await worker().handovers.commitment({ commitmentId, news: 'overdue', on: '2026-12-20' });
      expect(sink.received.map(({ subject }) => subject)).toEqual(['Due today: a commitment (United Kingdom)']);
      expect(sink.received[0]?.text).toContain('A law by spring');
    });
  });

  it('the digest comes once a morning to those who organise more than one country', async () => {
    const { digests } = worker();
    for (const at of ['2026-11-22T06:50:00Z', '2026-11-22T07:05:00Z', '2026-11-22T07:10:00Z', '2026-11-23T07:05:00Z']) await digests.send(new Date(at));
    expect(sink.received.map(({ to }) => to)).toEqual(['world@example.org', 'world@example.org']);
    expect(sink.received[0]?.text).toContain('Royaume-Uni');
    expect(new Set(sink.received.map(({ messageId }) => messageId)).size).toBe(2);
  });
});
