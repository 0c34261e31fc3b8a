import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ApiTokens, type NewUser, Users } from '#libs/access';
import { pgConnection } from '#libs/config';
import { type DeclaredRoute, DeclaredRoutes } from '../../apps/server/src/edge/declared-routes.js';
import { OpenApi } from '../../apps/server/src/edge/openapi/openapi.js';
import { startServer, type StartedServer } from '../support/app.js';
import { PASSWORD, seedConsole, seedHandovers, seedStores } from '../support/console.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

/**
 * Every route of the code × every role, asked on a server with real things of Sweden. A new route is found by itself; a parameter
 * that is new needs one line in `samples`, or the first test names it.
 */
const ROLES = ['nobody', 'tablet', 'reader', 'translator', 'manager', 'auditor', 'norway', 'sweden', 'owner'] as const;
type Who = (typeof ROLES)[number];
/** What each bears, as `@AllowRoles` has it. The manager looks after a store in Oslo, reader and translator are Sweden's. */
const BEARS: Readonly<Record<Who, string | null>> = {
  nobody: null, tablet: null, reader: 'reader', translator: 'translator', manager: 'manager', auditor: 'auditor', norway: 'organiser', sweden: 'organiser', owner: 'owner',
};
/** To whom Sweden's inside is to be as if it were not there. */
const OUTSIDERS: readonly Who[] = ['nobody', 'tablet', 'manager', 'norway'];
/** Who may change nothing of Sweden's. */
const ONLOOKERS: readonly Who[] = [...OUTSIDERS, 'reader', 'auditor'];
/** Stands in every private text of Sweden's. */
const SECRET = 'zzkungsholmen';
/** Asked for by whoever is signed in, about themselves or about what everybody may know: an answer is no leak. */
const PUBLIC_TOO: readonly string[] = [];
/** Answers that never end. */
const STREAMS = /\/stream$/;
/** What asking alone may change: who asked, one's own things, what is counted of links. */
const MAY_CHANGE = new Set(['audit_log', 'sessions', 'api_tokens', 'users', 'user_quiet_hours', 'quiet_hours', 'calendar_feeds', 'outbox', 'mail_log']);

let database: TestDatabase;
let server: StartedServer;
let db: pg.Client;
let routes: DeclaredRoute[];
let samples: Record<string, string>;
const tokens = new Map<Who, string>();

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  db = new pg.Client(pgConnection(database.config.database));
  await db.connect();
  const users = server.app.get(Users);
  await seedConsole(db, users);
  const [handovers, stores] = [await seedHandovers(db), await seedStores(db, users)];
  await hide();
  await logins(users, stores.oslo);
  const one = async (sql: string): Promise<string> => (await db.query<{ id: string }>(sql.replace('select id', 'select id::text as id'))).rows[0]?.id ?? randomUUID();
  const handover = handovers.planned;
  await db.query('update commitments set handover_id = $1 where id = $2', [handover, handovers.commitment]);
  const person = await one(`select id from users where email = 'reader@example.org'`);
  const role = await one(`select id from user_roles where user_id = '${person}'`);
  // By the segment before it, or else by its name alone. What nothing was made of is asked for by an id that nobody has.
  samples = {
    'campaigns/:slug': 'alive', ':campaign': 'alive', ':locale': 'en', ':token': 'x'.repeat(43), ':code': 'gamla-stan', ':language': 'en', ':version': '1',
    ':slug': 'quiet-se', ':petition': 'quiet-se', 'petitions/:id': 'quiet-se', ':act': 'say', ':call': 'se-1', ':deed': 'retire', ':status': '1', ':file': 'letter.pdf', '*': 'nothing.js', ':number': '1', ':item': '1',
    'handovers/:id': handover, ':handover': handover, 'calendar/:token': 'x'.repeat(43), 'commitments/:id': handovers.commitment, ':commitment': handovers.commitment,
    ':store': stores.own, 'stores/:id': stores.own, ':device': stores.tablet, 'devices/:id': stores.tablet, 'tablets/:id': stores.tablet, ':tablet': stores.tablet, ':pairing': randomUUID(),
    'shifts/:id': stores.shift, ':shift': stores.shift, 'sheets/:id': stores.sheet, ':sheet': stores.sheet, ':keying': stores.keying, 'sheet-keyings/:id': stores.keying, 'lines/:keying': stores.keying,
    'quarantine/:id': stores.quarantined, ':user': person, ':role': role, ':session': randomUUID(), ':invitation': randomUUID(), 'tokens/:token': randomUUID(),
    ':decision': 'release', 'mail/:id': '1', 'documents/:id': randomUUID(), ':id': randomUUID(), ':delegate': randomUUID(), ':delivery': randomUUID(), ':letter': randomUUID(), ':link': randomUUID(),
    ':review': '1', ':term': '1', ':webhook': randomUUID(), ':update': randomUUID(), ':statusId': '1', ':office': randomUUID(), ':blackout': '1', ':document': randomUUID(),
  };
  routes = server.app.get(DeclaredRoutes, { strict: false }).all();
}, 60_000);

