import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type pg from 'pg';
import { ApiTokens, Invitations, SecondFactors, Sessions, Users } from '#libs/access';
import { TextDesk } from '#libs/calls-to-action';
import { Blackouts, CommitmentsService, Delegations, HandoverDays, Letters, linkHash, Offices, Preparations } from '#libs/handovers';
import { SupporterUpdates, WEBHOOK_EVENTS } from '#libs/notifications';
import { Reviews } from '#libs/petitions';
import { deriveToken, hashToken } from '#libs/vault';
import { codeAt } from '../../libs/access/src/totp-rules.js';
import { hashSecret } from '../../libs/access/src/secrets.js';
import { PASSWORD } from './console.js';

export interface SeededOrganisers {
  today: string;
  sealed: string;
  letter: string;
  broken: string;
  update: string;
  draftUpdate: string;
  webhook: string;
  review: string;
  person: string;
  day: string;
  receipt: string;
  invited: string;
  delegate: string;
  unsubscribe: string;
}

/**
 * All that organisers do beyond booking, on top of `seedConsole` and `seedHandovers`: three languages with one out of date, a review,
 * a handover today with links, one sealed, delegation, checklist and run, offices with two holders, letters and a broken promise, news
 * being sent, a webhook with deliveries, and people of every role, one of them (`coded@example.org`) with a second factor.
 */
