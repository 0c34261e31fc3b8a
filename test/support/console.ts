import type { Server } from 'node:http';
import pg from 'pg';
import request, { type Response } from 'supertest';
import { Sessions, Users } from '#libs/access';
import { sheetNumber } from '#libs/stores';
import { startServer, type StartedServer } from './app.js';
import { testDatabase, type TestDatabase } from './services.js';

export const PASSWORD = 'a handover in the rain';

/**
 * A living campaign `alive` with petitions in Sweden and Norway (open) and Finland (draft), a region of the three, and logins:
 * `world@`, `sweden@`, `reader@` and, with a password still to be changed, `new@example.org`.
 */
export async function seedConsole(db: pg.Client, users: Users): Promise<void> {
  await db.query(`
    insert into campaigns (slug, title, kind, default_language, controller, contact, retention)
      values ('alive', '{"en": "Alive", "fr": "Vivante"}', 'live', 'en', 'Alive Trust', 'privacy@example.org', '{"months": 12, "text": {"en": "Until a year after the handover."}}');
    insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state)
      select c.id, v.id, v.kind, v.iso2, v.name, 'petition' from campaigns c,
        (values ('SE', 'country', 'SE', 'Sweden'), ('NO', 'country', 'NO', 'Norway'), ('FI', 'country', 'FI', 'Finland'), ('region-nordic', 'region', null, 'Nordic countries')) v(id, kind, iso2, name)
      where c.slug = 'alive';
    insert into jurisdiction_members (campaign_id, region_id, member_id)
      select c.id, 'region-nordic', v.id from campaigns c, (values ('SE'), ('NO'), ('FI')) v(id) where c.slug = 'alive';
    insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, time_zone, target, opened_at, addressee)
      select c.id, v.id, 'alive-' || lower(v.id), true, v.status, 'standard', 'en', v.zone, 1000, case when v.status = 'open' then now() - interval '20 days' end, 'the Government'
      from campaigns c, (values ('SE', 'open', 'Europe/Stockholm'), ('NO', 'open', 'Europe/Oslo'), ('FI', 'draft', 'Europe/Helsinki')) v(id, status, zone) where c.slug = 'alive';
    insert into petition_texts (petition_id, language, version, title, demand, notice)
      select id, 'en', 1, 'Count them all', 'We ask you to count them all.', 'Alive Trust keeps your signature for twelve months.' from petitions;
    insert into petition_tallies (petition_id, counted, pending) select id, case jurisdiction_id when 'SE' then 893 else 40 end, 7 from petitions where status = 'open';
    insert into tally_cells (petition_id, hour, country, channel, status, n)
      select p.id, date_trunc('hour', now()) - n * interval '1 day', p.jurisdiction_id, 'online', 'counted', case p.jurisdiction_id when 'SE' then 47 else 2 end
      from petitions p, generate_series(0, 18) n where p.status = 'open';
    insert into calls_to_action (campaign_id, jurisdiction_id, key, position, target)
      select c.id, 'SE', 'se-' || n, n, 'the Government' from campaigns c, generate_series(1, 2) n where c.slug = 'alive';
    insert into call_texts (call_id, language, version, text) select id, 'en', 1, 'Publish the figures, part ' || position from calls_to_action;
  `);
  const { rows: [campaign] } = await db.query<{ id: number }>(`select id from campaigns where slug = 'alive'`);
  const everyone = { password: PASSWORD, passwordIsTheirs: true, locale: 'en', timeZone: 'Europe/Stockholm' };
  await users.add({ ...everyone, email: 'world@example.org', name: 'Wanda World', role: 'owner' }, 'test');
  await users.add({ ...everyone, email: 'sweden@example.org', name: 'Sven Sweden', role: 'organiser', campaignId: campaign?.id, jurisdictionIds: ['SE'] }, 'test');
  await users.add({ ...everyone, email: 'reader@example.org', name: 'Rita Reader', role: 'reader', campaignId: campaign?.id, jurisdictionIds: ['SE'] }, 'test');
  await users.add({ ...everyone, passwordIsTheirs: false, email: 'new@example.org', name: 'Nina New', role: 'organiser', campaignId: campaign?.id, jurisdictionIds: ['SE'] }, 'test');
}