afterAll(async () => {
  await db?.end();
  await server?.close();
  await database?.drop();
});

/** A draft of Sweden's, and a word in its private texts that nobody else may ever be shown. */
async function hide(): Promise<void> {
  await db.query(`
    insert into campaigns (slug, title, kind, default_language, controller, contact, retention) values ('quiet', '{"en": "Quiet"}', 'live', 'en', 'Quiet Trust', 'q@example.org', '{"months": 12}');
    insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) select c.id, v, 'country', v, v, 'petition' from campaigns c, unnest(array['SE', 'NO']) v where c.slug = 'quiet';
    insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language, addressee)
      select id, 'SE', 'quiet-se', true, 'draft', 'standard', 'en', '${SECRET}' from campaigns where slug = 'quiet';
    insert into petition_texts (petition_id, language, version, title, demand, notice) select id, 'en', 1, '${SECRET} title', '${SECRET} demand', '${SECRET} notice' from petitions where slug = 'quiet-se';
    update stores set name = '${SECRET} ' || name, town = '${SECRET}' where jurisdiction_id = 'SE';
    update devices set name = '${SECRET} ' || name where store_id in (select id from stores where jurisdiction_id = 'SE');
    update users set name = '${SECRET} ' || name where email in ('sweden@example.org', 'reader@example.org');
  `);
}

async function logins(users: Users, osloStore: string): Promise<void> {
  const { rows: [campaign] } = await db.query<{ id: number }>(`select id from campaigns where slug = 'alive'`);
  const of = (role: NewUser['role'], more: Partial<NewUser>): NewUser => ({ email: `${role}.${randomUUID()}@example.org`, name: role, role, password: PASSWORD, passwordIsTheirs: true, ...more });
  const wanted: [Who, NewUser][] = [
    ['owner', of('owner', {})], ['auditor', of('auditor', {})], ['sweden', of('organiser', { jurisdictionIds: ['SE'] })], ['norway', of('organiser', { jurisdictionIds: ['NO'] })],
    ['reader', of('reader', { jurisdictionIds: ['SE'] })], ['translator', of('translator', { jurisdictionIds: ['SE'] })], ['manager', of('manager', { campaignId: campaign?.id, storeId: osloStore })],
  ];
  await Promise.all(wanted.map(async ([who, user]) => tokens.set(who, (await server.app.get(ApiTokens).create((await users.add(user, 'test')).user.id, 'test')).token)));
}

interface Part { name: string; key: string }

function parametersOf(path: string): Part[] {
  const segments = path.split('/').filter(Boolean);
  return segments.flatMap((segment, n) => {
    const [name] = /:\w+|\*/.exec(segment) ?? [];
    return name ? [{ name, key: `${segments[n - 1] ?? ''}/${name}` }] : [];
  });
}

const sampleFor = ({ key, name }: Part): string | undefined => samples[key] ?? samples[name];

