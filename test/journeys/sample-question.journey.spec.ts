import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import request from 'supertest';
import { ApiTokens, AuditLog, Users } from '#libs/access';
import { Database } from '#libs/database';
import { HandoverSealer, HandoversService, type Sample, SampleQuestions, SampleReader, Samples, SealDesk } from '#libs/handovers';
import { Mailer, SendLog, type SignerMailSource } from '#libs/notifications';
import { type Queues } from '#libs/queues';
import { SignatureLedger, SignerMailSource as Records } from '#libs/signatures';
import { TallyBook } from '#libs/tallies';
import { PrivateKeyStore } from '#libs/vault';
import { SampleMails } from '../../libs/notifications/src/signers/sample-mails.js';
import { SmtpSink } from '../../libs/notifications/src/testing/smtp-sink.js';
import { startServer, type StartedServer } from '../support/app.js';
import { testDatabase, type TestDatabase } from '../support/services.js';
import { addressOf, makeSupporters } from '../support/supporters.js';

const PEOPLE = 24;
const actor = { id: 'spec', name: 'Spec' };

let database: TestDatabase;
let server: StartedServer;
let db: Database;
let mailer: Mailer;
let worker: SampleMails;
let [handover, token, sample] = ['', '', ''];
let ids: string[];
const sink = new SmtpSink();
const mailTo = (n: number) => sink.received.filter(({ to }) => to.includes(addressOf(n)));
const linkOf = (n: number): string => /\/q\/[A-Za-z0-9_-]{70}/.exec(mailTo(n)[0]?.text ?? '')?.[0] ?? '';
const press = (n: number, answer: string): request.Test => request(server.http).post(`/en${linkOf(n)}`).type('form').send({ answer });
const told = (): Promise<Sample> => server.app.get(SampleReader).get(handover, sample);
const questions = (): SampleQuestions => server.app.get(SampleQuestions);

beforeAll(async () => {
  database = await testDatabase();
  await sink.start();
  const config = database.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false } });
  server = await startServer(config);
  db = server.app.get(Database);
  await db.dataSource.query(readFileSync(new URL('../../libs/handovers/src/testing/campaigns.sql', import.meta.url), 'utf8'));
  const keys = await PrivateKeyStore.open(config.keysDir);
  await keys.ensureCampaign('living');
  const [{ id: petitionId = 0, campaignId = 0 } = {}] = await db.rows<{ id: number; campaignId: number }>(
    `with text as (insert into petition_texts (petition_id, language, version, title, demand) select id, 'sv', 1, 'Håll ert ord', 'x' from petitions where slug = 'living-se')
     select id, campaign_id as "campaignId" from petitions where slug = 'living-se'`);
  await db.rows(`delete from tally_cells`);
  ids = await makeSupporters(db, keys, { campaign: 'living', petitionId, count: PEOPLE, language: (n) => (n === 0 ? 'fr' : 'sv'), ticked: () => true, confirmed: () => true });
  const { user } = await server.app.get(Users).add({ email: 'o@example.org', name: 'O', role: 'organiser', campaignId, jurisdictionIds: ['SE'], password: 'a long enough sentence 42', passwordIsTheirs: true }, 'spec');
  token = (await server.app.get(ApiTokens).create(user.id, 'spec')).token;
  handover = await server.app.get(HandoversService).schedule({ campaign: 'living', jurisdiction: 'SE', date: '2099-06-01', place: 'Rosenbad', timeZone: 'Europe/Stockholm', recipients: [{ office: 'Statsministern', kind: 'executive' }] }, actor);
  await new HandoverSealer(db, new TallyBook(), keys, new AuditLog(db)).seal(await server.app.get(SealDesk).ask(handover, {}, actor));
  sample = await server.app.get(Samples).draw(handover, { nonce: 'a word of the minister', count: PEOPLE }, actor);
  const records = new Records(db, keys);
  const source = {
    forMail: async (petition: number, record: string) => {
      const facts = await records.forMail(petition, record);
      return facts && { ...facts, consents: [], confirmedByMail: true, confirmToken: null };
    },
    sampleToken: (...about: [string, number, string, number]) => records.sampleToken(...about),
  } satisfies SignerMailSource;
  mailer = new Mailer(config);
  worker = new SampleMails(db, new SendLog(db, mailer, config), source, questions(), {} as Queues, config);
  // One left before the asking, one wants no mails, one mailbox had its three of the day.
  await server.app.get(SignatureLedger).invalidate(petitionId, [ids[1] ?? ''], 'spec');
  await db.rows(`insert into update_suppressions (campaign_id, email_key, reason) select $1, email_key, 'unsubscribed' from signatures where id = $2`, [campaignId, ids[2]]);
  await db.rows(`insert into mailbox_days (petition_id, email_key, day, mails) select petition_id, email_key, (now() at time zone 'UTC')::date, 3 from signatures where id = $1`, [ids[3]]);
}, 60_000);
afterAll(async () => {
  mailer?.onApplicationShutdown();
  await server?.close();
  await sink.stop();
  await database?.drop();
});

