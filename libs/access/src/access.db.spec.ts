import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Secret } from 'otpauth';
import type { DataSource } from 'typeorm';
import { Database, dataSourceFor } from '#libs/database';
import { testDatabase, type TestDatabase } from '../../../test/support/services.js';
import { accessEntities } from './access.entity.js';
import { can } from './access-rules.js';
import { AccessService } from './access.service.js';
import { ApiTokens } from './api-tokens.service.js';
import { AuditLog } from './audit-log.js';
import { SecondFactors } from './second-factors.service.js';
import { ServerSecret } from './server-secret.js';
import { SESSION_IDLE_MS, SESSION_LIMIT_MS, Sessions } from './sessions.service.js';
import { codeAt } from './totp-rules.js';
import { Users } from './users.service.js';

let test: TestDatabase;
let source: DataSource;
let database: Database;
let audit: AuditLog;
let users: Users;
let sessions: Sessions;
let secondFactors: SecondFactors;
let tokens: ApiTokens;
let access: AccessService;
const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  test = await testDatabase();
  source = await dataSourceFor(test.config.database, { entities: accessEntities }).initialize();
  database = new Database(source);
  audit = new AuditLog(database);
  users = new Users(database, audit);
  secondFactors = new SecondFactors(database, audit, new ServerSecret(test.config));
  sessions = new Sessions(database, audit, secondFactors);
  tokens = new ApiTokens(database, audit);
  access = new AccessService(database);
  await database.rows(`insert into campaigns (slug, title, kind) values ('one', '{}', 'live'), ('two', '{}', 'live')`);
  await database.rows(`insert into jurisdictions (campaign_id, id, kind, name) select c.id, j.id, j.kind, j.id from campaigns c,
    (values ('GB', 'country'), ('FR', 'country'), ('region-eu', 'region')) j (id, kind)`);
  await database.rows(`insert into jurisdiction_members values (1, 'region-eu', 'FR')`);
}, 30_000);

afterAll(async () => {
  await source?.destroy();
  await test?.drop();
});

const organiser = async (email: string, jurisdictionIds: string[] = [], campaignId: number | null = 1) =>
  (await users.add({ email, role: 'organiser', campaignId, jurisdictionIds, password: PASSWORD, passwordIsTheirs: true }, 'spec')).user;

describe('users', () => {
  it('get a password made for them, which they must change', async () => {
    const { user, password } = await users.add({ email: 'Made@Example.org', role: 'reader' }, 'spec');
    expect(user).toMatchObject({ mustChangePassword: true, roles: [{ role: 'reader', campaignId: null, jurisdictionId: null }] });
    await users.changePassword(user.id, password ?? '', PASSWORD);
    expect((await users.byEmail('made@example.ORG'))?.mustChangePassword).toBe(false);
  });

  it('are refused with every field at fault, and an address stands once whatever its case', async () => {
    await organiser('once@example.org');
    await expect(organiser('ONCE@example.org')).rejects.toMatchObject({ code: 'access.email_taken' });
    await expect(users.add({ email: 'nobody', role: 'organiser', password: 'short' }, 'spec')).rejects.toMatchObject({ fields: [{ field: 'email' }, { field: 'password', code: 'too_short' }] });
    await expect(organiser('lost@example.org', ['GB', 'XX'])).rejects.toMatchObject({ fields: [{ field: 'countries.1', code: 'unknown' }] });
    expect(await users.byEmail('lost@example.org')).toBeNull();
  });
});

