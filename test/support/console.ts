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