export async function seedOrganisers(db: pg.Client, app: NestFastifyApplication, { planned, held }: { planned: string; held: string }): Promise<SeededOrganisers> {
  const one = async (sql: string, values: unknown[] = []): Promise<string> => String((await db.query<{ id: string }>(sql, values)).rows[0]?.id ?? '');
  const campaignId = Number(await one(`select id from campaigns where slug = 'alive'`));
  const [world, sweden] = [await one(`select id from users where email = 'world@example.org'`), await one(`select id from users where email = 'sweden@example.org'`)];
  const [wanda, sven] = [{ id: world, name: 'Wanda World' }, { id: sweden, name: 'Sven Sweden' }];

  const person = await people(db, app, campaignId, world);
  const invited = await invitation(db, app, campaignId, world);

  const desk = app.get(TextDesk);
  const words = ([first = '', second = '']: readonly string[]): Record<string, string> => ({ 'se-1': first, 'se-2': second });
  await desk.save('alive-se', { language: 'fr', title: 'Comptez-les tous', demand: 'Nous vous demandons de les compter tous.', notice: 'Alive Trust conserve votre signature douze mois.', calls: words(['Publiez les chiffres, partie 1', 'Publiez les chiffres, partie 2']) }, sven);
  await desk.save('alive-se', { language: 'sv', title: 'Räkna dem alla', demand: 'Vi ber er att räkna dem alla.', notice: 'Alive Trust sparar din underskrift i tolv månader.', calls: words(['Publicera siffrorna, del 1', 'Publicera siffrorna, del 2']) }, sven);
  await desk.save('alive-se', { language: 'en', title: 'Count them all, every year', demand: 'We ask you to count them all, every single year,\nand to publish what you found.\n\n- by region\n- by age', notice: 'Alive Trust keeps your signature for twelve months.', change: 'meaning' }, sven);
  await db.query(`update campaigns set review_before_opening = 'required' where id = $1`, [campaignId]);
  const review = await app.get(Reviews).ask('alive-fi', sven);
  await desk.save('alive-se', { language: 'fr', title: 'Comptez-les tous, chaque année', demand: 'Nous vous demandons de les compter tous, chaque année.', notice: 'Alive Trust conserve votre signature douze mois.', change: 'meaning' }, sven);

  const offices = app.get(Offices);
  const minister = await offices.add({ campaignId, jurisdictionId: 'SE' }, { names: { en: 'Minister of Justice', sv: 'Justitieministern' }, body: 'Government of Sweden', kind: 'executive' }, sven);
  await offices.holds(minister, { person: 'Astrid Berg', from: '2022-10-18', to: '2026-09-30', source: 'https://example.org/government' }, sven);
  await offices.holds(minister, { person: 'Nils Lind', from: '2026-10-01' }, sven);
  await db.query(`update handover_recipients set office_id = $1 where handover_id = $2`, [minister, planned]);
  const ahead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await app.get(Blackouts).add({ campaignId, jurisdictionId: 'SE' }, { from: ahead(10), to: ahead(20), reason: 'General election', source: 'https://example.org/elections' }, sven);
  const delegate = await preparations(db, app, planned, sven);

  const at = `(select id from campaigns where slug = 'alive')`;
  const today = await one(`insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, start_time, time_zone, place)
    select ${at}, 'SE', 'national', 'planned', d::text, d, d, '11:00', 'Europe/Stockholm', 'Rosenbad, Stockholm' from (select current_date as d) x returning id`);
  await db.query(`insert into handover_recipients (handover_id, position, office, body, kind) values ($1, 0, 'State Secretary', 'Government of Sweden', 'executive')`, [today]);
  await app.get(Delegations).add(today, { name: 'Ana Silva', role: 'Youth Council' }, sven);
  const days = app.get(HandoverDays);
  const [day, receipt] = [(await days.newDelegationLink(today, sven)).token, (await days.newReceiptLink(today, sven)).token];

  const commitments = app.get(CommitmentsService);
  const broken = await commitments.commit(held, { text: 'The figures of each year will be published before the summer of the next one.', kind: 'policy', madeBy: 'Prime Minister', due: ahead(-20), answers: 'all' }, wanda);
  await commitments.addStatus(broken, { status: 'broken', evidence: 'https://example.org/nothing-was-published', replyDays: 14 }, wanda);
  const letters = app.get(Letters);
  await letters.draft(held, { kind: 'answer-due', language: 'en', subject: 'Your answer to our petition', text: 'Dear Prime Minister,\n\nwe handed you our petition and ask for your answer.', recipient: 'Prime Minister', replyBy: ahead(30) }, wanda);
  const letter = await letters.draft(held, { kind: 'right-of-reply', commitmentId: broken, language: 'en', subject: 'Before we publish: your reply', text: 'Dear Prime Minister,\n\nwe mean to say that this promise was broken. What do you say?', recipient: 'Prime Minister', replyBy: ahead(14) }, wanda);
  await letters.sent(letter, null, wanda);

  const sealed = await seal(db, held);
  await curve(db);
  const { update, draftUpdate, unsubscribe } = await news(db, app, held, wanda);
  const webhook = await webhooks(db, campaignId, world);
  return { today, sealed, letter, broken, update, draftUpdate, webhook, review, person, day, receipt, invited, delegate, unsubscribe };
}

async function people(db: pg.Client, app: NestFastifyApplication, campaignId: number, world: string): Promise<string> {
  const users = app.get(Users);
  const theirs = { password: PASSWORD, passwordIsTheirs: true, locale: 'en', timeZone: 'Europe/Stockholm', campaignId };
  await users.add({ ...theirs, email: 'auditor@example.org', name: 'Åsa Audit', role: 'auditor' }, 'test');
  await users.add({ ...theirs, email: 'coded@example.org', name: 'Cora Coded', role: 'organiser' }, 'test');
  const { user } = await users.add({ ...theirs, email: 'translator@example.org', name: 'Tove Translator', role: 'translator', jurisdictionIds: ['SE'] }, 'test');
  const factors = app.get(SecondFactors);
  const { rows: [coded] } = await db.query<{ id: string }>(`select id from users where email = 'coded@example.org'`);
  const begun = await factors.begin(coded?.id ?? '');
  await factors.confirm(coded?.id ?? '', codeAt(bytesOf(begun.secret), Date.now()));
  await factors.begin(world);
  await app.get(ApiTokens).create(world, 'Figures for the newsroom', { days: 90, scopes: ['read'] });
  await app.get(Sessions).login('world@example.org', PASSWORD, 'elsewhere', { agent: 'Firefox, Windows' });
  return user.id;
}