describe('those drawn who signed online', () => {
  it('are asked by mail once, in their language, however often and by however many workers; who left or wants no mails is not', async () => {
    await questions().ask(handover, sample, actor);
    await questions().ask(handover, sample, actor);
    expect(await db.rows(`select details from audit_log where action = 'sample.ask'`)).toEqual([{ details: { sample: 1, asked: PEOPLE - 1 } }]);
    await Promise.all([worker.tick(), worker.tick()]);
    expect(sink.received).toHaveLength(PEOPLE - 3);
    expect([1, 2, 3].map((n) => mailTo(n).length)).toEqual([0, 0, 0]);
    expect(mailTo(0)[0]?.subject).toContain('Avez-vous signé');
    expect(mailTo(4)[0]?.text).toContain('Living överlämnar underskrifterna till Statsministern');
    expect(new Set(sink.received.map(({ headers }) => headers.get('message-id'))).size).toBe(PEOPLE - 3);
    expect((await told()).byMail).toEqual(expect.objectContaining({ asked: PEOPLE - 3, yes: 0, no: 0 }));
  });

  it('answer by a button; opening the link, as scanners do, changes nothing, and the last press holds', async () => {
    const page = await request(server.http).get(linkOf(4)).set('accept-language', 'en').expect(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toContain('Yes, I signed');
    expect((await told()).byMail).toEqual(expect.objectContaining({ yes: 0, no: 0 }));
    await press(4, 'no').expect(200).expect(/you did not sign/);
    await press(4, 'yes').expect(200);
    await press(4, 'perhaps').expect(422);
    expect(await told()).toEqual(expect.objectContaining({ valid: 1, invalid: 0, byMail: expect.objectContaining({ yes: 1, no: 0 }) }));
    await request(server.http).get(`/en/q/${'x'.repeat(70)}`).expect(404);
  });

  it('are counted the same whatever was pressed before, in whatever order', async () => {
    const people = [5, 6, 7, 8];
    const tokens = people.map((n) => linkOf(n).slice(3));
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 12 }), async (presses) => {
      await db.rows(`update sample_questions set answer = null where token_hash is not null and record_id = any($1::uuid[])`, [people.map((n) => ids[n])]);
      await presses.reduce((before, [who, yes]) => before.then(async () => void (await questions().answer(tokens[who] ?? '', yes))), Promise.resolve());
      const last = new Map(presses);
      const { byMail, valid, invalid } = await told();
      const [yes, no] = [1 + [...last.values()].filter(Boolean).length, [...last.values()].filter((one) => !one).length];
      expect([byMail?.yes, byMail?.no, valid, invalid]).toEqual([yes, no, yes, no]);
    }), { numRuns: 25 });
  }, 10_000);

  it('are reminded once, but for those who answered; and nobody writes down an outcome of theirs or reads it', async () => {
    await press(9, 'no').expect(200);
    const [{ position = 0 } = {}] = await db.rows<{ position: number }>(`select position from sample_questions where record_id = $1`, [ids[9]]);
    await expect(server.app.get(Samples).record(handover, sample, [{ position, outcome: 'valid' }], actor)).rejects.toThrow(expect.objectContaining({ fields: [{ field: 'outcomes.0.position', code: 'asked_by_mail' }] }));
    expect((await server.app.get(SampleReader).draws(sample, { after: 0, limit: 100 })).filter(({ outcome }) => outcome !== null)).toEqual([]);
    const page = (await request(server.http).get(`/console/handovers/${handover}/sample`).set('authorization', `Bearer ${token}`).set('accept', 'text/html').expect(200)).text;
    expect(page).not.toContain(`name="outcome-${position}"`);
    expect(page).toMatch(/Asked by mail: 21\. Yes: \d+; no: \d+; no answer: \d+\./);
    sink.received.length = 0;
    await worker.tick();
    expect(sink.received).toHaveLength(0);
    await db.rows(`update sample_questions set due_at = now() where due_at is not null`);
    await Promise.all([worker.tick(), worker.tick()]);
    expect([mailTo(10).length, mailTo(9).length, mailTo(4).length]).toEqual([1, 0, 0]);
    expect(mailTo(10)[0]?.subject).toContain('En påminnelse');
    await db.rows(`update sample_questions set due_at = now() where reminded_at is not null and answer is null`);
    const reminders = sink.received.length;
    await worker.tick();
    expect(sink.received).toHaveLength(reminders);
  });

  it('leave bounds where they do not answer: the sample can be published when their time is over, and then nothing is pressed', async () => {
    const samples = server.app.get(Samples);
    await samples.record(handover, sample, (await server.app.get(SampleReader).draws(sample, { after: 0, limit: 100 })).filter(({ byMail }) => !byMail).map(({ position }) => ({ position, outcome: 'not_reached' as const })), actor);
    await expect(samples.publish(handover, sample, actor)).rejects.toThrow('samples.incomplete');
    await db.rows(`update samples set answers_until = now()`);
    const { yes = 0, no = 0 } = (await told()).byMail ?? {};
    const told1 = await told();
    expect(told1).toEqual(expect.objectContaining({ complete: true, valid: yes, invalid: no, notReached: PEOPLE - yes - no }));
    // All were drawn, so nothing is unsure but those who did not answer.
    expect(told1.bounds).toEqual({ from: yes / PEOPLE, to: (PEOPLE - no) / PEOPLE });
    await samples.publish(handover, sample, actor);
    await press(10, 'yes').expect(410);
    expect(await told()).toEqual(expect.objectContaining({ valid: yes, invalid: no }));
  });
});
