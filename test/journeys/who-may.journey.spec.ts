import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { ApiTokens, type NewUser, Users } from '#libs/access';
import { pgConnection } from '#libs/config';
import { sheetNumber } from '#libs/stores';
import { utf8 } from '../../apps/tablet/src/crypto/bytes.js';
import { makeDeviceKey } from '../../apps/tablet/src/crypto/device-key.js';
import { signRequest } from '../../apps/tablet/src/crypto/request-signature.js';
import { type DeclaredRoute, DeclaredRoutes } from '../../apps/server/src/edge/declared-routes.js';
import { OpenApi } from '../../apps/server/src/edge/openapi/openapi.js';
import { RateLimits } from '../../apps/server/src/edge/rate-limit.guard.js';
import { startServer, type StartedServer } from '../support/app.js';
import { PASSWORD, seedConsole, seedHandovers, seedStores } from '../support/console.js';
import { SEARCH, SECRET, seedPrivateThings } from '../support/private-things.js';
import { testDatabase, type TestDatabase } from '../support/services.js';

/**
 * Every route of the code × every role, asked on a server with real things of Sweden. A new route is found by itself; a parameter
 * that is new needs one line in `samples`, or the first test names it.
 */
const ROLES = ['nobody', 'tablet', 'reader', 'translator', 'manager', 'auditor', 'elsewhere', 'norway', 'sweden', 'alive', 'owner'] as const;
type Who = (typeof ROLES)[number];
/** What each bears, as `@AllowRoles` has it. */
const BEARS: Readonly<Record<Who, string | null>> = {
  nobody: null,
  /** A tablet of Oslo, whose key signs what it asks. */
  tablet: null,
  reader: 'reader', translator: 'translator',
  /** Of another store in Sweden. */
  manager: 'manager',
  auditor: 'auditor',
  /** Owner of another campaign. */
  elsewhere: 'owner',
  norway: 'organiser', sweden: 'organiser',
  /** Owner of Sweden's campaign. */
  alive: 'owner',
  owner: 'owner',
};
/** To whom Sweden's inside is to be as if it were not there. */
const OUTSIDERS: readonly Who[] = ['nobody', 'tablet', 'manager', 'elsewhere', 'norway'];
/** Who may change nothing of Sweden's. */
const ONLOOKERS: readonly Who[] = [...OUTSIDERS, 'reader', 'auditor'];
/** Answers that never end: their beginning is looked at. */
const STREAMS = /\/stream$/;
/** What asking alone may change: who asked, and one's own things. */
const MAY_CHANGE = new Set(['audit_log', 'sessions', 'api_tokens', 'users', 'notice_preferences', 'calendar_feeds', 'outbox', 'mail_log', 'second_factors']);