function addressOf({ path }: DeclaredRoute): string {
  const parts = parametersOf(path);
  return parts.reduce((address, part) => address.replace(new RegExp(`${part.name.replace('*', '\\*')}(?:\\([^)]*\\))?(?=$|[/.])`), encodeURIComponent(sampleFor(part) ?? '')), path);
}

/** Whether the address names something of Sweden's, by an id that is real. */
const isSwedens = (route: DeclaredRoute): boolean => {
  const general = new Set(['alive', 'en', '1', 'x'.repeat(43)]);
  return parametersOf(route.path).some((part) => !general.has(sampleFor(part) ?? '') && !/^:(?:locale|language|version|status|file|act)$/.test(part.name));
};

/** The least body that the route's own description takes. */
function bodyOf(route: DeclaredRoute): object {
  const [controller, method] = route.name.split('.');
  const api = server.app.get(OpenApi, { strict: false }).document as unknown as { paths: Record<string, Record<string, { operationId?: string; requestBody?: { content?: Record<string, { schema?: Schema }> } }>>; components?: { schemas?: Record<string, Schema> } };
  const operation = Object.values(api.paths).flatMap((item) => Object.values(item)).find(({ operationId }) => operationId === `${controller}_${method}`);
  const made = valueOf(operation?.requestBody?.content?.['application/json']?.schema ?? {}, api.components?.schemas ?? {});
  return made !== null && typeof made === 'object' ? made : {};
}

interface Schema { $ref?: string; allOf?: Schema[]; type?: string; enum?: unknown[]; format?: string; minimum?: number; minLength?: number; minItems?: number; items?: Schema; required?: string[]; properties?: Record<string, Schema>; pattern?: string; example?: unknown }

function valueOf(schema: Schema, known: Record<string, Schema>): unknown {
  if (schema.$ref) return valueOf(known[schema.$ref.split('/').at(-1) ?? ''] ?? {}, known);
  if (schema.allOf?.[0]) return valueOf(schema.allOf[0], known);
  if (schema.enum) return schema.enum[0];
  if (schema.example !== undefined) return schema.example;
  switch (schema.type) {
    case 'array': return Array.from({ length: schema.minItems ?? 0 }, () => valueOf(schema.items ?? {}, known));
    case 'object': return Object.fromEntries((schema.required ?? []).map((name) => [name, valueOf(schema.properties?.[name] ?? {}, known)]));
    case 'integer': case 'number': return schema.minimum ?? 1;
    case 'boolean': return true;
    default: return schema.format === 'email' ? 'nobody@example.org' : schema.format === 'date-time' ? '2031-03-04T00:00:00Z' : 'x'.repeat(Math.max(1, schema.minLength ?? 1));
  }
}

const isSafe = ({ method }: DeclaredRoute): boolean => method === 'GET' || method === 'HEAD';

interface Answer { statusCode: number; body: string; location: string }

async function ask(route: DeclaredRoute, who: Who): Promise<Answer> {
  const token = tokens.get(who);
  const api = route.path.startsWith('/api/');
  const answer = await fetch(`${server.url}${addressOf(route)}`, {
    method: route.method, redirect: 'manual', signal: AbortSignal.timeout(10_000), ...(isSafe(route) ? {} : { body: api ? JSON.stringify(bodyOf(route)) : '' }),
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}), accept: api ? 'application/json' : 'text/html',
      ...(isSafe(route) ? {} : { 'content-type': api ? 'application/json' : 'application/x-www-form-urlencoded' }),
      // A signature that is none: outside of the tablets' own routes it must lend nothing.
      ...(who === 'tablet' ? { 'signature-input': 'sig=("@method");keyid="x"', signature: 'sig=:AA==:' } : {}),
    },
  });
  return { statusCode: answer.status, body: await answer.text(), location: answer.headers.get('location') ?? '' };
}

const turnedAway = ({ statusCode, location }: Answer): boolean => [401, 403, 404, 429].includes(statusCode) || (statusCode === 303 && /^\/console\/login/.test(location));

