import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import request from 'supertest';
import { ApiTokens, Users } from '#libs/access';
import { Database } from '#libs/database';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

let database: TestDatabase;
let server: StartedServer;
let sweden: string;
let norway: string;
let everything: string;
const today = new Date().toISOString().slice(0, 10);

interface Fault { field: string; code: string; message: string }
type Booked = { id: string; status: string; calendarSequence: number; commitments: { id: string }[] };

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config);
  const db = server.app.get(Database);
  await db.dataSource.query(readFileSync(new URL('../../../../../libs/handovers/src/testing/campaigns.sql', import.meta.url), 'utf8'));
  const [{ id: campaignId = 0 } = {}] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'living'`);
  const token = async (name: string, jurisdictionIds: string[], campaign: number | null): Promise<string> => {
    const { user } = await server.app.get(Users).add(
      { email: `${name}@example.org`, name, role: 'organiser', campaignId: campaign, jurisdictionIds, password: 'a long enough sentence 42', passwordIsTheirs: true }, 'spec');
    return (await server.app.get(ApiTokens).create(user.id, 'spec')).token;
  };
  [sweden, norway, everything] = [await token('sweden', ['SE'], campaignId), await token('norway', ['NO'], campaignId), await token('everything', [], null)];
}, 60_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
});

const post = (path: string, body: object, token = sweden): request.Test => request(server.http).post(`/api/v1/${path}`).set('authorization', `Bearer ${token}`).send(body);
const patch = (path: string, body: object, token = sweden): request.Test => request(server.http).patch(`/api/v1/${path}`).set('authorization', `Bearer ${token}`).send(body);
const get = (path: string, token?: string): request.Test => {
  const asked = request(server.http).get(`/api/v1/${path}`);
  return token ? asked.set('authorization', `Bearer ${token}`) : asked;
};
const booking = { campaign: 'living', jurisdiction: 'SE', date: today, place: 'Rosenbad', timeZone: 'Europe/Stockholm', recipients: [{ office: 'Minister', kind: 'executive' }] };
const book = async (more: object = {}, token = sweden): Promise<Booked> => (await post('handovers', { ...booking, ...more }, token).expect(201)).body as Booked;
const faultsOf = (body: unknown): string[] => (body as { errors: Fault[] }).errors.map((fault) => `${fault.field}:${fault.code}`);

describe('handovers over HTTP', () => {
  it('are booked, moved, held, answered, and followed to a fulfilled promise', async () => {
    const { id } = await book({ date: '2031-03-04', startTime: '10:00' });
    await patch(`handovers/${id}`, { date: today, startTime: null, reason: 'Sooner' }).expect(200).expect(({ body }: { body: Booked }) => expect(body).toMatchObject({ calendarSequence: 1 }));
    await post(`handovers/${id}/hold`, { outcome: 'held', signatures: 893, whatWasSaid: 'She listened.' }).expect(200);
    await post(`handovers/${id}/responses`, { kind: 'letter', text: 'We will see.', language: 'sv' }).expect(201);
    const promised = await post(`handovers/${id}/commitments`, { text: 'Ratify it', kind: 'ratification', answers: ['SE-c01'] }).expect(201);
    const commitment = promised.body as { id: string };
    await post(`commitments/${commitment.id}/statuses`, { status: 'fulfilled', evidence: 'https://example.org/gazette', dated: today }).expect(201);
    const told = await get(`handovers/${id}`).expect(200);
    expect(told.body).toMatchObject({
      status: 'held', stated: { signatures: 893, qualifier: 'exact' }, responses: [{ text: 'We will see.', recordedBy: null }],
      commitments: [{ status: 'fulfilled', answers: [{ key: 'SE-c01' }] }], changes: [{ reason: 'Sooner', actor: null }, {}],
    });
    expect((await get('commitments?campaign=living&status=fulfilled').expect(200)).body).toMatchObject({ total: 1, items: [{ id: commitment.id }] });
    await post(`handovers/${id}/hold`, { outcome: 'refused' }).expect(409).expect(({ body: problem }) => expect(problem).toMatchObject({ code: 'handovers.already_held' }));
  });

  it('are written only by those who organise there', async () => {
    const { id } = await book();
    await request(server.http).post('/api/v1/handovers').send(booking).expect(401);
    await post('handovers', booking, norway).expect(403);
    await patch(`handovers/${id}`, { title: 'Ours' }, norway).expect(403);
    await post(`handovers/${id}/hold`, { outcome: 'held', signatures: 1 }, norway).expect(403);
    await post('handovers', { ...booking, covers: ['SE', 'NO'] }).expect(403);
    await patch(`handovers/${id}`, { covers: ['SE', 'NO'] }).expect(403);
    await post('handovers', { ...booking, covers: 'all' }).expect(403);
    const draft = await book({ jurisdiction: 'DE' }, everything);
    await patch(`handovers/${draft.id}`, { title: 'Theirs' }).expect(404);
    expect((await get(`handovers/${id}`)).body).toMatchObject({ status: 'planned', title: null, covers: [{ id: 'SE' }] });
  });

  it('answer bad input with each field at fault, in the reader\'s language', async () => {
    const refused = await post('handovers', { ...booking, date: '2026-02-30', timeZone: 'Mars/Olympus', startTime: '10:00' }).set('accept-language', 'fr').expect(422);
    expect(faultsOf(refused.body)).toEqual(['date:date_unreadable', 'timeZone:unknown']);
    expect((refused.body as { errors: Fault[] }).errors[0]?.message).toContain('Ce n’est pas une date');
    expect(faultsOf((await post('handovers', { ...booking, surprise: 1, recipients: [{ kind: 'king' }] }).expect(422)).body)).toEqual(['recipients.0.kind:not_allowed', 'surprise:unknown_field']);
    const { id } = await book();
    expect(faultsOf((await post(`handovers/${id}/hold`, { outcome: 'held' }).expect(422)).body)).toEqual(['signatures:required']);
    expect(faultsOf((await post(`handovers/${id}/hold`, { outcome: 'held', signatures: 1.5 }).expect(422)).body)).toHaveLength(1);
    expect(faultsOf((await patch(`handovers/${id}`, { date: '2031-01-01' }).expect(422)).body)).toEqual(['reason:required']);
    for (const query of ['page=0', 'status=stolen', 'month=2031-13', 'campaign=A%00', 'nothing=1']) await get(`handovers?${query}`).expect(422);
    for (const path of ['handovers/nothing', 'handovers/00000000-0000-4000-8000-00000000abcd', 'commitments/1', 'handovers/nothing/calendar.ics']) await get(path).expect(404);
  });

  it('show the public neither drafts nor what was called off', async () => {
    const draft = await book({ jurisdiction: 'DE' }, everything);
    const off = await book();
    await post(`handovers/${off.id}/cancel`, { reason: 'No answer' }).expect(200);
    for (const { id } of [draft, off]) {
      await get(`handovers/${id}`).expect(404);
      await get(`handovers/${id}/calendar.ics`).expect(404);
    }
    await get(`handovers/${off.id}`, sweden).expect(200);
    await get(`handovers/${draft.id}`, sweden).expect(404);
    const ids = async (query: string, token?: string): Promise<string[]> => ((await get(`handovers?${query}`, token).expect(200)).body as { items: Booked[] }).items.map((item) => item.id);
    expect(await ids('campaign=living&pageSize=200')).not.toContain(draft.id);
    expect(await ids('mine=true&status=cancelled', sweden)).toEqual([off.id]);
    expect(await ids('mine=true&pageSize=200', norway)).toEqual([]);
    expect(await ids('mine=true&pageSize=200', everything)).toContain(draft.id);
    await get('handovers?mine=true').expect(401);
  });

  it('come as a calendar, in the reader\'s language and without anyone\'s data', async () => {
    const { id } = await book({ date: '2031-05-08', startTime: '14:00' });
    const undated = await book({ date: null });
    const one = await get(`handovers/${id}/calendar.ics`).set('accept-language', 'fr').expect(200).expect('content-type', /text\/calendar/);
    const [event] = new ICAL.Component(ICAL.parse(one.text) as never).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
    expect(event?.uid).toBe(id);
    expect(event?.summary).toContain('Remise de la pétition');
    expect(event?.startDate.toJSDate().toISOString()).toBe('2031-05-08T12:00:00.000Z');
    await get(`handovers/${undated.id}/calendar.ics`).expect(409);
    const all = await get('handovers/calendar.ics?campaign=living&country=SE').expect(200);
    expect(all.text).toContain(id);
    expect(all.text).not.toContain('@example.org');
    expect((await get('handovers?month=2031-05')).body).toMatchObject({ days: [{ day: '2031-05-08', handovers: [{ id }] }], sometime: [] });
  });
});
