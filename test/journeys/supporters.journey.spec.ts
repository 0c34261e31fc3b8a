import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';
import { ApiTokens, AuditLog, Sessions, Users } from '#libs/access';
import { type AppConfig, Log } from '#libs/config';
import { Mailer, SendLog, SupporterUpdates, UpdateBounces, UpdateSender } from '#libs/notifications';
import { Queues } from '#libs/queues';
import { SignatureLedger, SupporterRecords } from '#libs/signatures';
import { TallyBook } from '#libs/tallies';
import { deriveToken, parseToken, PrivateKeyStore } from '#libs/vault';
import { SmtpSink } from '../../libs/notifications/src/testing/smtp-sink.js';
import { startServer, type StartedServer } from '../support/app.js';
import { ConsoleVisitor, PASSWORD } from '../support/console.js';
import { furnish, type Furnished } from '../support/installation.js';
import { testDatabase, type TestDatabase } from '../support/services.js';
import { addressOf, heldHandover, makeSupporters } from '../support/supporters.js';

const PEOPLE = 300;
const LANGUAGES = ['en', 'fr', 'ar', 'sv'];
const gone = (n: number): boolean => n % 100 === 7;

describe('news to supporters', () => {
  const sink = new SmtpSink();
  let database: TestDatabase;
  let config: AppConfig;
  let furnished: Furnished;
  let server: StartedServer;
  let sender: UpdateSender;
  let mailer: Mailer;
  let keys: PrivateKeyStore;
  let slug: string;
  let petitionId: number;
  let handover: string;
  let ids: string[];
  let update: string;
  let tokens: { writer: string; second: string; owner: string; elsewhere: string };

  const api = (method: 'get' | 'post' | 'patch' | 'put', path: string, token: string): Test => request(server.http)[method](`/api/v1/${path}`).set('authorization', `Bearer ${token}`);
  const states = async (id: string): Promise<Record<string, number>> =>
    Object.fromEntries((await furnished.db.rows<{ state: string; n: number }>(`select state, count(*)::int as n from update_recipients where update_id = $1 group by 1`, [id])).map(({ state, n }) => [state, n]));
  const mailsTo = (n: number) => sink.received.filter(({ to }) => to === addressOf(n));
  const codeOf = ({ body }: { body: unknown }): unknown => (body as { code?: unknown }).code;

  beforeAll(async () => {
    await sink.start();
    sink.toRecipient = (address) => (gone(Number(/\.(\d+)@/.exec(address)?.[1])) ? { code: 550, text: '5.1.1 no such mailbox' } : undefined);
    database = await testDatabase();
    config = database.config.with({ smtp: { kind: 'url', url: sink.url, requireTls: false }, publicUrl: 'https://petitions.example.org' });
    furnished = await furnish(config);
    slug = await furnished.petition('GB');
    await furnished.petition('FR');
    for (const language of ['fr', 'ar', 'sv']) await furnished.db.rows(`insert into petition_texts (petition_id, language, version, title, demand, notice) select id, $2, 1, 'Titre', 'D', 'N' from petitions where slug = $1`, [slug, language]);
    const [row] = await furnished.db.rows<{ id: number; campaign: number }>(`select id, campaign_id as campaign from petitions where slug = $1`, [slug]);
    petitionId = row?.id ?? 0;
    // Over plain http, as a test visits it: its cookie has another name on https.
    server = await startServer(database.config);
    const { db } = furnished;
    keys = await PrivateKeyStore.open(config.keysDir);
    await keys.ensureCampaign('journey');
    mailer = new Mailer(config);
    const audit = new AuditLog(db);
    sender = new UpdateSender(db, mailer, new SendLog(db, mailer, config), new SupporterRecords(db, keys), new SupporterUpdates(db, audit, config), audit, server.app.get(Queues), config, new Log(config));
    ids = await makeSupporters(furnished.db, keys, { campaign: 'journey', petitionId, count: PEOPLE + 20, language: (n) => LANGUAGES[n % 4] ?? 'en', ticked: (n) => n < PEOPLE || n % 2 === 0, confirmed: (n) => n < PEOPLE });
    handover = await heldHandover(furnished.db, petitionId);
    const token = async (email: string, role: 'owner' | 'organiser', jurisdiction: string | null): Promise<string> => {
      const { user } = await server.app.get(Users).add(
        { email, name: email, role, campaignId: row?.campaign, ...(jurisdiction ? { jurisdictionIds: [jurisdiction] } : {}), password: PASSWORD, passwordIsTheirs: true, locale: 'en' }, 'spec');
      return (await server.app.get(ApiTokens).create(user.id, 'spec')).token;
    };
    tokens = { writer: await token('writer@example.org', 'organiser', 'GB'), second: await token('second@example.org', 'organiser', 'GB'), owner: await token('owner@example.org', 'owner', null), elsewhere: await token('elsewhere@example.org', 'organiser', 'FR') };
  }, 60_000);

  afterAll(async () => {
    mailer?.onApplicationShutdown();
    await server?.close();
    await furnished?.close();
    await sink.stop();
    await database?.drop();
  });

  it('is drafted from the handover in the languages of the petition, and shown to nobody else’s organisers', async () => {
    const drafted = await api('post', `petitions/${slug}/updates`, tokens.writer).send({ handover }).expect(201);
    const body = drafted.body as { id: string; texts: { language: string; subject: string }[]; facts: object };
    update = body.id;
    expect(body.texts.map(({ language }) => language)).toEqual(['ar', 'en', 'fr', 'sv']);
    expect(body.facts).toMatchObject({ recipient: 'Jo Blake, Minister, Ministry of Justice', from: '2026-10-08', answer: { text: 'We will bring a bill before spring.' } });
    await api('get', `updates/${update}`, tokens.elsewhere).expect(404);
    await api('post', `petitions/${slug}/updates`, tokens.elsewhere).send({ handover }).expect(404);
  });

  it('tells how many would get it, and says where a language gets the default text', async () => {
    expect((await api('get', `updates/${update}/audience`, tokens.writer).expect(200)).body).toEqual({ total: PEOPLE, byLanguage: ['ar', 'en', 'fr', 'sv'].map((language) => ({ language, n: PEOPLE / 4 })) });
    await api('patch', `updates/${update}`, tokens.writer).send({ texts: [{ language: 'en', subject: 'Your petition was received', body: 'It was received.\n\nThere is an answer.' }, { language: 'fr', subject: 'Reçue', body: 'Reçue.' }, { language: 'ar', subject: 'خبر', body: 'خبر.' }] }).expect(200);
    expect((await api('get', `updates/${update}/preview?language=sv`, tokens.writer).expect(200)).body).toMatchObject({ fallback: true, language: 'en', subject: 'Your petition was received' });
    expect((await api('get', `updates/${update}/preview?language=fr`, tokens.writer).expect(200)).body).toMatchObject({ fallback: false, language: 'fr' });
  });

  it('goes out once somebody else has approved it, and not because its writer has', async () => {
    expect(codeOf(await api('post', `updates/${update}/approve`, tokens.writer).send({}).expect(409))).toBe('supporters.second_person');
    await api('post', `updates/${update}/approve`, tokens.second).send({}).expect(200);
    const other = (await api('post', `petitions/${slug}/updates`, tokens.writer).send({ handover }).expect(201)).body as { id: string };
    expect(codeOf(await api('post', `updates/${other.id}/approve`, tokens.second).send({}).expect(409))).toBe('supporters.too_soon');
    await api('post', `updates/${other.id}/stop`, tokens.writer).expect(200);
  });

  it('reaches each who asked, once, in their language, and nobody who left or was never there', async () => {
    expect(await sender.startDue()).toBe(1);
    // Meanwhile one takes the name back, and one ends the news by an earlier link.
    const withdraw = parseToken(deriveToken({ tokenKey: keys.tokenKey('journey'), petitionId, recordId: ids[250] ?? '', purpose: 'withdraw', attempt: 0 }));
    if (withdraw) await new SignatureLedger(furnished.db, new TallyBook()).withdraw([withdraw]);
    await furnished.db.rows(`insert into update_suppressions (campaign_id, email_key, reason) select p.campaign_id, s.email_key, 'unsubscribed' from signatures s join petitions p on p.id = s.petition_id where s.id = $1`, [ids[251]]);
    // A worker that took a batch in hand and died: its rows come back by the clock.
    await furnished.db.rows(`update update_recipients set claim = gen_random_uuid(), due_at = clock_timestamp() + interval '1 second' where record_id = any($1)`, [ids.slice(0, 10)]);
    for (const until = Date.now() + 45_000; (await states(update))['due'] !== undefined && Date.now() < until;) await sender.tick();
    await sender.tick();
    expect(await states(update)).toEqual({ accepted: PEOPLE - 5, refused: 3, skipped: 1, unsubscribed: 1 });
    expect(new Set(sink.received.map(({ messageId }) => messageId)).size).toBe(sink.received.length);
    expect(sink.received).toHaveLength(PEOPLE - 5);
    expect([7, 250, 251, PEOPLE + 1, PEOPLE + 2, PEOPLE + 4].flatMap(mailsTo)).toEqual([]);
    const [mail] = mailsTo(0);
    expect(mail?.text).toContain('Jo Blake, Minister, Ministry of Justice');
    expect(mail?.text).toContain('8 October 2026');
    expect(mail?.text).toContain('We will bring a bill before spring.');
    expect(mailsTo(1)[0]?.subject).toBe('Reçue');
    expect((await api('get', `updates/${update}`, tokens.writer).expect(200)).body).toMatchObject({ state: 'sent', recipients: PEOPLE, progress: { due: 0 } });
  }, 60_000);

  it('ends by one click of a mail program, as a form of either kind, and by the button of a page', async () => {
    const link = (n: number): string => /https:\/\/petitions\.example\.org(\/u\/[A-Za-z0-9_-]{70})/.exec(mailsTo(n)[0]?.text ?? '')?.[1] ?? 'none';
    const list = mailsTo(20)[0]?.headers.get('list') as unknown as { unsubscribe: { url: string } };
    expect(new URL(list.unsubscribe.url).pathname).toBe(link(20));
    expect(mailsTo(20)[0]?.headers.get('list-unsubscribe-post') ?? (list as { 'unsubscribe-post'?: { name: string } })['unsubscribe-post']?.name).toContain('List-Unsubscribe=One-Click');
    await request(server.http).get(link(20)).expect(200);
    expect(await furnished.db.rows(`select 1 from update_suppressions where reason = 'unsubscribed'`)).toHaveLength(1);
    await request(server.http).post(link(20)).type('form').send('List-Unsubscribe=One-Click').expect(200);
    await request(server.http).post(link(21)).field('List-Unsubscribe', 'One-Click').expect(200);
    await request(server.http).post(`/fr${link(22)}`).type('form').send('').expect(200);
    await request(server.http).post(link(23).replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))).type('form').send('').expect(404);
    expect(await furnished.db.rows(`select 1 from update_suppressions where reason = 'unsubscribed'`)).toHaveLength(4);
  });

  it('goes to fewer the next time: not to mailboxes that ended it, bounced or complained, until they ask anew', async () => {
    const id = mailsTo(30)[0]?.messageId ?? '';
    const report = (status: string): string => `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; x@example.org\nAction: failed\nStatus: ${status}\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${id}\n--b--\n`;
    const bounces = new UpdateBounces(furnished.db);
    expect(await bounces.read(report('5.2.2'))).toMatchObject({ matched: 1, gone: 0 });
    expect(await bounces.read(`From x Thu Oct  8 10:00:00 2026\n${report('5.1.1')}\nFrom y Thu Oct  8 10:00:00 2026\nSubject: hello\n\nhello\n`)).toEqual({ messages: 2, reports: 1, matched: 1, gone: 1, complained: 0 });
    const again = (await api('post', `petitions/${slug}/updates`, tokens.writer).send({ handover }).expect(201)).body as { id: string };
    // Of 300: one left, one had ended it before and three have since, three were not there, one bounced.
    expect((await api('get', `updates/${again.id}/audience`, tokens.writer).expect(200)).body).toMatchObject({ total: PEOPLE - 9 });
    await furnished.db.rows(`update signatures set signed_at = clock_timestamp() where id = $1`, [ids[20]]);
    expect((await api('get', `updates/${again.id}/audience`, tokens.writer).expect(200)).body).toMatchObject({ total: PEOPLE - 8 });
  });

  it('goes out no oftener than the caps allow, which owners alone change', async () => {
    await api('put', 'campaigns/journey/update-caps', tokens.writer).send({ leastDays: 1, mostAYear: 50 }).expect(403);
    expect((await api('put', 'campaigns/journey/update-caps', tokens.owner).send({ leastDays: 1, mostAYear: 12 }).expect(200)).body).toEqual({ leastDays: 1, mostAYear: 12 });
    const audit = await furnished.db.rows<{ action: string }>(`select action from audit_log where action like 'supporters.%' order by n`);
    expect(new Set(audit.map(({ action }) => action))).toEqual(new Set(['supporters.draft', 'supporters.write', 'supporters.approve', 'supporters.stop', 'supporters.start', 'supporters.caps']));
  });

  it('is written and approved on pages too, and keeps what was typed', async () => {
    const visitor = await new ConsoleVisitor(server.http).signIn(server.app.get(Sessions), 'writer@example.org');
    const list = await visitor.get(`/console/petitions/${slug}/updates`);
    expect(list.text).toContain('Your petition was received');
    const drafted = await visitor.submit(`/console/petitions/${slug}/updates`, { handover });
    const page = (drafted.headers['location'] ?? '').split('?')[0] ?? '';
    const refused = await visitor.submit(page, { 'en.subject': '', 'en.body': 'Only the text.' });
    expect([refused.status, refused.text.includes('Only the text.')]).toEqual([422, true]);
    expect((await visitor.submit(page, { 'en.subject': 'News', 'en.body': 'Text.' })).status).toBe(303);
    expect((await visitor.submit(`${page}/approve`, { sendAt: '' }, page)).text).toContain('A second person has to approve it');
    const mail = await visitor.get(`${page}/mail/sv`);
    expect(mail.headers['content-security-policy']).toContain('sandbox');
    expect(mail.text).toContain('Text.');
  });
});
