import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { ApiTokens, Users } from '#libs/access';
import { Database } from '#libs/database';
import { dataFolder, type CampaignFile, type DoorPetition } from '#libs/petitions';
import { type CampaignSummary } from '#libs/tallies';
import { startServer, type StartedServer } from '../../../../../test/support/app.js';
import { importFile } from '../../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/services.js';

const textOf = (name: string): string => readFileSync(path.join(dataFolder(), name, 'campaign.json'), 'utf8');
const RECORD = 'stop-sex-trafficking';

describe('petitions and campaigns by API', () => {
  let test: TestDatabase;
  let server: StartedServer;
  let owner: string;
  let gb: string;
  /** An answer's body, as what the test takes it for. */
  const read = async <T = unknown>(call: request.Test): Promise<T> => (await call).body as T;
  const get = (url: string, token?: string): request.Test => (token ? request(server.http).get(url).set('authorization', `Bearer ${token}`) : request(server.http).get(url));
  const send = (method: 'post' | 'patch', url: string, token: string, body: object = {}): request.Test => request(server.http)[method](url).set('authorization', `Bearer ${token}`).send(body);
  const summary = async (): Promise<CampaignSummary> => (await get(`/api/v1/campaigns/${RECORD}/summary`).expect(200)).body as CampaignSummary;

  beforeAll(async () => {
    test = await testDatabase();
    server = await startServer(test.config);
    const db = server.app.get(Database);
    await importFile(db, textOf(RECORD));
    await importFile(db, textOf('keep-your-word'));
    const [campaign] = await db.rows<{ id: number }>(`select id from campaigns where slug = 'keep-your-word'`);
    const token = async (user: Parameters<Users['add']>[0]): Promise<string> => {
      const made = await server.app.get(Users).add({ ...user, password: 'a long enough phrase 9', passwordIsTheirs: true }, 'spec');
      return (await server.app.get(ApiTokens).create(made.user.id, 'spec')).token;
    };
    owner = await token({ email: 'owner@example.org', role: 'owner' });
    gb = await token({ email: 'gb@example.org', role: 'organiser', campaignId: campaign?.id, jurisdictionIds: ['GB'] });
  });
  afterAll(async () => {
    await server.close();
    await test.drop();
  });

  it('sums up the record as its sources do', async () => {
    expect(await summary()).toMatchObject({
      countriesWithPetition: 47, researchOnly: 6, callsToAction: 187, callsAnswered: { atLeastOnce: 50, byName: 12 },
      handovers: { held: { national: { count: 35, signatures: 5_808_143, lowerBound: true } }, listed: 1, planned: 3 },
      commitments: { promised: 28, inProgress: 8, fulfilled: 3 },
      signatures: { counted: 0, attested: 5_979_779, total: 5_979_779, lowerBound: true, countriesWithFigure: 41, countriesWithoutFigure: ['AE', 'BD', 'CY', 'MX', 'NP', 'US'] },
      bundles: expect.arrayContaining([{ jurisdiction: 'region-eu', stated: { count: 2_333_033, lowerBound: false }, sumOfMembers: { count: 2_402_859, lowerBound: expect.any(Boolean), from: 16, of: 17 }, verified: 0 }]),
    });
  });

  it('gives the British petition of the record with its three calls and its handover', async () => {
    const body = await read(get(`/api/v1/petitions/${RECORD}-gb`).expect(200));
    expect(body).toMatchObject({ status: 'closed', closedAt: null, closedReason: 'date not in the source', tally: { counted: 0, attested: { count: 735_889 }, total: 735_889 } });
    expect((body as { callsToAction: unknown[] }).callsToAction).toHaveLength(3);
    expect((body as { handovers: object[] }).handovers).toEqual([expect.objectContaining({ status: 'held', stated: { signatures: 735_889, qualifier: 'exact' }, date: expect.objectContaining({ edtf: '2011-05-12' }) })]);
  });

  it('links the demonstration\'s calls to those of the record', async () => {
    const body = await read(get('/api/v1/petitions/keep-your-word-gb').expect(200));
    const { callsToAction, texts } = body as DoorPetition & { callsToAction: { echoes: { campaign: string; key: string } | null }[] };
    expect(callsToAction[0]?.echoes).toMatchObject({ campaign: RECORD, key: expect.stringMatching(/^GB-c/) });
    expect(texts.map((text) => text.language)).toEqual(['en', 'fr', 'ar']);
  });

  it('lends a country of a region the region\'s texts and calls', async () => {
    const body = await read(get('/api/v1/petitions/keep-your-word-jo').expect(200));
    expect(body).toMatchObject({ sharedFrom: { slug: 'keep-your-word-region-middle-east' }, takesSignatures: true, privacy: 'high', texts: [{ language: 'ar' }, { language: 'en' }] });
    expect((body as { callsToAction: unknown[] }).callsToAction).toHaveLength(3);
  });

  it('lists petitions page by page, drafts to their organisers only', async () => {
    const body = await read(get('/api/v1/petitions?campaign=keep-your-word&pageSize=5&page=2').expect(200));
    expect(body).toMatchObject({ page: 2, pageSize: 5, total: 13 });
    expect((body as { items: unknown[] }).items).toHaveLength(5);
    const drafts = async (token?: string): Promise<number> => ((await get('/api/v1/petitions?status=draft', token).expect(200)).body as { total: number }).total;
    expect([await drafts(), await drafts(gb), await drafts(owner)]).toEqual([0, 0, 1]);
    await get('/api/v1/petitions/keep-your-word-de').expect(404);
    await get('/api/v1/petitions/keep-your-word-de', gb).expect(404);
    await get('/api/v1/petitions/keep-your-word-de', owner).expect(200);
  });

  it('shows pending and exact cells to organisers only', async () => {
    expect((await get('/api/v1/petitions/keep-your-word-gb/tally').expect(200)).body).not.toHaveProperty('pending');
    expect((await get('/api/v1/petitions/keep-your-word-gb/tally', gb).expect(200)).body).toHaveProperty('pending', 0);
    expect((await get('/api/v1/petitions/keep-your-word-nl/tally', gb).expect(200)).body).not.toHaveProperty('pending');
  });

  it('lets an organiser make a campaign and a petition, and opens it once signers can be told everything', async () => {
    await send('post', '/api/v1/campaigns', gb, { slug: 'mine', title: { en: 'Mine' }, defaultLanguage: 'en' }).expect(403);
    await send('post', '/api/v1/campaigns', owner, { slug: 'clean-water', title: { en: 'Clean water' }, defaultLanguage: 'en' }).expect(201);
    const petition = {
      campaign: 'clean-water', jurisdiction: 'PT', privacy: 'standard', target: 500, calls: [{ texts: { pt: 'Água limpa.' } }],
      texts: [{ language: 'pt', title: 'Água limpa', demand: 'Água limpa para todos.' }],
    };
    const refused = await read(send('post', '/api/v1/petitions', owner, { ...petition, privacy: undefined, calls: [{ texts: { pt: '' } }], surprise: 1 }).expect(422));
    expect((refused as { errors: { field: string }[] }).errors.map((error) => error.field)).toEqual(['calls.0.texts', 'privacy', 'surprise']);
    expect((await send('post', '/api/v1/petitions', owner, petition).expect(201)).body).toMatchObject({ slug: 'clean-water-pt', version: 1 });
    await send('post', '/api/v1/petitions', owner, petition).expect(409);

    const missing = await read(send('post', '/api/v1/petitions/clean-water-pt/open', owner).expect(422));
    expect((missing as { code: string; errors: { field: string }[] }).errors.map((error) => error.field)).toEqual(
      ['campaign.controller.name', 'campaign.controller.email', 'campaign.retention', 'texts.pt.notice', 'review.secondPerson']);
    await send('patch', '/api/v1/campaigns/clean-water', owner, { version: 1, reviewBeforeOpening: 'off', controller: { name: 'Water Club', email: 'privacy@water.example' }, retention: { months: 12, text: { en: 'A year.' } } }).expect(200);
    await send('patch', '/api/v1/campaigns/clean-water', owner, { version: 1, noindex: true }).expect(409);
    await send('post', '/api/v1/petitions/clean-water-pt/texts', owner, { ...petition.texts[0], notice: 'O que fazemos com os dados.' }).expect(201, { state: 'published', language: 'pt', version: 2 });
    await send('post', '/api/v1/petitions/clean-water-pt/open', owner).expect(200);
    expect((await get('/api/v1/petitions/clean-water-pt').expect(200)).body).toMatchObject({ status: 'open', texts: [{ language: 'pt', version: 2, noticeVersion: 2 }] });
    await send('patch', '/api/v1/petitions/clean-water-pt', owner, { version: 2, confirmation: 'none' }).expect(422);
    await send('post', '/api/v1/petitions/clean-water-pt/close', owner, { reason: 'Answered.' }).expect(200);
    expect((await get('/api/v1/petitions/clean-water-pt').expect(200)).body).toMatchObject({ status: 'closed', closedReason: 'Answered.' });
  });

  it('adds attested counts of a named person with a document, and thresholds', async () => {
    const count = { count: 250, qualifier: 'exact', channel: 'paper', document: 'Minutes of 3 March, folder 2', attestedBy: 'Jane Doe, secretary' };
    await send('post', '/api/v1/petitions/keep-your-word-gb/attested-counts', gb, { ...count, document: undefined }).expect(422);
    await send('post', '/api/v1/petitions/keep-your-word-nl/attested-counts', gb, count).expect(404);
    await send('post', `/api/v1/petitions/${RECORD}-gb/attested-counts`, owner, count).expect(409);
    await send('post', '/api/v1/petitions/keep-your-word-gb/attested-counts', gb, count).expect(201);
    await send('post', '/api/v1/petitions/keep-your-word-gb/milestones', gb, { thresholds: [300] }).expect(201);
    expect((await get('/api/v1/petitions/keep-your-word-gb/tally').expect(200)).body).toMatchObject({ counted: 0, attested: { count: 250 }, total: 250, nextMilestone: { threshold: 300, remaining: 50 } });
  });

  it('streams the count at once and after a change, and ends when the server does', async () => {
    // Nobody hangs up: it is the server's end, after the last test, that has to end it.
    const answer = await fetch(`${server.url}/api/v1/petitions/keep-your-word-fr/tally/stream`);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const words = new TextDecoder();
    let told = '';
    const until = async (part: string): Promise<void> => {
      while (!told.includes(part)) told += words.decode((await reader.read()).value, { stream: true });
    };
    await until('"total":0');
    expect(told).toContain('event: tally\ndata: {"petition":"keep-your-word-fr"');
    await send('post', '/api/v1/petitions/keep-your-word-fr/attested-counts', owner, { count: 40, qualifier: 'exact', channel: 'store', document: 'List 7', attestedBy: 'Jane Doe' }).expect(201);
    await until('"total":40');
  });

  it('keeps a stream open for thirty of one address, and refuses more', async () => {
    const open = await Promise.all(Array.from({ length: 32 }, async () => {
      const abort = new AbortController();
      return { abort, status: (await fetch(`${server.url}/api/v1/petitions/keep-your-word-nl/tally/stream`, { signal: abort.signal })).status };
    }));
    expect(open.filter((one) => one.status === 200).length).toBeLessThanOrEqual(30);
    expect(open.filter((one) => one.status === 429).length).toBeGreaterThanOrEqual(2);
    open.forEach((one) => one.abort.abort());
  });

  it('follows with every figure when two countries change in the file', async () => {
    const file = JSON.parse(textOf(RECORD)) as CampaignFile;
    const country = (id: string): CampaignFile['jurisdictions'][number] => file.jurisdictions.find((one) => one.id === id) as CampaignFile['jurisdictions'][number];
    (country('GB').handovers[0] as { signatures: number }).signatures += 1_000;
    const [promise] = country('NZ').handovers.flatMap((one) => one.commitments);
    Object.assign(country('MX'), { collected: { ...country('MX').collected, signatures: 500, qualifier: 'exact', source: country('MX').source } });
    country('GB').petition.callsToAction.pop();
    expect(promise).toBeDefined();
    const report = await importFile(server.app.get(Database), JSON.stringify(file));
    expect(report.changed).toContain('/jurisdictions/GB/handovers/GB-h1/signatures');
    expect(await summary()).toMatchObject({
      callsToAction: 186, handovers: { held: { national: { count: 35, signatures: 5_809_143 } } },
      signatures: { attested: 5_981_279, countriesWithFigure: 42, countriesWithoutFigure: ['AE', 'BD', 'CY', 'NP', 'US'] },
      bundles: expect.arrayContaining([expect.objectContaining({ jurisdiction: 'region-eu', sumOfMembers: expect.objectContaining({ count: 2_403_859 }) })]),
    });
    expect(await server.app.get(Database).rows(`select before ->> 'count' as before, after ->> 'count' as after from history where entity = 'attested_counts'`)).toEqual([{ before: '735889', after: '736889' }]);
  });
});
