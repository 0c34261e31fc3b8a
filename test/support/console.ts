import type { Server } from 'node:http';
import type pg from 'pg';
import request, { type Response } from 'supertest';
import type { Sessions, Users } from '#libs/access';

export const PASSWORD = 'a handover in the rain';

/**
 * A living campaign `alive` with petitions in Sweden and Norway (open) and Finland (draft), a region of the three, and logins:
 * `world@`, `sweden@`, `reader@` and, with a password still to be changed, `new@example.org`.
 */
export async function seedConsole(db: pg.Client, users: Users): Promise<void> {
  await db.query(`
    insert into campaigns (slug, title, kind, default_language, controller, contact, retention)
      values ('alive', '{"en": "Alive", "fr": "Vivante"}', 'live', 'en', 'Alive Trust', 'privacy@example.org', '{"months": 12}');
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
