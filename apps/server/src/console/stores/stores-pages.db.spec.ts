import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pairing } from '#libs/stores';
import { type ConsoleVisitor, openConsole, type OpenConsole, type SeededStores, seedStores } from '../../../../../test/support/console.js';

let opened: OpenConsole;
let server: OpenConsole['server'];
let db: OpenConsole['db'];
let ids: SeededStores;
let world: ConsoleVisitor;
let manager: ConsoleVisitor;
let areaManager: ConsoleVisitor;
let swede: ConsoleVisitor;
let reader: ConsoleVisitor;

beforeAll(async () => {
  opened = await openConsole();
  ({ server, db } = opened);
  ids = await seedStores(db, opened.users);
  [world, manager, areaManager, swede, reader] = await Promise.all(['world', 'manager', 'north', 'sweden', 'reader'].map((name) => opened.enter(`${name}@example.org`))) as [ConsoleVisitor, ConsoleVisitor, ConsoleVisitor, ConsoleVisitor, ConsoleVisitor];
}, 60_000);

afterAll(() => opened?.close());

const rows = <Row>(sql: string): Promise<Row[]> => opened.rows<Row>(sql);
const path = (store: string, rest = ''): string => `/console/stores/${store}${rest}`;

describe('whose stores one sees', () => {
  it('leads a manager straight to the stores, and to no other part', async () => {
    const start = await manager.get('/console');
    expect([start.status, start.headers['location']]).toEqual([303, '/console/stores']);
    const { text } = await manager.get('/console/stores');
    expect(text).toContain('Gamla stan');
    for (const other of ['Umeå', 'Oslo', '/console/petitions', '/console/handovers', '/console/stores/quarantine']) expect({ other, there: text.includes(other) }).toEqual({ other, there: false });
  });

  it('leaves another store as unknown as one that is not there, to see and to change', async () => {
    for (const rest of ['', '/shifts', '/sheets', '/figures', '/figures.csv', '/settings', `/tablets/${ids.northTablet}`, `/sheets/${ids.northSheet}`]) {
      expect({ rest, status: (await manager.get(path(ids.north, rest))).status }).toEqual({ rest, status: 404 });
    }
    for (const deed of ['/agreement', '/tablets', '/settings', '/close', `/tablets/${ids.northTablet}/stolen`, '/sheets/print', `/sheets/${ids.northSheet}/give-out`]) {
      expect({ deed, status: (await manager.submit(path(ids.north, deed), { deviceName: 'x' }, '/console/stores')).status }).toEqual({ deed, status: 404 });
    }
    // Nor under the address of one's own store.
    expect((await manager.get(path(ids.own, `/tablets/${ids.northTablet}`))).status).toBe(404);
    expect((await manager.submit(path(ids.own, `/tablets/${ids.northTablet}/stolen`), {}, '/console/stores')).status).toBe(404);
    expect((await manager.get(path('00000000-0000-4000-8000-000000000000'))).status).toBe(404);
    expect(await rows(`select state from devices where id = '${ids.northTablet}'`)).toEqual([{ state: 'active' }]);
  });

  it('shows an area to its manager, a country to its organiser, all to an owner, and nothing to a reader', async () => {
    const names = async (visitor: ConsoleVisitor): Promise<string[]> => {
      const { text } = await visitor.get('/console/stores?campaign=alive');
      return ['Gamla stan', 'Umeå', 'Oslo'].filter((name) => text.includes(name));
    };
    expect(await names(areaManager)).toEqual(['Umeå']);
    expect(await names(swede)).toEqual(['Gamla stan', 'Umeå']);
    expect(await names(world)).toEqual(['Gamla stan', 'Umeå', 'Oslo']);
    expect((await reader.get('/console/stores')).status).toBe(403);
    expect((await swede.get(path(ids.oslo))).status).toBe(404);
  });
});