/** A server on a database of its own, with what `seedConsole` makes. */
export interface OpenConsole {
  database: TestDatabase;
  server: StartedServer;
  /** Past the server's own connections. */
  db: pg.Client;
  users: Users;
  /** A visitor without script, signed in. */
  enter(email: string): Promise<ConsoleVisitor>;
  rows<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function openConsole(): Promise<OpenConsole> {
  const database = await testDatabase();
  const db = new pg.Client(database.admin);
  await db.connect();
  const server = await startServer(database.config);
  const users = server.app.get(Users);
  await seedConsole(db, users);
  return {
    database, server, db, users,
    enter: (email) => new ConsoleVisitor(server.http).signIn(server.app.get(Sessions), email),
    rows: async <Row>(sql: string, values: unknown[] = []) => (await db.query(sql, values)).rows as Row[],
    close: async () => {
      await server.close();
      await db.end();
      await database.drop();
    },
  };
}

/** A browser without script: keeps its cookie, sends forms, follows nothing by itself. */
export class ConsoleVisitor {
  private cookie = '';

  constructor(private readonly http: Server) {}

  /** Past the door, which lets an address knock twenty times a minute only. */
  async signIn(sessions: Sessions, email: string): Promise<this> {
    this.cookie = `countersign_session=${(await sessions.login(email, PASSWORD, 'test')).token}`;
    return this;
  }

  async get(path: string): Promise<Response> {
    return this.keep(await request(this.http).get(path).set('cookie', this.cookie).set('accept', 'text/html').set('accept-language', 'en'));
  }

  async post(path: string, form: Record<string, string | string[]>): Promise<Response> {
    return this.keep(await request(this.http).post(path).type('form').set('cookie', this.cookie).set('accept', 'text/html').set('accept-language', 'en').send(form));
  }

  /** Loads the page with the form first, for the token in it. */
  async submit(path: string, form: Record<string, string | string[]>, page: string = path): Promise<Response> {
    const token = /name="_csrf" value="([^"]+)"/.exec((await this.get(page)).text)?.[1];
    if (!token) throw new Error(`no form on ${page}`);
    return this.post(path, { ...form, _csrf: token });
  }

  private keep(response: Response): Response {
    const set = (response.headers['set-cookie'] as unknown as string[] | undefined)?.find((one) => one.startsWith('countersign_session='));
    if (set) this.cookie = set.split(';')[0] ?? '';
    return response;
  }
}