/** What is wrong with an answer; null if nothing. */
function faultIn(route: DeclaredRoute, who: Who, answer: Answer): string | null {
  const { allowance } = route;
  const { statusCode: status, body } = answer;
  const says = (what: string): string => `${route.method} ${route.path} (${route.name}) to ${who}: ${status}, ${what}`;
  if (status >= 500 && status !== 503) return says('failed');
  if (OUTSIDERS.includes(who) && body.includes(SECRET)) return says('told what is Sweden\'s alone');
  if (turnedAway(answer) && body.includes(SECRET)) return says('refused, and told it all the same');
  if (!allowance || allowance.who === 'loopback') return null;
  if (allowance.who === 'anyone') return null;
  if (allowance.who === 'device') return status === 401 || status === 404 || status === 426 || status === 422 || status === 400 ? null : says('only a paired tablet may');
  const bears = BEARS[who];
  if (bears === null) return turnedAway(answer) ? null : says('nobody is signed in');
  if (route.inPerson) return status === 403 ? null : says('not for a token');
  if (allowance.who === 'roles' && !(allowance.roles as readonly string[]).includes(bears)) return status === 403 || status === 429 ? null : says('the role is not declared');
  if (OUTSIDERS.includes(who) && isSwedens(route) && !PUBLIC_TOO.includes(route.name)) return turnedAway(answer) || [400, 409, 410, 413, 415, 422].includes(status) ? null : says('a stranger got in');
  if ((who === 'owner' || who === 'sweden') && isSafe(route) && allowance.who === 'roles' && isSwedens(route)) return status === 401 || status === 403 ? says('declared, and refused') : null;
  return null;
}

/** Asks a few at a time. */
async function faultsOf(pairs: readonly (readonly [DeclaredRoute, Who])[]): Promise<string[]> {
  const line = [...pairs];
  const faults: string[] = [];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let pair = line.shift(); pair; pair = line.shift()) {
      const [route, who] = pair;
      const answer = await ask(route, who).catch(() => null);
      const fault = answer ? faultIn(route, who, answer) : `${route.method} ${route.path} (${route.name}) to ${who}: no end of an answer`;
      if (fault) faults.push(fault);
    }
  }));
  return faults.sort();
}

const each = (list: readonly DeclaredRoute[], roles: readonly Who[]): (readonly [DeclaredRoute, Who])[] => list.filter(({ path }) => !STREAMS.test(path)).flatMap((route) => roles.map((who) => [route, who] as const));

/** One hash over all rows of each table. */
async function fingerprints(): Promise<Record<string, string>> {
  const { rows } = await db.query<{ name: string }>(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition`);
  const found: Record<string, string> = {};
  for (const { name } of rows.filter((row) => !MAY_CHANGE.has(row.name))) {
    const { rows: [all] } = await db.query<{ all: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as all from ${name} t`);
    found[name] = all?.all ?? '';
  }
  return found;
}

describe('every route and every role', () => {
  it('each parameter of a route has something of Sweden\'s to be asked with', () => {
    expect(routes.length).toBeGreaterThan(150);
    expect(routes.flatMap((route) => parametersOf(route.path).filter((part) => sampleFor(part) === undefined).map(({ key }) => `${route.name}: ${key}`))).toEqual([]);
  });

  it('looking tells nobody what is not theirs, and refuses whom the route does not declare', async () => {
    expect(await faultsOf(each(routes.filter(isSafe), ROLES))).toEqual([]);
  }, 60_000);

  it('acting is refused to onlookers and strangers, and nothing is changed by them', async () => {
    const before = await fingerprints();
    expect(await faultsOf(each(routes.filter((route) => !isSafe(route)), ONLOOKERS))).toEqual([]);
    expect(await fingerprints()).toEqual(before);
  }, 60_000);

  it('is judged by tests that can fail: Sweden\'s own see what strangers must not', async () => {
    const seen = await Promise.all(routes.filter((route) => isSafe(route) && isSwedens(route) && !STREAMS.test(route.path)).slice(0, 400).map(async (route) => (await ask(route, 'sweden').catch(() => null))?.body.includes(SECRET) ?? false));
    expect(seen.filter(Boolean).length).toBeGreaterThan(15);
  }, 60_000);
});
