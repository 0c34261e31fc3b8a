import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ApiTokens, Users } from '#libs/access';
import { Database } from '#libs/database';
import { dataFolder } from '#libs/petitions';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { importFile } from '../../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

let database: TestDatabase;
let server: StartedServer;
let spain: string;
let britain: string;

interface Proposal { event: { id: string; key: string | null }; commitment: { id: string } }
interface Body { total: number; items: Proposal[]; code: string; errors: { field: string; code: string }[]; id: string }

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  const db = server.app.get(Database);
  for (const name of ['stop-sex-trafficking/campaign', 'stop-sex-trafficking/progress-cards', 'keep-your-word/campaign', 'keep-your-word/progress-cards']) await importFile(db, readFileSync(path.join(dataFolder(), `${name}.json`), 'utf8'));
  const [{ id: campaignId = 0 } = {}] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'keep-your-word'`);
  const token = async (name: string, jurisdiction: string): Promise<string> => {
    const { user } = await server.app.get(Users).add({ email: `${name}@example.org`, name, role: 'organiser', campaignId, jurisdictionIds: [jurisdiction], password: 'a long enough sentence 42', passwordIsTheirs: true }, 'spec');
    return (await server.app.get(ApiTokens).create(user.id, 'spec')).token;
  };
  [spain, britain] = [await token('spain', 'ES'), await token('britain', 'GB')];
}, 60_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const get = (address: string, token?: string): request.Test => {
  const asked = request(server.http).get(address);
  return token ? asked.set('authorization', `Bearer ${token}`) : asked;
};
const post = (address: string, body: object, token: string): request.Test => request(server.http).post(address).set('authorization', `Bearer ${token}`).send(body);
const LIVE = '/api/v1/campaigns/keep-your-word';
const RECORD = '/api/v1/campaigns/stop-sex-trafficking';

describe('ratifications, rankings and figures over HTTP', () => {
  it('are read by everybody, page by page, and narrowed by place', async () => {
    expect((await get(`${RECORD}/ratifications?jurisdiction=MT&pageSize=1`).expect(200)).body).toMatchObject({ total: 3, items: [{ recordedBy: null }] });
    expect((await get(`${RECORD}/ratifications/states?state=pledged&instrument=OPSC`).expect(200)).body).toMatchObject({ total: 3 });
    expect((await get(`${RECORD}/rankings/ranking-2012`).expect(200)).body).toMatchObject({ rows: null, statesAssessed: 42, publicAt: '2012-03-29T07:00:00.000Z' });
    expect((await get(`${RECORD}/statistics?goal=legal&year=2011`).expect(200)).body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ key: 'stat-023', check: expect.objectContaining({ result: 'impossible' }) })]) });
    expect((await get(`${RECORD}/findings?jurisdiction=BE`).expect(200)).body).toMatchObject({ total: 2 });
    expect((await get(`${RECORD}/timeline`).expect(200)).body).toMatchObject({ total: 0 });
    for (const wrong of ['/ratifications?event=stolen', '/statistics?year=1', '/timeline?from=soon', '/rankings?nothing=1']) await get(`${RECORD}${wrong}`).expect(422);
    for (const unknown of ['/api/v1/campaigns/nothing/rankings', `${RECORD}/rankings/nothing`]) await get(unknown).expect(404);
  });

  it('are written by those who organise there, and a promise is fulfilled by whom it concerns', async () => {
    const { items } = (await get(`${LIVE}/ratifications/proposals`, spain).expect(200)).body as Body;
    const { event, commitment } = items.find((one) => one.event.key === 'homes-es-ratified') ?? { event: { id: '' }, commitment: { id: '' } };
    expect((await get(`${LIVE}/ratifications/proposals`, britain).expect(200)).body).toMatchObject({ total: 0 });
    await get(`${LIVE}/ratifications/proposals`).expect(401);
    const decision = `${LIVE}/ratifications/${event.id}/proposals/${commitment.id}`;
    await post(`${decision}/accept`, {}, britain).expect(404);
    await post(`${decision}/accept`, {}, spain).expect(200);
    await post(`${decision}/decline`, { reason: 'Too late' }, spain).expect(409).expect(({ body }: { body: Body }) => expect(body.code).toBe('facts.no_proposal'));
    expect((await get(`/api/v1/commitments/${commitment.id}`).expect(200)).body).toMatchObject({ status: 'fulfilled' });
  });

  it('tell each field at fault, and keep what was corrected from the public', async () => {
    const sound = { instrument: 'KYW-Safe-Homes', jurisdiction: 'GB', event: 'ratified', date: '2026-03', evidence: 'https://treaties.example/gb' };
    const refused = (await post(`${LIVE}/ratifications`, { ...sound, date: 'soon', evidence: '' }, britain).expect(422)).body as Body;
    expect(refused.errors.map(({ field, code }) => `${field}:${code}`)).toEqual(['date:date_unreadable', 'evidence:required']);
    await post(`${LIVE}/ratifications`, sound, spain).expect(404);
    const { id } = (await post(`${LIVE}/ratifications`, sound, britain).expect(201)).body as Body;
    await post(`${LIVE}/ratifications/${id}/retract`, { why: 'It was Ireland' }, britain).expect(201).expect(({ body }) => expect(body).toMatchObject({ stands: false }));
    expect(((await get(`${LIVE}/ratifications?jurisdiction=GB&all=true`).expect(200)).body as Body).items.map((one) => (one as unknown as { id: string }).id)).not.toContain(id);
  });
});

describe('the pages', () => {
  const text = async (address: string, token?: string): Promise<string> => (await get(address, token).expect(200)).text;
  it('say in words what is known, and what is not', async () => {
    expect(await text('/en/campaigns/stop-sex-trafficking/ratifications')).toContain('between September 2009 and September 2011');
    expect(await text('/en/campaigns/stop-sex-trafficking/ratifications?country=GR')).toContain('another source still found it open on 8 October 2010');
    expect(await text('/en/campaigns/stop-sex-trafficking/rankings')).toContain('The table is not in the source');
    expect(await text('/en/campaigns/stop-sex-trafficking/statistics')).toContain('14 of 42 is 33.3% and 15 of 42 is 35.7%');
    const rankings = await text('/fr/campaigns/keep-your-word/rankings');
    for (const said of ['ex æquo', 'Tidewell', 'Fiction.']) expect(rankings).toContain(said);
    await get('/campaigns/keep-your-word/rankings').expect(302);
    await get('/en/campaigns/nothing/rankings').expect(404);
  });
  it('let organisers decide', async () => {
    const page = await text('/console/campaigns/keep-your-word/ratifications', spain);
    expect(page).toContain('Yes, the promise is fulfilled');
    expect(await text('/console/campaigns/keep-your-word/ratifications', britain)).not.toContain('Yes, the promise is fulfilled');
    await get('/console/ratifications', spain).expect(303);
    const kept = await text('/console/campaigns/stop-sex-trafficking/ratifications', spain).catch(() => 'not theirs');
    expect(kept).toBe('not theirs');
  });
});