/** Base 32 as authenticator apps are given it. */
function bytesOf(secret: string): Buffer {
  const bits = [...secret.replace(/=+$/, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
}

async function invitation(db: pg.Client, app: NestFastifyApplication, campaignId: number, world: string): Promise<string> {
  const actor = { userId: world, name: 'Wanda World', locale: 'en', timeZone: 'UTC', roles: [{ role: 'owner', campaignId: null, jurisdictionId: null, storeId: null, area: null }] } as never;
  const id = await app.get(Invitations).invite(actor, { email: 'invited@example.org', role: 'translator', campaignId, jurisdictionId: 'SE' });
  const token = randomBytes(32).toString('base64url');
  await db.query(`insert into invitation_links (token_hash, invitation_id) values ($1, $2)`, [hashSecret(token), id]);
  return token;
}

async function preparations(db: pg.Client, app: NestFastifyApplication, planned: string, actor: { id: string; name: string }): Promise<string> {
  const delegations = app.get(Delegations);
  const delegate = await delegations.add(planned, { name: 'Ana Silva', role: 'Speaks for the Youth Council', email: 'ana@example.org', locale: 'fr' }, actor);
  await delegations.add(planned, { name: 'Björn Holm', role: 'Takes the photos' }, actor);
  const lists = app.get(Preparations);
  await lists.takeUsual(planned, actor);
  await lists.add(planned, { text: 'Print twenty copies of the letter', owner: 'Björn', daysBefore: 2 }, actor);
  const [first] = await lists.checklist({ id: planned, from: null });
  if (first) await lists.change(planned, first.id, { done: true }, actor);
  for (const [startsAt, what, who] of [['13:45', 'Meet at the gate', 'All'], ['14:30', 'Handing over, in the hall', 'Ana Silva'], ['15:00', 'Words to the press', null]] as const) await lists.addRun(planned, { startsAt, what, who }, actor);
  const token = randomBytes(32).toString('base64url');
  await db.query(`insert into delegate_links (token_hash, delegate_id) values ($1, $2)`, [linkHash(token), delegate]);
  return token;
}

/** As the worker leaves it; what it says is not signed by anybody. */
async function seal(db: pg.Client, handover: string): Promise<string> {
  const hash = (letter: string): string => letter.repeat(64);
  const statement = {
    campaign: { slug: 'alive', title: 'Alive' }, handover: { id: handover, jurisdiction: 'NO', level: 'national', date: '2026-07-25', recipients: [{ office: 'Prime Minister', body: null, kind: 'executive' }] },
    cutoff: '2026-07-24T22:00:00.000Z', sealedAt: '2026-07-24T22:00:03.000Z', replaces: null,
    petitions: [{ petition: 'alive-no', jurisdiction: 'NO', counted: 40, texts: [{ language: 'en', version: 1, sha256: hash('c') }], cells: [{ country: 'NO', channel: 'online', counted: 28 }, { country: 'other', channel: 'all', counted: 12 }],
      attested: [{ count: 1200, qualifier: 'more-than', channel: 'paper', attestedBy: 'Kari Nordmann', document: 'Box 4, protocol of 3 May', documentSha256: null }] }],
    counted: 40, tree: { hash: 'SHA-256', shape: 'RFC 9162', size: 40, root: hash('b') }, members: [], audit: { n: 17, hash: hash('d') }, demonstration: false,
  };
  await db.query(
    `insert into seals (handover_id, number, state, asked_by, asked_at, cutoff, sealed_at, statement, statement_sha256, root, size, public_key, fingerprint, signature, published_at)
     values ($1, 1, 'sealed', 'test', $2, $2, $2, $3, decode($4, 'hex'), decode($5, 'hex'), 40, 'MCowBQYDK2VwAyEA', $6, 'c2lnbmF0dXJl', $2)`,
    [handover, statement.cutoff, JSON.stringify(statement), hash('a'), hash('b'), hash('e')]);
  return handover;
}

/** Forty days of signing, busier at noon and slower in the last week. */
async function curve(db: pg.Client): Promise<void> {
  await db.query(`update petitions set opened_at = now() - interval '40 days' where slug in ('alive-se', 'alive-no')`);
  await db.query(`insert into tally_cells (petition_id, hour, country, channel, status, n)
    select p.id, date_trunc('hour', now()) - h * interval '1 hour', case when h % 7 = 0 then 'DE' else p.jurisdiction_id end, (case when h % 5 = 0 then 'store' else 'online' end)::channel, 'counted',
      (1 + abs(sin(h / 24.0 * pi())) * 6 * (case when h < 168 then 1 else 2 end))::int
    from petitions p, generate_series(1, 959) h where p.slug in ('alive-se', 'alive-no') on conflict do nothing`);
}

async function news(db: pg.Client, app: NestFastifyApplication, handover: string, actor: { id: string }): Promise<{ update: string; draftUpdate: string; unsubscribe: string }> {
  const updates = app.get(SupporterUpdates);
  const draft = (): Promise<string> => updates.draft({ petition: 'alive-no', handover }, actor);
  const update = await draft();
  await db.query(`update supporter_updates set state = 'sending', approved_by = written_by, approved_at = now(), send_at = now() - interval '1 hour', started_at = now() - interval '1 hour', recipients = 42 where id = $1`, [update]);
  const { rows: [petition] } = await db.query<{ id: number }>(`select id from petitions where slug = 'alive-no'`);
  const record = randomUUID();
  const token = deriveToken({ tokenKey: createSecretKey(Buffer.alloc(32, 1)), petitionId: petition?.id ?? 0, recordId: record, purpose: 'unsubscribe', attempt: 0 });
  await db.query(`insert into update_recipients (update_id, petition_id, record_id, state, unsubscribe_hash) values ($1, $2, $3, 'accepted', $4)`, [update, petition?.id, record, hashToken(token)]);
  await db.query(`insert into update_recipients (update_id, petition_id, record_id, state) select $1, $2, gen_random_uuid(), case when n < 25 then 'accepted' when n < 27 then 'refused' when n < 28 then 'unsubscribed' else 'due' end from generate_series(1, 41) n`, [update, petition?.id]);
  return { update, draftUpdate: await draft(), unsubscribe: token };
}

async function webhooks(db: pg.Client, campaignId: number, world: string): Promise<string> {
  const add = async (name: string, state: string, reason: string | null): Promise<string> => {
    const { rows: [row] } = await db.query<{ id: string }>(
      `insert into webhooks (campaign_id, jurisdiction_id, name, url, events, state, reason, secret, secret_at, created_by, last_sequence) values ($1, null, $2, 'https://hooks.example.org/countersign/receive', $3, $4, $5, '\\x00', now() - interval '9 days', $6, 9) returning id`,
      [campaignId, name, WEBHOOK_EVENTS.slice(0, 6), state, reason, world]);
    return row?.id ?? '';
  };
  await add('Newsroom of the youth council', 'paused', 'failing');
  const id = await add('Our own website', 'active', null);
  for (const [sequence, event, state, attempts, result] of [[6, 'petition.opened', 'delivered', 1, '204'], [7, 'milestone.reached', 'dead', 11, 'timeout'], [8, 'count.daily', 'delivered', 2, '200'], [9, 'handover.scheduled', 'waiting', 3, '503']] as const) {
    await db.query(
      `insert into webhook_deliveries (webhook_id, sequence, event, about, body, state, attempts, next_at, tried_at, result, took_ms, settled_at)
       values ($1, $2, $3, $3, '{}', $4, $5, now() + interval '2 hours', now() - interval '1 hour', $6, 183, case when $4 <> 'waiting' then now() - interval '1 hour' end)`, [id, sequence, event, state, attempts, result]);
  }
  return id;
}