describe('the list', () => {
  it('names silent tablets first, finds by name, and goes along as CSV that runs nothing', async () => {
    const { text } = await swede.get('/console/stores');
    expect(text).toContain('2 tablets are silent');
    expect((await swede.get('/console/stores?search=gamla')).text).not.toContain('Umeå');
    await db.query(`update stores set town = '=1+1' where id = '${ids.north}'`);
    const csv = (await swede.get('/console/stores/export.csv')).text;
    expect(csv).toContain(`umea-1,Umeå,SE,Norr,'=1+1,`);
    expect(csv).not.toContain('Oslo');
  });

  it('takes a new store in the own country only', async () => {
    const store = { jurisdictionId: 'SE', name: 'Malmö C', area: 'Syd', town: 'Malmö', language: 'sv', timeZone: 'Europe/Stockholm', kind: 'store', code: '' };
    const theirs = await swede.submit('/console/stores/new?campaign=alive', { ...store, jurisdictionId: 'NO' });
    expect([theirs.status, theirs.text.includes('You do not look after this country')]).toEqual([422, true]);
    const made = await swede.submit('/console/stores/new?campaign=alive', store);
    expect(made.status).toBe(303);
    expect(await rows(`select code, jurisdiction_id, area from stores where name = 'Malmö C'`)).toEqual([{ code: 'malmo-c', jurisdiction_id: 'SE', area: 'Syd' }]);
    expect((await manager.get('/console/stores/new')).status).toBe(404);
  });

  it('imports a list whole or not at all, naming every faulty line', async () => {
    const head = 'code,name,country,area,town,language,time_zone,kind\n';
    const address = '/console/stores/import?campaign=alive';
    const bad = await swede.submit(address, { csv: `${head}kiruna,Kiruna,SE,Norr,,sv,Europe/Stockholm,store\nx y,,SE,,,zz-!!,Mars,store\n` });
    expect(bad.status).toBe(422);
    for (const words of ['Line 3, code', 'Line 3, name', 'Line 3, language', 'Line 3, time_zone']) expect(bad.text).toContain(words);
    expect(await rows(`select 1 from stores where code = 'kiruna'`)).toEqual([]);
    const foreign = await swede.submit(address, { csv: `${head}bergen,Bergen,NO,,,nb,Europe/Oslo,store\n` });
    expect([foreign.status, foreign.text.includes('Line 2, country')]).toEqual([422, true]);
    const good = await swede.submit(address, { csv: `${head}kiruna,Kiruna,SE,Norr,,sv,Europe/Stockholm,store\n` });
    expect([good.status, good.text.includes('1 added, 0 changed, 0 as before.')]).toEqual([200, true]);
  });
});

