import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Sheets, Stores } from '#libs/stores';
import { ConsoleVisitor, openConsole, type OpenConsole } from '../../../../test/support/console.js';
import { LinkCodes } from '../signing/link-codes.js';

const ACTOR = { id: 'spec', name: 'Spec' };

let opened: OpenConsole;
let server: OpenConsole['server'];
let db: OpenConsole['db'];
let campaignId: number;
let shop: string;
let other: string;

beforeAll(async () => {
  opened = await openConsole();
  ({ server, db } = opened);
  campaignId = (await db.query<{ id: number }>(`select id from campaigns where slug = 'alive'`)).rows[0]?.id ?? 0;
  const stores = server.app.get(Stores, { strict: false });
  const place = { campaignId, language: 'fr', timeZone: 'Europe/Stockholm' };
  shop = (await stores.create({ ...place, jurisdictionId: 'SE', code: 'harbour', name: 'Harbour Shop' }, ACTOR)).id;
  other = (await stores.create({ ...place, jurisdictionId: 'NO', code: 'fjord', name: 'Fjord Shop', language: 'no', timeZone: 'Europe/Oslo' }, ACTOR)).id;
  await stores.create({ ...place, jurisdictionId: 'FI', code: 'draft-land', name: 'Draft Shop' }, ACTOR);
}, 60_000);

afterAll(() => opened?.close());

const as = (email: string): Promise<ConsoleVisitor> => opened.enter(email);

describe('papers of a store', () => {
  it.each([
    ['poster.pdf?language=en&size=A3', 'poster-harbour-en-a3.pdf'], ['poster.pdf', 'poster-harbour-en-a4.pdf'], ['staff-card.pdf', 'staff-card-harbour-fr.pdf'],
    ['staff-card.pdf?language=../x', 'staff-card-harbour-fr.pdf'],
  ])('are shown as PDF to who looks after it: %s', async (path, name) => {
    const answer = await (await as('sweden@example.org')).get(`/console/stores/${shop}/${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.headers['content-disposition']).toBe(`inline; filename="${name}"`);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((answer.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('are not there for who looks after another country\'s, and closed to readers and strangers', async () => {
    const organiser = await as('sweden@example.org');
    expect((await organiser.get(`/console/stores/${other}/poster.pdf`)).status).toBe(404);
    expect((await organiser.get(`/console/stores/not-a-store/poster.pdf`)).status).toBe(404);
    expect((await (await as('reader@example.org')).get(`/console/stores/${shop}/poster.pdf`)).status).toBe(403);
    expect((await new ConsoleVisitor(server.http).get(`/console/stores/${shop}/poster.pdf`)).status).toBe(303);
  });

  it('hold the sheets asked for, of this store only', async () => {
    const { rows: [petition] } = await db.query<{ id: number }>(`select id from petitions where slug = 'alive-se'`);
    const sheets = server.app.get(Sheets, { strict: false });
    const printed = await sheets.print(shop, { petitionId: petition?.id ?? 0, language: 'en', count: 2, lines: 12 }, ACTOR);
    const organiser = await as('world@example.org');
    const answer = await organiser.get(`/console/stores/${shop}/sheets.pdf?ids=${printed.map(({ id }) => id).join(',')}`);
    expect([answer.status, answer.headers['content-disposition']]).toEqual([200, `inline; filename="sheets-harbour-${printed[0]?.number}.pdf"`]);
    expect((await organiser.get(`/console/stores/${other}/sheets.pdf?ids=${printed[0]?.id}`)).status).toBe(404);
    expect((await organiser.get(`/console/stores/${shop}/sheets.pdf`)).status).toBe(422);
  });
});

describe('the page that the staff card\'s code leads to', () => {
  it.each([['fr', 'fr', 'Ce que dit la ligne d’état'], ['ar', 'ar', 'ماذا يقول سطر الحالة'], ['nl', 'en', 'Wat de statusregel zegt']])('says the same hints to anybody, in %s', async (language, shell, hint) => {
    const { text } = await request(server.http).get(`/tablet-help/${language}`).set('accept-language', 'en').expect(200);
    expect(text).toContain(`<html lang="${shell}"`);
    expect(text).toContain(hint);
    for (const other of ['/tablet-help/de', '/tablet-help/sv', '/tablet-help/es']) expect(text).toContain(`href="${other}"`);
  });

  it('is in the reader\'s language where none is named, and not there in one that no card speaks', async () => {
    expect((await request(server.http).get('/tablet-help').set('accept-language', 'fr-CH').expect(302)).headers['location']).toBe('/tablet-help/fr');
    await request(server.http).get('/tablet-help/xx').expect(404);
  });
});

describe('a short link', () => {
  const follow = async (code: string): Promise<string | undefined> => {
    const answer = await request(server.http).get(`/s/${code}`).set('accept-language', 'en').expect(302).expect('cache-control', 'no-store');
    return answer.headers['location'];
  };

  it('leads to the petition of the shop\'s country, in the shop\'s language, and says where from', async () => {
    expect(await follow('harbour')).toBe('/fr/petitions/alive-se?via=harbour');
  });

  it('leads in the reader\'s language where the pages do not speak the shop\'s', async () => {
    expect(await follow('fjord')).toBe('/en/petitions/alive-no?via=fjord');
  });

  it('forgives how it is typed', async () => {
    expect(await follow('Harbour.')).toBe('/fr/petitions/alive-se?via=harbour');
  });

  it.each(['nobody', '%27%3b--', '%D9%85', 'a'.repeat(60)])('that nobody bears leads to the campaign and never to an error: %s', async (code) => {
    expect(await follow(code)).toBe('/en/campaigns/alive');
  });

  it('of a shop whose country\'s petition is a draft leads to the campaign', async () => {
    expect(await follow('draft-land')).toBe('/fr/campaigns/alive');
  });
});

describe('an attribution', () => {
  it('holds for a code that a store bears, and is dropped for any other', async () => {
    const links = server.app.get(LinkCodes, { strict: false });
    expect([await links.known(campaignId, 'harbour'), await links.known(campaignId, 'made-up')]).toEqual(['harbour', null]);
  });
});