describe('sessions', () => {
  it('open with the right password only, and say the same for a stranger', async () => {
    await organiser('login@example.org', ['GB']);
    const session = await sessions.login('LOGIN@example.org', PASSWORD, 'here');
    expect((await sessions.resume(session.token))?.actor).toMatchObject({ via: 'session', roles: [{ role: 'organiser', campaignId: 1, jurisdictionId: 'GB' }] });
    await expect(sessions.login('login@example.org', 'wrong horse battery', 'here')).rejects.toMatchObject({ code: 'access.wrong_login', fields: [] });
    await expect(sessions.login('stranger@example.org', PASSWORD, 'here')).rejects.toMatchObject({ code: 'access.wrong_login', fields: [] });
  });

  it('lets five of a hundred guesses at once be looked at', async () => {
    await organiser('guessed@example.org');
    const codes = await Promise.all(Array.from({ length: 100 }, () => sessions.login('guessed@example.org', 'wrong horse battery', 'there').catch((error: { code: string }) => error.code)));
    expect(codes.filter((code) => code === 'access.wrong_login')).toHaveLength(5);
    expect(codes.filter((code) => code === 'access.too_many_logins')).toHaveLength(95);
  });

  it('keep only a hash of the token', async () => {
    await organiser('hashed@example.org');
    const { token } = await sessions.login('hashed@example.org', PASSWORD, 'h');
    const dump = JSON.stringify(await database.rows(`select s.*, encode(token_hash, 'escape') t from sessions s`));
    expect(dump).not.toContain(token);
  });

  it('end when unused, after a week in any case, by logout, with the user, and when the password changes elsewhere', async () => {
    const user = await organiser('ends@example.org');
    const open = async () => (await sessions.login('ends@example.org', PASSWORD, 'e')).token;
    const now = Date.now();
    const idle = await open();
    expect(await sessions.resume(idle, new Date(now + SESSION_IDLE_MS + 5_000))).toBeNull();
    const busy = await open();
    for (let at = now; at < now + SESSION_LIMIT_MS - 60_000; at += SESSION_IDLE_MS - 60_000) expect(await sessions.resume(busy, new Date(at))).not.toBeNull();
    expect(await sessions.resume(busy, new Date(now + SESSION_LIMIT_MS + 5_000))).toBeNull();
    const [left, kept, other] = [await open(), await open(), await open()];
    await sessions.logout(left);
    expect(await sessions.resume(left)).toBeNull();
    await users.changePassword(user.id, PASSWORD, 'another horse battery', kept);
    expect(await sessions.resume(kept)).not.toBeNull();
    expect(await sessions.resume(other)).toBeNull();
    await users.disable(user.id, 'spec');
    expect(await sessions.resume(kept)).toBeNull();
    await expect(sessions.login('ends@example.org', 'another horse battery', 'f')).rejects.toMatchObject({ code: 'access.wrong_login' });
  });
});

describe('API tokens', () => {
  it('stand for their user until they expire or are revoked, and for nobody after', async () => {
    const user = await organiser('program@example.org', ['FR']);
    const { id, token } = await tokens.create(user.id, 'script', { days: 1 });
    expect(token).toMatch(/^cst_[\w-]{43}$/);
    expect(await tokens.resume(token)).toMatchObject({ via: 'token', userId: user.id });
    expect((await tokens.list(user.id))[0]?.usedAt).not.toBeNull();
    expect(await tokens.resume(token, new Date(Date.now() + 86_500_000))).toBeNull();
    expect(await tokens.resume(`${token}x`)).toBeNull();
    await expect(tokens.revoke((await organiser('thief@example.org')).id, id)).rejects.toMatchObject({ code: 'access.not_found' });
    await tokens.revoke(user.id, id);
    expect(await tokens.resume(token)).toBeNull();
  });
});

describe('scopes', () => {
  it('a member country is read, not changed, by its region; a stranger is told it does not exist', async () => {
    const eu = { roles: [{ role: 'organiser', campaignId: 1, jurisdictionId: 'region-eu' }] } as const;
    await expect(access.require(eu, 'read', { campaignId: 1, jurisdictionId: 'FR' })).resolves.toBeUndefined();
    await expect(access.require(eu, 'organise', { campaignId: 1, jurisdictionId: 'FR' })).rejects.toMatchObject({ code: 'access.forbidden' });
    await expect(access.require(eu, 'organise', { campaignId: 1, jurisdictionId: 'GB' })).rejects.toMatchObject({ code: 'access.not_found' });
    expect(await access.visibleJurisdictions(eu, 1)).toEqual(['FR', 'region-eu']);
  });

  it('those told of a petition are its organisers once each at the closest level', async () => {
    const fr = await organiser('fr@example.org', ['FR'], 2);
    const all = await organiser('all@example.org', [], 2);
    await users.addRole(all.id, { role: 'reader', campaignId: 2, jurisdictionIds: ['FR'] }, 'spec');
    await users.addRole(fr.id, { role: 'organiser', campaignId: 2 }, 'spec');
    await users.addRole(fr.id, { role: 'organiser', campaignId: 2 }, 'spec');
    await organiser('gb@example.org', ['GB'], 2);
    const told = (await access.organisersOf(2, 'FR')).filter(({ email }) => ['fr@example.org', 'all@example.org', 'gb@example.org'].includes(email));
    expect(told.map(({ email, level }) => [email, level])).toEqual([['fr@example.org', 'country'], ['all@example.org', 'campaign']]);
  });
});