/** A handover ahead, one held with a response and an overdue commitment, one past without a result, and a bundle known only roughly. */
export async function seedHandovers(db: pg.Client): Promise<{ planned: string; held: string; bundle: string; commitment: string }> {
  const id = async (sql: string): Promise<string> => (await db.query<{ id: string }>(sql)).rows[0]?.id ?? '';
  const campaign = `(select id from campaigns where slug = 'alive')`;
  const planned = await id(`insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, start_time, time_zone, place)
    select ${campaign}, 'SE', 'national', 'planned', d::text, d, d, '14:30', 'Europe/Stockholm', 'Riksdag, Stockholm' from (select current_date + 14 as d) x returning id`);
  const held = await id(`insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, time_zone, place, signatures, signatures_qualifier, outcome)
    select ${campaign}, 'NO', 'national', 'held', d::text, d, d, 'Europe/Oslo', 'Oslo', 1200, 'more-than', 'We have heard you, and shall answer within the year.' from (select current_date - 120 as d) x returning id`);
  await db.query(`insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, time_zone)
    select ${campaign}, 'FI', 'national', 'planned', d::text, d, d, 'Europe/Helsinki' from (select current_date - 2 as d) x`);
  const bundle = await id(`insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, title)
    select ${campaign}, 'region-nordic', 'regional', 'planned', to_char(d, 'YYYY-MM') || '~', date_trunc('month', d)::date, (date_trunc('month', d) + interval '1 month - 1 day')::date, null from (select current_date + 14 as d) x returning id`);
  await db.query(`insert into handover_jurisdictions (handover_id, campaign_id, jurisdiction_id) select $1, ${campaign}, v from unnest(array['SE', 'NO', 'FI']) v`, [bundle]);
  await db.query(`insert into handover_recipients (handover_id, position, office, body, name, kind) values ($1, 0, 'Minister of Justice', 'Government of Sweden', null, 'executive'), ($2, 0, 'Prime Minister', null, 'K. Nordmann', 'executive')`, [planned, held]);
  await db.query(`insert into handover_presenters (handover_id, position, name, affiliation) values ($1, 0, 'Ana Silva', 'Youth Council')`, [planned]);
  await db.query(`insert into handover_responses (handover_id, kind, text, dated_on, document, recorded_by) values ($1, 'letter', 'Thank you for your petition.', current_date - 60, 'Ref. 2026/417', 'Wanda World')`, [held]);
  const commitment = await id(`insert into commitments (handover_id, text, kind, made_by, due_edtf, due_from, due_to)
    select '${held}', 'A register of all cases will be kept and published.', 'legislation', 'Prime Minister', d::text, d, d from (select current_date - 30 as d) x returning id`);
  await db.query(`insert into commitment_statuses (commitment_id, status, evidence, recorded_by) values ($1, 'promised', null, 'Wanda World'), ($1, 'in-progress', 'https://example.org/bill-12', 'Wanda World')`, [commitment]);
  await db.query(`insert into attested_counts (petition_id, count, qualifier, channel, document, attested_by, recorded_by)
    select id, 1200, 'more-than', 'paper', 'Box 4, protocol of 3 May', 'Kari Nordmann', 'test' from petitions where slug = 'alive-no'`);
  await db.query(`update petition_tallies set attested = 1200, attested_lower_bound = true where petition_id = (select id from petitions where slug = 'alive-no')`);
  await db.query(`insert into milestones (petition_id, threshold, origin, approaching_at, reached_at) select id, 500, 'organiser', now() - interval '9 days', now() - interval '7 days' from petitions where slug = 'alive-se'`);
  return { planned, held, bundle, commitment };
}

export interface SeededStores { own: string; north: string; oslo: string; tablet: string; northTablet: string; shift: string; sheet: string; northSheet: string; keying: string; quarantined: string; foreignQuarantined: string }

/**
 * Three stores (two in Sweden, one in Oslo) with tablets, a shift, sheets, a line typed twice and something in quarantine, and logins:
 * `manager@` looks after Gamla stan, `north@example.org` after the area Norr.
 */