let database: TestDatabase;
let server: StartedServer;
let db: pg.Client;
let routes: DeclaredRoute[];
/** Real things of Sweden, twice: what the public knows of beside what it doesn't, and the same questions about things that are not there. */
let scenes: { open: Samples; closed: Samples; missing: Samples };
type Samples = Readonly<Record<string, string>>;
let tablet: { device: string; key: CryptoKey };
const tokens = new Map<Who, string>();

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  db = new pg.Client(pgConnection(database.config.database));
  await db.connect();
  const users = server.app.get(Users);
  // How often somebody may ask is another test's.
  jest.spyOn(RateLimits.prototype, 'spend').mockReturnValue(undefined);
  await seedConsole(db, users);
  const [handovers, stores] = [await seedHandovers(db), await seedStores(db, users)];
  const one = async (sql: string): Promise<string> => String((await db.query<{ id: string }>(sql)).rows[0]?.id);
  const sven = await one(`select id from users where email = 'sweden@example.org'`);
  const things = await seedPrivateThings(db, { planned: handovers.planned, store: stores.own, device: stores.tablet, sven });
  await logins(users, stores.north);
  tablet = await pairedIn(stores.oslo);
  await db.query('update commitments set handover_id = $1 where id = $2', [handovers.planned, handovers.commitment]);
  const person = await one(`select id from users where email = 'reader@example.org'`);
  const nobodys = randomUUID();
  // By the segment before it, or else by its name alone.
  const open: Samples = {
    'campaigns/:slug': 'alive', ':campaign': 'alive', ':locale': 'en', ':token': 'x'.repeat(43), 'calendar/:file': `${'x'.repeat(43)}.ics`, ':file': 'all.csv', ':code': 'gamla-stan', ':language': 'en', '*': 'nothing.js',
    ':number': await one(`select id from petitions where slug = 'quiet-se'`), ':dataset': 'history.json', 'data/:table': 'history', ':part': 'alive-1', 'countries/:country': 'SE', 'countries/:id': 'SE',
    ':act': 'return', ':deed': 'remove', ':decision': 'first', 'mail/:id': '1',
    ':petition': 'quiet-se', ':slug': 'quiet-se', ':call': 'se-1', ':review': things.review, 'attested-counts/:id': things.attested, 'updates/:id': things.update,
    'handovers/:id': handovers.planned, 'commitments/:id': handovers.commitment, ':status': await one(`select max(id) as id from commitment_statuses where commitment_id = '${handovers.commitment}'`),
    ':delegate': things.delegate, 'checklist/:item': things.checklistItem, 'run/:item': things.runItem, ':letter': things.letter, ':link': things.dayLink, 'documents/:id': things.document, 'files/:document': things.document, ':sample': things.sample, ':export': things.namesExport, ':cluster': 'disposable.all', ':done': things.screened,
    'offices/:id': things.office, ':office': things.office, ':term': things.term, 'blackouts/:id': things.blackout, ':blackout': things.blackout,
    ':event': things.instrumentEvent, ':instrument': 'quiet-treaty', 'proposals/:commitment': handovers.commitment, ':ranking': 'quiet-ranking',
    ':round': 'quiet-round', ':jurisdiction': 'SE', ':indicator': 'legal.law', ':assessment': things.assessment, ':step': 'approve',
    'webhooks/:id': things.webhook, ':delivery': things.delivery, ':publication': things.publication, ':report': 'appendix', ':reader': things.accredited,
    'stores/:id': stores.own, ':device': stores.tablet, 'devices/:id': stores.tablet, ':pairing': things.pairing, 'shifts/:id': stores.shift, ':shift': stores.shift,
    'sheets/:id': stores.sheet, ':sheet': stores.sheet, ':keying': stores.keying, 'sheet-keyings/:id': stores.keying,
    ':user': person, ':role': await one(`select id from user_roles where user_id = '${person}'`), ':session': things.session, ':invitation': things.invitation, 'tokens/:token': things.apiToken,
  };
  const general = new Set(['alive', 'en', '1', 'SE', 'legal.law', 'approve', open['*'], open[':token'], open['calendar/:file'], open[':file'], open[':act'], open[':deed'], open[':decision'], open[':code'], open[':cluster'], open[':dataset'], open['data/:table'], open[':part'], open['countries/:country'], open[':report']]);
  scenes = {
    open,
    closed: { ...open, ':petition': 'alive-se', ':slug': 'alive-se', 'handovers/:id': things.held, 'commitments/:id': things.commitment, ':status': things.commitmentStatus },
    missing: Object.fromEntries(Object.entries(open).map(([key, value]) => [key, general.has(value) ? value : value.length === 36 ? nobodys : /^\d+$/.test(value) ? '987654321' : 'no-such-thing'])),
  };
  routes = server.app.get(DeclaredRoutes, { strict: false }).all();
}, 60_000);

afterAll(async () => {
  await db?.end();
  await server?.close();
  await database?.drop();
});

async function logins(users: Users, anotherStore: string): Promise<void> {
  const campaign = async (slug: string): Promise<number | undefined> => (await db.query<{ id: number }>('select id from campaigns where slug = $1', [slug])).rows[0]?.id;
  const [alive, elsewhere] = [await campaign('alive'), await campaign('elsewhere')];
  const of = (role: NewUser['role'], more: Partial<NewUser>): NewUser => ({ email: `${role}.${randomUUID()}@example.org`, name: role, role, password: PASSWORD, passwordIsTheirs: true, ...more });
  const wanted: [Who, NewUser][] = [
    ['owner', of('owner', {})], ['auditor', of('auditor', {})], ['sweden', of('organiser', { jurisdictionIds: ['SE'] })], ['norway', of('organiser', { campaignId: alive, jurisdictionIds: ['NO'] })],
    ['reader', of('reader', { jurisdictionIds: ['SE'] })], ['translator', of('translator', { jurisdictionIds: ['SE'] })], ['manager', of('manager', { campaignId: alive, storeId: anotherStore })],
    ['alive', of('owner', { campaignId: alive })], ['elsewhere', of('owner', { campaignId: elsewhere })],
  ];
  await Promise.all(wanted.map(async ([who, user]) => tokens.set(who, (await server.app.get(ApiTokens).create((await users.add(user, 'test')).user.id, 'test')).token)));
}