describe('the managers of a store', () => {
  let london: string;
  let leeds: string;

  beforeAll(async () => {
    const rows = await database.rows<{ id: string }>(
      `insert into stores (campaign_id, jurisdiction_id, code, name, area, language, time_zone, created_by)
       values (1, 'GB', 'london', 'London', 'South', 'en', 'Europe/London', 'spec'), (1, 'GB', 'leeds', 'Leeds', 'North', 'en', 'Europe/London', 'spec') returning id`);
    [london = '', leeds = ''] = rows.map(({ id }) => id);
  });

  it('are those whose grant covers it, and they are the managers who may collect there', async () => {
    const places = [
      { storeId: london }, { storeId: leeds }, { area: 'South' }, { area: 'North' }, { jurisdictionIds: ['GB'] }, { jurisdictionIds: ['FR'] }, { jurisdictionIds: ['GB'], area: 'South' },
      { jurisdictionIds: ['FR'], area: 'South' }, {},
    ];
    const managers = await Promise.all(places.map(async (place, n) =>
      (await users.add({ email: `manager${n}@example.org`, role: 'manager', campaignId: 1, ...place, password: PASSWORD, passwordIsTheirs: true }, 'spec')).user));
    const store = { campaignId: 1, jurisdictionId: 'GB', storeId: london, area: 'South' };
    const told = (await access.managersOf(store)).map(({ email }) => email).sort();
    expect(told).toEqual([0, 2, 4, 6, 8].map((n) => `manager${n}@example.org`));
    expect(managers.filter(({ roles }) => can({ roles }, 'collect', store)).map(({ email }) => email)).toEqual(told);
    await users.disable(managers[0]?.id ?? '', 'spec');
    expect(await access.managersOf(store)).toHaveLength(4);
    expect(await access.managersOf({ ...store, campaignId: 2 })).toEqual([]);
  });

  it('are given their store by its code, and no area that no store lies in', async () => {
    expect(await users.storeIdOf(1, 'Leeds')).toBe(leeds);
    await expect(users.storeIdOf(2, 'leeds')).rejects.toMatchObject({ code: 'access.invalid_user', fields: [{ field: 'store', code: 'unknown' }] });
    const astray = { email: 'astray@example.org', role: 'manager' as const, campaignId: 1, area: 'Suoth' };
    await expect(users.add(astray, 'spec')).rejects.toMatchObject({ fields: [{ field: 'area', code: 'unknown' }] });
    expect(await users.byEmail('astray@example.org')).toBeNull();
  });
});

describe('the audit log', () => {
  const append = (n: number) => database.transaction((tx) => audit.append(tx, { actor: 'spec', action: 'spec.act', subject: `thing:${n}`, details: { n, z: 'ü', a: [1.5, null] } }));

  it('keeps one chain also when many write at once, and holds', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => append(n)));
    const { entries, head, faults } = await audit.verifyChain();
    expect(faults).toEqual([]);
    expect(head).toEqual(await audit.head());
    expect(entries).toBeGreaterThanOrEqual(20);
  });

  it('has no entry of what was rolled back', async () => {
    const before = await audit.head();
    await expect(database.transaction(async (tx) => {
      await audit.append(tx, { actor: 'spec', action: 'spec.act', subject: 'thing:0', details: {} });
      throw new Error('changed our mind');
    })).rejects.toThrow();
    expect(await audit.head()).toEqual(before);
  });

  it('refuses an address', async () => {
    await expect(database.transaction((tx) => audit.append(tx, { actor: 'spec', action: 'x', subject: 'y', details: { deep: ['ada@example.org'] } }))).rejects.toMatchObject({ code: 'access.personal_data_in_audit' });
  });

  it('cannot be changed by the application, and tells what whoever owns the machine did to it', async () => {
    await expect(database.rows(`update audit_log set actor = 'x' where n = 1`)).rejects.toThrow(/append-only/);
    const head = await audit.head();
    const client = new pg.Client(test.admin);
    await client.connect();
    const faultsAfter = async (sql: string) => {
      await client.query('create table kept as select * from audit_log; alter table audit_log disable trigger append_only');
      await client.query(sql);
      const { faults } = await audit.verifyChain([head]);
      await client.query('delete from audit_log; insert into audit_log select * from kept; drop table kept; alter table audit_log enable trigger append_only');
      return faults;
    };
    try {
      expect(await faultsAfter(`update audit_log set details = '{"n": 7}' where n = 3`)).toEqual([{ n: 3, kind: 'altered' }]);
      expect(await faultsAfter(`delete from audit_log where n = 3`)).toContainEqual({ n: 3, kind: 'removed' });
      expect(await faultsAfter(`delete from audit_log where n = ${head.n}`)).toEqual([{ n: head.n, kind: 'truncated' }]);
      const swapped = await faultsAfter(`update audit_log set n = -n where n in (3, 4); update audit_log set n = case n when -3 then 4 else 3 end where n < 0`);
      expect(swapped.map(({ n }) => n)).toEqual(expect.arrayContaining([3, 4]));
      expect(await faultsAfter(`delete from audit_log where n > 2`)).toEqual([{ n: head.n, kind: 'truncated' }]);
      expect((await audit.verifyChain([head])).faults).toEqual([]);
    } finally {
      await client.end();
    }
  });
});