describe('a tablet', () => {
  it('is paired with a code that only this browser is shown, and admitted when the fingerprint is the same', async () => {
    const refused = await areaManager.submit(path(ids.north, '/tablets'), { deviceName: 'Till 9' }, path(ids.north));
    expect([refused.status, refused.text.includes('No agreement with this store is recorded yet')]).toEqual([422, true]);
    expect((await areaManager.submit(path(ids.north, '/agreement'), { signedOn: '3 March 2026', signedBy: 'Nils Norr, manager', document: 'File 12' }, path(ids.north))).status).toBe(303);
    const asked = await areaManager.submit(path(ids.north, '/tablets'), { deviceName: 'Till 9' }, path(ids.north));
    const [, pairing = ''] = /pairing\/([0-9a-f-]{36})/.exec(asked.headers['location'] ?? '') ?? [];
    const cookie = (asked.headers['set-cookie'] as unknown as string[]).find((one) => one.startsWith('countersign_pairing=')) ?? '';
    const [, code = ''] = new RegExp(`${pairing}\\.([0-9A-Z]{3}-[0-9A-Z]{5});.*HttpOnly.*SameSite=Strict`).exec(cookie) ?? [];
    expect(code).not.toBe('');
    // Another browser is not shown it.
    expect((await areaManager.get(path(ids.north, `/pairing/${pairing}`))).text).not.toContain(code);
    await db.query(`insert into campaign_keys (campaign_id, key_id, month, public_key, root_public_key, root_fingerprint, signature) select id, 'k1', '2026-11', 'p', 'r', repeat('ab', 32), 's' from campaigns where slug = 'alive'`);
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }).subarray(-65).toString('base64url');
    const paired = await server.app.get(Pairing).redeem({ code, publicKey: key, appVersion: '1', storageProtected: true });
    const { text } = await areaManager.get(path(ids.north, `/pairing/${pairing}`));
    expect(text).toContain(paired.fingerprint);
    expect(text).toContain('Is this what the tablet shows?');
    expect((await areaManager.submit(path(ids.north, `/tablets/${paired.device}/admit`), {}, path(ids.north, `/pairing/${pairing}`))).status).toBe(303);
    expect(await rows(`select state from devices where id = '${paired.device}'`)).toEqual([{ state: 'active' }]);
  });

  it('says what is missing, and ends when it is stolen', async () => {
    const page = path(ids.own, `/tablets/${ids.tablet}`);
    const { text } = await manager.get(page);
    for (const words of ['4–5', 'storage not protected', '5 minutes slow']) expect(text).toContain(words);
    expect((await manager.submit(`${page}/forget-pin`, {}, page)).status).toBe(303);
    expect((await manager.submit(`${page}/stolen`, {}, page)).status).toBe(303);
    expect(await rows(`select state, pin_reset from devices where id = '${ids.tablet}'`)).toEqual([{ state: 'stolen', pin_reset: 1 }]);
  });

  it('has what a stolen one sent taken out by an organiser, and by no manager', async () => {
    const page = path(ids.own, `/tablets/${ids.tablet}`);
    const since = { sinceDate: '2026-01-02', sinceTime: '08:30' };
    expect((await manager.get(page)).text).not.toContain('/disown');
    expect((await manager.submit(`${page}/disown`, since, page)).status).toBe(403);
    expect((await swede.get(page)).text).toContain('/disown');
    expect((await swede.submit(`${page}/disown`, { ...since, sinceDate: '' }, page)).status).toBe(422);
    expect((await swede.submit(`${page}/disown`, since, page)).status).toBe(303);
    expect(await rows(`select payload from outbox where topic = 'stores.device-disowned'`)).toEqual([{ payload: { deviceId: ids.tablet, since: '2026-01-02T07:30:00.000Z' } }]);
  });
});

describe('a shift', () => {
  it('is reconciled as a sum and signed off with a note', async () => {
    const page = path(ids.own, `/shifts/${ids.shift}`);
    const { text } = await manager.get(page);
    for (const words of ['Captured', 'Stored', 'Waiting on the tablet', 'So few have arrived']) expect(text).toContain(words);
    expect((await manager.submit(`${page}/sign-off`, { note: 'One line unreadable' }, page)).status).toBe(303);
    expect((await manager.get(page)).text).toContain('One line unreadable');
    const again = await manager.submit(`${page}/sign-off`, {}, path(ids.own, '/settings'));
    expect([again.status, again.text.includes('This shift is signed off already')]).toEqual([422, true]);
  });
});

