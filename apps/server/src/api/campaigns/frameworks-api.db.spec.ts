import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ApiTokens } from '#libs/access';
import { openConsole, type OpenConsole } from '../../../../../test/support/console.js';

let opened: OpenConsole;
const tokens = new Map<string, string>();

beforeAll(async () => {
  opened = await openConsole();
  for (const { id, email } of await opened.rows<{ id: string; email: string }>(`select id, email from users`)) tokens.set(email.replace('@example.org', ''), (await opened.server.app.get(ApiTokens).create(id, 'spec')).token);
}, 30_000);

afterAll(() => opened?.close());

const BASE = '/api/v1/campaigns/alive';
const as = (who: string, asked: request.Test): request.Test => asked.set('authorization', `Bearer ${tokens.get(who)}`);
const get = (who: string, path = 'framework'): request.Test => as(who, request(opened.server.http).get(`${BASE}/${path}`));
const put = (who: string, path: string, body: object): request.Test => as(who, request(opened.server.http).put(`${BASE}/${path}`).send(body));
interface Refused { code: string; errors: { field: string; code: string }[] }
const faultsIn = ({ body }: request.Response): string[] => (body as Refused).errors.map(({ field, code }) => `${field}:${code}`);

const FRAMEWORK = {
  goals: [{ key: 'law', title: { en: 'Law', ar: 'القانون' } }],
  indicators: [{ key: 'law.plan', goal: 'law', title: { en: 'National plan' }, description: { en: 'Is there a plan with a budget?' } }],
};

describe('a framework over HTTP', () => {
  it('is written by organisers of the whole campaign, and read by whoever works in it', async () => {
    await request(opened.server.http).get(`${BASE}/framework`).expect(401);
    await put('sweden', 'framework', { version: 1, ...FRAMEWORK }).expect(404);
    await put('reader', 'framework', { version: 1, ...FRAMEWORK }).expect(403);
    expect((await get('sweden').expect(200)).body).toEqual({ version: 1, framework: null, goals: [], indicators: [] });
    expect((await put('world', 'framework', { version: 1, ...FRAMEWORK }).expect(200)).body).toMatchObject({ version: 2, framework: 1, ...FRAMEWORK });
    expect((await get('reader').expect(200)).body).toMatchObject({ version: 2, framework: 1 });
    expect(((await put('world', 'framework', { version: 1, ...FRAMEWORK }).expect(409)).body as Refused).code).toBe('petitions.changed_meanwhile');
  });

  it('tells each field at fault', async () => {
    const twice = [...FRAMEWORK.goals, ...FRAMEWORK.goals];
    expect(faultsIn(await put('world', 'framework', { version: 2, goals: twice, indicators: [{ ...FRAMEWORK.indicators[0], goal: 'help' }] }).expect(422))).toEqual(['goals.1.key:taken', 'indicators.0.goal:unknown']);
    expect(faultsIn(await put('world', 'framework', { version: 2, ...FRAMEWORK, goals: [{ key: 'law', title: {}, colour: 'red' }] }).expect(422)).sort()).toEqual(['goals.0.colour:unknown_field', 'goals.0.title:wrong_type']);
    expect((await get('world')).body).toMatchObject({ version: 2 });
  });

  it('lets a round be opened, which keeps it', async () => {
    const round = { key: 'first', title: { en: 'First' }, period: '2026', jurisdictions: ['SE', 'NO'] };
    await as('world', request(opened.server.http).post(`${BASE}/progress/rounds`).send(round)).expect(201);
    await put('world', 'framework', { version: 2, ...FRAMEWORK, indicators: [{ ...FRAMEWORK.indicators[0], title: { en: 'Plan of action' } }] }).expect(200).expect(({ body }) => expect(body).toMatchObject({ framework: 2 }));
    expect((await get('world', 'progress/rounds/first').expect(200)).body).toMatchObject({ frameworkVersion: 1 });
  });
});

describe('treaties, laws and plans over HTTP', () => {
  const crc = { names: { en: 'Convention on the Rights of the Child', fr: 'Convention relative aux droits de l’enfant' }, type: 'international', source: 'https://treaties.example/crc' };
  it('are named by organisers of the whole campaign, and told to everybody', async () => {
    const { body: { version } } = (await get('world')) as { body: { version: number } };
    await put('sweden', 'instruments/CRC', { version, ...crc }).expect(404);
    expect((await put('world', 'instruments/CRC', { version, ...crc }).expect(200)).body).toMatchObject({ version: version + 1, key: 'CRC', names: crc.names, source: crc.source, jurisdiction: null });
    expect(((await request(opened.server.http).get(BASE).expect(200)).body as { instruments: unknown[] }).instruments).toMatchObject([{ key: 'CRC', type: 'international', source: crc.source }]);
    expect(faultsIn(await put('world', 'instruments/law', { version: version + 1, ...crc, type: 'national-law', jurisdiction: 'XX' }).expect(422))).toEqual(['jurisdiction:unknown']);
    await put('world', 'instruments/law', { version, ...crc }).expect(409);
  });
  it('are what can be ratified', async () => {
    await as('sweden', request(opened.server.http).post(`${BASE}/ratifications`).send({ instrument: 'CRC', jurisdiction: 'SE', event: 'ratified', date: '1990-06', evidence: 'https://treaties.example/se' })).expect(201);
    expect((await request(opened.server.http).get(`${BASE}/ratifications/states`).expect(200)).body).toMatchObject({ total: 1, items: [{ instrument: { key: 'CRC' }, state: { kind: 'ratified' } }] });
  });
});

describe('a publication', () => {
  const of = (kind: string): request.Test => as('world', request(opened.server.http).post(`${BASE}/publications`).send({ kind, title: { en: 'Figures' } }));
  it('is made of kinds only that something can be put into', async () => {
    expect(faultsIn(await of('statistics').expect(422))).toEqual(['kind:not_allowed']);
    await of('report').expect(201);
  });
});