/** A tablet that may collect, with the key it signs by. */
async function pairedIn(store: string): Promise<typeof tablet> {
  const key = await makeDeviceKey();
  const device = randomUUID();
  await db.query(`insert into devices (id, store_id, name, public_key, fingerprint, state) values ($1, $2, 'Oslo', $3, 'AAAA-BBBB', 'active')`, [device, store, Buffer.from(key.publicKey, 'base64url')]);
  return { device, key: key.privateKey };
}

interface Part { name: string; key: string }

function parametersOf(path: string): Part[] {
  const segments = path.split('/').filter(Boolean);
  return segments.flatMap((segment, n) => {
    const [name] = /:\w+|\*/.exec(segment) ?? [];
    return name ? [{ name, key: `${segments[n - 1] ?? ''}/${name}` }] : [];
  });
}

const sampleFor = ({ key, name }: Part, scene: Samples): string | undefined => scene[key] ?? scene[name];

function addressOf({ path }: DeclaredRoute, scene: Samples): string {
  return parametersOf(path).reduce((address, part) => address.replace(new RegExp(`${part.name.replace('*', '\\*')}(?:\\([^)]*\\))?(?=$|[/.])`), encodeURIComponent(sampleFor(part, scene) ?? '')), path);
}

/** Whether the address names something that is there. */
const isSwedens = (route: DeclaredRoute): boolean => addressOf(route, scenes.open) !== addressOf(route, scenes.missing);
/** Names what the whole world sees from outside: that it is there is no secret. */
const PUBLIC_PLACES = /\/(?:handovers|commitments)\/:id/;

interface Operation { operationId?: string; parameters?: { in: string; name: string }[]; requestBody?: { content?: Record<string, { schema?: Schema }> } }

function described(route: DeclaredRoute): { operation: Operation | undefined; schemas: Record<string, Schema> } {
  const api = server.app.get(OpenApi, { strict: false }).document as unknown as { paths: Record<string, Record<string, Operation>>; components?: { schemas?: Record<string, Schema> } };
  const operation = Object.values(api.paths).flatMap((item) => Object.values(item)).find(({ operationId }) => operationId === route.name.replace('.', '_'));
  return { operation, schemas: api.components?.schemas ?? {} };
}

const parametersTaken = (route: DeclaredRoute): string[] => (described(route).operation?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);

/** The least body that the route's own description takes. */
function bodyOf(route: DeclaredRoute): object {
  const { operation, schemas } = described(route);
  const made = valueOf(operation?.requestBody?.content?.['application/json']?.schema ?? {}, schemas);
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

interface Question { route: DeclaredRoute; who: Who; scene: keyof typeof scenes; query?: string }
interface Answer { status: number; body: string; location: string }

async function ask({ route, who, scene, query = '' }: Question): Promise<Answer> {
  const token = tokens.get(who);
  const api = route.path.startsWith('/api/');
  const path = addressOf(route, scenes[scene]);
  const body = isSafe(route) || route.method === 'DELETE' ? undefined : api ? JSON.stringify(bodyOf(route)) : '';
  const streams = STREAMS.test(route.path) ? new AbortController() : null;
  const answer = await fetch(`${server.url}${path}${query}`, {
    method: route.method, redirect: 'manual', signal: streams?.signal ?? AbortSignal.timeout(20_000), ...(body === undefined ? {} : { body }),
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}), accept: api ? 'application/json' : 'text/html',
      ...(body === undefined ? {} : { 'content-type': api ? 'application/json' : 'application/x-www-form-urlencoded' }),
      ...(who === 'tablet' ? await signRequest(tablet.key, { method: isSafe(route) ? 'GET' : 'POST', path, device: tablet.device, batch: isSafe(route) ? 0 : 1, created: Date.now() / 1000, body: utf8(body ?? '') }) : {}),
    },
  });
  const told = { status: answer.status, location: answer.headers.get('location') ?? '' };
  if (!streams) return { ...told, body: await answer.text() };
  const first = answer.status === 200 ? await answer.body?.getReader().read() : undefined;
  streams.abort();
  return { ...told, body: Buffer.from(first?.value ?? []).toString() };
}

const turnedAway = ({ status, location }: Answer): boolean => [401, 403, 404].includes(status) || (status === 303 && /^\/console\/login/.test(location));