export async function seedStores(db: pg.Client, users: Users): Promise<SeededStores> {
  const id = async (sql: string, parameters: unknown[] = []): Promise<string> => (await db.query<{ id: string }>(sql, parameters)).rows[0]?.id ?? '';
  const campaign = `(select id from campaigns where slug = 'alive')`;
  const store = (code: string, name: string, country: string, area: string, agreed: boolean): Promise<string> => id(
    `insert into stores (campaign_id, jurisdiction_id, code, name, area, town, language, time_zone, agreement, created_by)
     values (${campaign}, $1, $2, $3, $4, $3, 'en', 'Europe/Stockholm', $5, 'test') returning id`,
    [country, code, name, area, agreed ? JSON.stringify({ signedOn: '2026-02-01', signedBy: 'Maja Mild, manager', document: 'File 7', recordedBy: 'Sven Sweden', recordedAt: '2026-02-02T09:00:00Z' }) : null]);
  const [own, north, oslo] = [await store('gamla-stan', 'Gamla stan', 'SE', 'Stockholm', true), await store('umea-1', 'Umeå', 'SE', 'Norr', false), await store('oslo-1', 'Oslo', 'NO', 'Øst', true)];
  const tablet = async (storeId: string, n: number, state = 'active'): Promise<string> => id(
    `insert into devices (id, store_id, name, public_key, fingerprint, state, last_seen_at, waiting, oldest_waiting_at, app_version, storage_protected, clock_offset_ms, highest_seq)
     values (gen_random_uuid(), $1, $2, decode(lpad(to_hex($3::int), 130, '04'), 'hex'), 'K7QM-3FWD', $4, now() - $3 * interval '30 hours', $3, now() - $3 * interval '31 hours', '1.0.0', false, 300000, 6) returning id`,
    [storeId, `Till ${n}`, n, state]);
  const [first, northTablet, retired, foreign] = [await tablet(own, 1), await tablet(north, 0), await tablet(own, 2, 'retired'), await tablet(oslo, 3, 'retired')];
  const petition = async (slug: string): Promise<number> => Number(await id(`select id from petitions where slug = $1`, [slug]));
  const [swedish, norwegian] = [await petition('alive-se'), await petition('alive-no')];
  const shift = await id(`insert into shifts (id, device_id, store_id, started_at, ended_at, captured, typed) values (gen_random_uuid(), $1, $2, now() - interval '9 hours', now() - interval '1 hour', 5, 0) returning id`, [first, own]);
  for (const [seq, outcome] of [[1, 'stored'], [2, 'stored'], [3, 'repeated'], [6, 'quarantined']] as const) {
    await db.query(
      `insert into device_records (signed_at, device_clock, seq, offset_ms, device_id, record_id, shift_id, petition_id, channel, outcome, payload_hash)
       values (now() - interval '2 hours', now() - interval '2 hours', $1, 0, $2, gen_random_uuid(), $3, $4, 'store', $5, '\\x00')`, [seq, first, shift, swedish, outcome]);
  }
  const sheet = (storeId: string, number: string, state: string, filled: number | null): Promise<string> => id(
    `insert into sheets (number, store_id, petition_id, language, text_version, lines, state, out_at, returned_at, filled) values ($1, $2, $3, 'en', 1, 10, $4, now(), now(), $5) returning id`, [number, storeId, swedish, state, filled]);
  const [ownSheet, northSheet] = [await sheet(own, sheetNumber(90001), 'returned', 8), await sheet(north, sheetNumber(90002), 'printed', null)];
  const keying = await id(
    `insert into sheet_keyings (sheet_id, line, attempt, record_id, petition_id, device_id, drawn, compared_at, outcome) values ($1, 7, 1, gen_random_uuid(), $2, $3, false, now(), 'different') returning id`, [ownSheet, swedish, first]);
  const aside = (petitionId: number, deviceId: string): Promise<string> => id(
    `insert into quarantine (record_id, petition_id, batch_id, content, code, record, device_id)
     select r, $1, gen_random_uuid(), uuid_send(r), 'stores.device_retired', jsonb_build_object('id', r, 'signedAt', '2026-11-20T10:00:00.000Z', 'sealed', 'c2VhbGVk'), $2 from (select gen_random_uuid() as r) x returning id`, [petitionId, deviceId]);
  const [quarantined, foreignQuarantined] = [await aside(swedish, retired), await aside(norwegian, foreign)];
  for (const [via, channel, n] of [['gamla-stan', 'store', 12], ['gamla-stan', 'online', 30], ['umea-1', 'paper', 4], ['youth-group', 'online', 9]] as const) {
    await db.query(`insert into link_tallies (petition_id, via, day, channel, n) select $1, $2, (now() at time zone 'UTC')::date - d, $3::channel, $4 from generate_series(0, 9, 3) d`, [swedish, via, channel, n]);
  }
  const { rows: [found] } = await db.query<{ id: number }>(`select id from campaigns where slug = 'alive'`);
  const manager = { password: PASSWORD, passwordIsTheirs: true, locale: 'en', timeZone: 'Europe/Stockholm', role: 'manager' as const, campaignId: found?.id };
  await users.add({ ...manager, email: 'manager@example.org', name: 'Maja Mild', storeId: own }, 'test');
  await users.add({ ...manager, email: 'north@example.org', name: 'Nils Norr', area: 'Norr', jurisdictionIds: ['SE'] }, 'test');
  return { own, north, oslo, tablet: first, northTablet, shift, sheet: ownSheet, northSheet, keying, quarantined, foreignQuarantined };
}