describe('the second factor', () => {
  const enrol = async (email: string) => {
    const user = await organiser(email, ['GB']);
    const secret = Buffer.from(Secret.fromBase32((await secondFactors.begin(user.id)).secret).bytes);
    const codes = await secondFactors.confirm(user.id, codeAt(secret, Date.now() - 30_000));
    return { user, secret, codes };
  };

  it('is asked for after the password, by program and by page, and each code opens once', async () => {
    const { secret } = await enrol('factor@example.org');
    const login = (code?: string) => sessions.login('factor@example.org', PASSWORD, 'f1', { code }).then(() => 'open', (error: { code: string }) => error.code);
    expect(await login()).toBe('access.code_required');
    expect(await login('000000')).toBe('access.wrong_code');
    const now = codeAt(secret, Date.now());
    expect(await login(now)).toBe('open');
    expect(await login(now)).toBe('access.wrong_code');
    const begun = await sessions.begin('factor@example.org', PASSWORD, 'f2');
    const half = 'awaits' in begun ? begun.awaits.token : '';
    expect(await sessions.resume(half)).toBeNull();
    await expect(sessions.finish(half, now, 'f2')).rejects.toMatchObject({ code: 'access.wrong_code' });
    const open = await sessions.finish(half, codeAt(secret, Date.now() + 30_000), 'f2');
    expect(await sessions.resume(open.token)).not.toBeNull();
    expect(await sessions.awaitsCode(half)).toBe(false);
  });

  it('is not guessed: asking without a code wins no more tries', async () => {
    await enrol('guess@example.org');
    const seen: string[] = [];
    for (let n = 0; n < 8; n++) {
      for (const code of [undefined, '000001']) seen.push(await sessions.login('guess@example.org', PASSWORD, 'g', { code }).then(() => 'open', (error: { code: string }) => error.code));
    }
    expect(seen.filter((code) => code === 'access.wrong_code')).toHaveLength(5);
    expect(seen.at(-1)).toBe('access.too_many_logins');
  });

  it('is replaced by each recovery code once, and new codes end the old', async () => {
    const { user, codes } = await enrol('lost@example.net');
    const [first = '', second = ''] = codes;
    expect([codes.length, new Set(codes).size]).toEqual([10, 10]);
    expect(await secondFactors.accept(user.id, first.toUpperCase().replaceAll('-', ' '))).toBe(true);
    expect(await secondFactors.accept(user.id, first)).toBe(false);
    expect((await secondFactors.state(user.id)).recoveryCodesLeft).toBe(9);
    await secondFactors.renewRecoveryCodes(user.id);
    expect(await secondFactors.accept(user.id, second)).toBe(false);
  });

  it('lies sealed: neither secret nor codes stand in the database, and what was sealed for one opens for no other', async () => {
    const { user, secret, codes } = await enrol('sealed@example.org');
    const other = await enrol('other@example.org');
    const dump = JSON.stringify(await database.rows(`select encode(secret, 'hex') from second_factors union all select encode(code_hash, 'escape') from recovery_codes`));
    for (const told of [secret.toString('hex'), ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) expect(dump).not.toContain(told);
    await database.rows(`update second_factors set secret = (select secret from second_factors where user_id = $1), last_step = null where user_id = $2`, [other.user.id, user.id]);
    expect(await secondFactors.accept(user.id, codeAt(other.secret, Date.now()))).toBe(false);
  });

  it('is wanted again before it is turned off', async () => {
    const { user, secret } = await enrol('again@example.org');
    await expect(sessions.reauthenticate(user.id, 'wrong horse battery', '', 'a')).rejects.toMatchObject({ fields: [{ field: 'password' }] });
    await expect(sessions.reauthenticate(user.id, PASSWORD, '', 'a')).rejects.toMatchObject({ fields: [{ field: 'code' }] });
    await expect(sessions.reauthenticate(user.id, PASSWORD, codeAt(secret, Date.now()), 'a')).resolves.toBeUndefined();
    await secondFactors.remove(user.id);
    await expect(sessions.login('again@example.org', PASSWORD, 'a2')).resolves.toBeDefined();
  });

  it('that is demanded leaves owners and organisers nothing but enrolling, readers everything', async () => {
    const user = await organiser('demanded@example.org', ['GB']);
    await users.add({ email: 'reads@example.org', role: 'reader', campaignId: 1, password: PASSWORD, passwordIsTheirs: true }, 'spec');
    const mustEnrol = async (email: string) => (await sessions.login(email, PASSWORD, email)).actor.mustEnrol;
    await secondFactors.demand(2, true, 'spec');
    expect(await mustEnrol('demanded@example.org')).toBe(false);
    await secondFactors.demand(1, true, 'spec');
    expect([await mustEnrol('demanded@example.org'), await mustEnrol('reads@example.org')]).toEqual([true, false]);
    const secret = Buffer.from(Secret.fromBase32((await secondFactors.begin(user.id)).secret).bytes);
    await secondFactors.confirm(user.id, codeAt(secret, Date.now()));
    const token = (await tokens.create(user.id, 'script')).token;
    expect((await tokens.resume(token))?.mustEnrol).toBe(false);
    await secondFactors.demand(1, false, 'spec');
    await secondFactors.demand(2, false, 'spec');
  });
});

describe('a token with scopes', () => {
  it('gives its user no more than they have, and themselves less', async () => {
    const user = await organiser('scoped@example.org', ['GB']);
    const place = { campaignId: 1, jurisdictionId: 'GB' };
    const actor = await tokens.resume((await tokens.create(user.id, 'reads', { scopes: ['administer', 'read'] })).token);
    if (!actor) throw new Error('no actor');
    expect((['read', 'organise', 'administer'] as const).map((action) => can(actor, action, place))).toEqual([true, false, false]);
    await expect(access.require(actor, 'organise', place)).rejects.toMatchObject({ code: 'access.forbidden' });
    await expect(tokens.create(user.id, 'none', { scopes: [] })).rejects.toMatchObject({ fields: [{ field: 'scopes', code: 'required' }] });
  });
});

describe('one’s own sessions', () => {
  it('are listed and end one by one, or all others, and never somebody else’s', async () => {
    const user = await organiser('many@example.org');
    const open = (agent: string) => sessions.login('many@example.org', PASSWORD, agent, { agent });
    const [here, there, third] = [await open('Firefox, Linux'), await open('Safari, iOS'), await open('Chrome, Android')];
    const list = await sessions.list(user.id, here.token);
    expect(list.map(({ agent, current }) => [agent, current])).toEqual(expect.arrayContaining([['Firefox, Linux', true], ['Safari, iOS', false]]));
    const id = list.find(({ agent }) => agent === 'Safari, iOS')?.id ?? '';
    await expect(sessions.end((await organiser('stranger2@example.org')).id, { id })).rejects.toMatchObject({ code: 'access.not_found' });
    await sessions.end(user.id, { id });
    expect(await sessions.resume(there.token)).toBeNull();
    await sessions.end(user.id, { allBut: here.token });
    expect([await sessions.resume(third.token), (await sessions.list(user.id)).length]).toEqual([null, 1]);
  });
});