/** What is wrong with an answer; null if nothing. */
function faultIn({ route, who, scene, query = '' }: Question, answer: Answer): string | null {
  const { allowance } = route;
  const { status, body } = answer;
  const says = (what: string): string => `${route.method} ${route.path}${query} (${route.name}, ${scene}) to ${who}: ${status}, ${what}`;
  if (status >= 500 && status !== 503) return says('failed');
  const leak = new RegExp(`${SECRET}[^"<]{0,30}`).exec(`${body} ${answer.location}`)?.[0];
  if (leak && (OUTSIDERS.includes(who) || turnedAway(answer))) return says(`told "${leak}", which is Sweden's alone`);
  if (!allowance || allowance.who === 'loopback' || allowance.who === 'anyone') return null;
  if (allowance.who === 'device') return who === 'tablet' ? null : turnedAway(answer) ? null : says('only a paired tablet may');
  const bears = BEARS[who];
  if (bears === null) return turnedAway(answer) ? null : says('nobody is signed in');
  if (route.inPerson) return status === 403 ? null : says('not for a token');
  if (allowance.who === 'roles' && !(allowance.roles as readonly string[]).includes(bears)) return status === 403 ? null : says('the role is not declared');
  if (!isSwedens(route)) return null;
  if (OUTSIDERS.includes(who)) return turnedAway(answer) || [400, 409, 410, 413, 415, 422].includes(status) ? null : says('a stranger got in');
  if (ONLOOKERS.includes(who) && !isSafe(route)) return turnedAway(answer) || [400, 409, 422].includes(status) ? null : says('an onlooker acted');
  if ((who === 'owner' || who === 'sweden') && isSafe(route)) return turnedAway(answer) && status !== 404 ? says('declared, and refused') : null;
  return null;
}

/** Asks a few at a time. */
async function inTurn<T>(questions: readonly Question[], judge: (question: Question) => Promise<T | null>): Promise<T[]> {
  const line = [...questions];
  const found: T[] = [];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let question = line.shift(); question; question = line.shift()) {
      const one = await judge(question);
      if (one !== null) found.push(one);
    }
  }));
  return found.sort();
}

const faultsOf = (questions: readonly Question[]): Promise<string[]> => inTurn(questions, async (question) => {
  const answer = await ask(question).catch(() => null);
  return answer ? faultIn(question, answer) : `${question.route.method} ${question.route.path} (${question.route.name}) to ${question.who}: no end of an answer`;
});

/** Refused before anybody looks what was asked for. */
const endsAtTheDoor = ({ allowance }: DeclaredRoute, who: Who): boolean => allowance?.who === 'roles' ? !(allowance.roles as readonly (string | null)[]).includes(BEARS[who]) : allowance?.who === 'signed-in' ? BEARS[who] === null : who === 'tablet';

/** Each role's questions about each route, in both scenes where they lead elsewhere; what everybody may ask is asked by strangers only. */
const each = (list: readonly DeclaredRoute[], roles: readonly Who[]): Question[] => list.flatMap((route) => roles
  .filter((who) => OUTSIDERS.includes(who) || route.allowance?.who === 'signed-in' || route.allowance?.who === 'roles')
  .flatMap((who) => (addressOf(route, scenes.open) === addressOf(route, scenes.closed) || endsAtTheDoor(route, who) ? ['open'] as const : ['open', 'closed'] as const).map((scene) => ({ route, who, scene }))));