describe('sheets', () => {
  it('go from the printer to an attested count and the shredder', async () => {
    const list = path(ids.own, '/sheets');
    const [petition] = await rows<{ id: number }>(`select id from petitions where slug = 'alive-se'`);
    const printed = await manager.submit(`${list}/print`, { petitionId: String(petition?.id), language: 'en', count: '2', lines: '10' }, list);
    expect(printed.headers['location']).toMatch(/sheets\.pdf\?ids=[0-9a-f-]{36},[0-9a-f-]{36}$/);
    const made = (printed.headers['location'] ?? '').split('ids=')[1]?.split(',') ?? [];
    expect((await manager.submit(`${list}/give-out`, { sheet: made }, `${list}?state=printed`)).status).toBe(303);
    for (const id of made) expect((await manager.submit(`${list}/${id}/return`, { filled: '7' }, `${list}/${id}`)).status).toBe(303);
    const unnamed = await manager.submit(`${list}/attest`, { sheet: made, document: 'Box 3' }, `${list}?state=returned`);
    expect([unnamed.status, unnamed.text.includes('Please name the person who vouches for it.')]).toEqual([422, true]);
    expect((await manager.submit(`${list}/attest`, { sheet: made, document: 'Box 3', attestedBy: 'Anna Alm' }, `${list}?state=returned`)).status).toBe(303);
    expect(await rows(`select count, attested_by, channel from attested_counts where document = 'Box 3'`)).toEqual([{ count: 14, attested_by: 'Anna Alm', channel: 'paper' }]);
    expect((await manager.submit(`${list}/${made[0]}/destroy`, { witness: '', method: '' }, `${list}/${made[0]}`)).status).toBe(422);
    expect((await manager.submit(`${list}/${made[0]}/destroy`, { witness: 'Bo Berg', method: 'shredded' }, `${list}/${made[0]}`)).status).toBe(303);
    expect(await rows(`select state from sheets where id = any('{${made.join(',')}}') order by state`)).toEqual([{ state: 'attested' }, { state: 'destroyed' }]);
  });

  it('are found by their number, another store’s not', async () => {
    const [own, theirs] = await rows<{ number: string }>(`select number from sheets where id in ('${ids.sheet}', '${ids.northSheet}') order by id = '${ids.northSheet}'`);
    expect((await manager.get(`/console/stores/sheets?number=${own?.number.replace('-', '')}`)).headers['location']).toBe(path(ids.own, `/sheets/${ids.sheet}`));
    expect((await manager.get(`/console/stores/sheets?number=${theirs?.number}`)).headers['location']).toContain('/console/stores?no-sheet=');
  });

  it('show a line that was typed twice and differs, without what was typed', async () => {
    const list = path(ids.own, '/sheets');
    expect((await manager.get(list)).text).toMatch(/Line 7 of sheet [\d-]+ was typed twice and differs: look at the paper/);
    expect((await manager.submit(`${list}/lines/${ids.keying}/retype`, {}, list)).status).toBe(303);
    expect((await manager.get(list)).text).not.toContain('was typed twice and differs');
  });
});

describe('figures', () => {
  it('of stores and of what came without one add up to what the petition counts', async () => {
    const { text } = await swede.get('/console/stores/figures?campaign=alive&country=SE');
    const [tally] = await rows<{ n: number }>(`select sum(n)::int as n from tally_cells c join petitions p on p.id = c.petition_id where p.slug = 'alive-se' and c.status = 'counted'`);
    const foot = /<tfoot>.*?<\/tfoot>/s.exec(text)?.[0] ?? '';
    expect(foot).toContain((tally?.n ?? 0).toLocaleString('en-GB'));
    expect(text).toContain('Without a store');
    const csv = (await swede.get('/console/stores/figures.csv?campaign=alive&country=SE')).text.trim().split('\r\n').slice(1);
    expect(csv.reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0)).toBe(tally?.n);
    expect((await swede.get('/console/stores/figures?campaign=alive&country=NO')).status).toBe(404);
    expect((await manager.get('/console/stores/figures?campaign=alive&country=SE')).text).toContain('Sums are for those who look after a whole country.');
  });

  it('of one store stand by day and channel, and go along as CSV', async () => {
    expect((await manager.get(path(ids.own, '/figures'))).text).toContain('Counted by day and channel');
    expect((await manager.get(path(ids.own, '/figures.csv'))).text).toContain('from,to,online,store,paper,partner,total');
  });
});

describe('quarantine', () => {
  const page = '/console/stores/quarantine?campaign=alive';

  it('is for organisers of the place, tells why in words, and discards only with a reason', async () => {
    expect((await manager.get(page)).status).toBe(403);
    const { text } = await swede.get(page);
    expect(text).toContain('From a tablet that is retired');
    expect(text).not.toContain('c2VhbGVk');
    const without = await swede.submit(page, { record: ids.quarantined, deed: 'discard', reason: '' });
    expect([without.status, without.text.includes('Please write why they are discarded.')]).toEqual([422, true]);
    expect((await swede.submit(page, { record: ids.quarantined, deed: 'discard', reason: 'Found in a skip' })).status).toBe(303);
    expect(await rows(`select resolution from quarantine where id = '${ids.quarantined}'`)).toEqual([{ resolution: 'discarded' }]);
  });

  it('of another country is not theirs to judge', async () => {
    expect((await swede.submit(page, { record: ids.foreignQuarantined, deed: 'discard', reason: 'x' })).status).toBe(404);
    expect(await rows(`select resolution from quarantine where id = '${ids.foreignQuarantined}'`)).toEqual([{ resolution: null }]);
  });
});