/** What a list can be asked for, aimed at Sweden; of the console's all that any page of it takes. */
function queriesOf(route: DeclaredRoute): string[] {
  const known: Record<string, string> = {
    q: SEARCH, search: SEARCH, text: SEARCH, name: SEARCH, number: sheetNumber(90001), campaign: 'alive', jurisdiction: 'SE', country: 'SE', petition: 'alive-se', store: scenes.open['stores/:id'] ?? '',
    handover: scenes.closed['handovers/:id'] ?? '', place: 'alive/SE', region: 'SE', area: 'Stockholm', pageSize: '100', limit: '100', size: '100',
  };
  const takes = route.path.startsWith('/api/') ? parametersTaken(route) : Object.keys(known);
  const aimed = takes.filter((name) => known[name] !== undefined);
  return [...new Set([aimed, aimed.filter((name) => !['q', 'search', 'text', 'name'].includes(name))].filter(({ length }) => length > 0).map((names) => `?${names.map((name) => `${name}=${encodeURIComponent(known[name] ?? '')}`).join('&')}`))];
}

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
    expect(routes.length).toBeGreaterThan(300);
    expect(routes.flatMap((route) => parametersOf(route.path).filter((part) => sampleFor(part, scenes.open) === undefined).map(({ key }) => `${route.name}: ${key}`))).toEqual([]);
  });

  it('looking tells nobody what is not theirs, and refuses whom the route does not declare', async () => {
    expect(await faultsOf(each(routes.filter(isSafe), ROLES))).toEqual([]);
  }, 120_000);

  it('searching, filtering and exporting finds nothing of Sweden\'s for strangers', async () => {
    const lists = routes.filter((route) => isSafe(route) && !isSwedens(route) && !STREAMS.test(route.path));
    expect(await faultsOf(lists.flatMap((route) => queriesOf(route).flatMap((query) => OUTSIDERS.map((who) => ({ route, who, scene: 'open' as const, query })))))).toEqual([]);
  }, 120_000);

  it('a calendar to subscribe to has the handovers that its owner may read, and no others', async () => {
    const feedOf = async (who: Who): Promise<string> => {
      const made = await fetch(`${server.url}/api/v1/calendar-feed`, { method: 'POST', headers: { authorization: `Bearer ${tokens.get(who)}` } });
      return (await fetch(`${server.url}${new URL(((await made.json()) as { url: string }).url).pathname}`)).text();
    };
    const [own, other] = [await feedOf('alive'), await feedOf('norway')];
    for (const id of [scenes.open['handovers/:id'], scenes.closed['handovers/:id']]) {
      expect(own).toContain(id);
      expect(other).not.toContain(id);
    }
    expect(own + other).not.toContain(`${SECRET} delegate`);
  });

  it('an address that is a key is kept by no cache and told to no other site, whether it opens or not', async () => {
    const keys = routes.filter(({ path, method }) => method === 'GET' && /\/(?:c|w|u|d|r|invitations|embargo)\/:token$|^\/calendar\//.test(path));
    expect(keys.length).toBeGreaterThan(10);
    const loose = await Promise.all(keys.map(async (route) => {
      const { headers } = await fetch(`${server.url}${addressOf(route, scenes.open)}`, { redirect: 'manual', headers: { accept: 'text/html' } });
      const said = `${headers.get('cache-control')} ${headers.get('referrer-policy')}`;
      return /^no-store|^private/.test(said) && said.endsWith(' no-referrer') ? [] : [`${route.path} (${route.name}): ${said}`];
    }));
    expect(loose.flat()).toEqual([]);
  });

  it('what is there is refused to strangers in the same words as what is not', async () => {
    const places = routes.filter((route) => isSwedens(route) && !PUBLIC_PLACES.test(route.path) && !STREAMS.test(route.path));
    const told = async (question: Question): Promise<string> => {
      const { status, body } = await ask(question);
      return `${status} ${/"type":"([^"]+)"/.exec(body)?.[1] ?? ''}`;
    };
    expect(await inTurn(places.flatMap((route) => (['norway', 'manager', 'elsewhere'] as const).map((who): Question => ({ route, who, scene: 'open' }))), async (question) => {
      const [there, missing] = [await told(question), await told({ ...question, scene: 'missing' })];
      return there === missing ? null : `${question.route.method} ${question.route.path} (${question.route.name}) to ${question.who}: ${there}, else ${missing}`;
    })).toEqual([]);
  }, 120_000);

  it('acting is refused to onlookers and strangers, and nothing is changed by them', async () => {
    const before = await fingerprints();
    expect(await faultsOf(each(routes.filter((route) => !isSafe(route)), ONLOOKERS))).toEqual([]);
    expect(await fingerprints()).toEqual(before);
  }, 120_000);

  it('is judged by tests that can fail: Sweden\'s own see what strangers must not', async () => {
    const seen = new Set<string>();
    await inTurn(each(routes.filter((route) => isSafe(route) && !STREAMS.test(route.path) && !route.path.endsWith('.pdf')), ['sweden']), async (question) => {
      for (const [word] of (await ask(question)).body.matchAll(new RegExp(`${SECRET}[ .][a-z]+(?: [a-z]+){0,4}`, 'g'))) seen.add(word.slice(SECRET.length + 1));
      return null;
    });
    expect(seen.size).toBeGreaterThan(40);
  }, 120_000);
});
