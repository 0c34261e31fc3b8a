import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessEntities, AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { dataFolder } from '#libs/petitions';
import { importFile } from '../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { AssessmentsRepository } from './assessments.repository.js';
import { AssessmentsService } from './assessments.service.js';
import { CardsReader, type CardsView } from './cards.reader.js';
import { CardsRepository } from './cards.repository.js';
import type { Card } from './cards.types.js';
import { CardReplies } from './replies.service.js';
import { verifyCards } from './verify-cards.js';

const textOf = (name: string): string => readFileSync(path.join(dataFolder(), name), 'utf8');
const START = new Date();
/** A day so many days from the first start. */
const day = (n: number): string => new Date(START.getTime() + n * 86_400_000).toISOString().slice(0, 10);
const WANDA = { id: 'wanda' };
const VERA = { id: 'vera' };

let test: TestDatabase;
let db: Database;
let cards: CardsReader;
let assessments: AssessmentsService;
let replies: CardReplies;
const ids = new Map<string, number>();
const open = (slug: string, more: Partial<CardsView> = {}): CardsView => ({ campaignId: ids.get(slug) ?? 0, audience: 'public', ...more });
const bring = (file: string): ReturnType<typeof importFile> => importFile(db, textOf(file));
const ratingOf = (card: Card, indicator: string): string | null | undefined => card.entries.find((entry) => entry.indicator.key === indicator)?.rating;

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: [...accessEntities, ...HANDOVER_ENTITIES] }).initialize());
  const [audit, repository] = [new AuditLog(db), new AssessmentsRepository(db)];
  cards = new CardsReader(new CardsRepository(db));
  assessments = new AssessmentsService(db, repository, audit);
  replies = new CardReplies(db, repository, audit);
  for (const campaign of ['stop-sex-trafficking', 'keep-your-word']) {
    for (const file of ['campaign', 'progress-cards']) ids.set(campaign, (await bring(`${campaign}/${file}.json`)).campaignId);
  }
}, 30_000);

afterAll(async () => {
  await db.dataSource.destroy();
  await test.drop();
});

describe('the record\'s cards', () => {
  it('show Thailand\'s two stars, and every colour as not known', async () => {
    const card = await cards.card({ ...open('stop-sex-trafficking'), jurisdiction: 'TH' });
    expect(card.entries.filter((entry) => entry.star).map((entry) => entry.indicator.key)).toEqual(['prevention.awareness', 'prevention.teacher-training']);
    expect(card.entries.map((entry) => entry.rating)).toEqual(Array(12).fill(null));
    expect(card.round).toMatchObject({ key: 'undated', period: null, jurisdictions: ['TH'] });
    expect(card.framework.meanings.star).toEqual({ en: 'The work is done by NGOs; it is independent of the colour.' });
  });

  it('say of all others that nothing is known, with the base of the newest round', async () => {
    const card = await cards.card({ ...open('stop-sex-trafficking'), jurisdiction: 'AU' });
    expect(card.round).toMatchObject({ key: 'review-2011-42', period: { edtf: '2011', from: '2011-01-01', to: '2011-12-31' } });
    expect(card.entries.every((entry) => entry.rating === null && entry.version === null)).toBe(true);
    const { places } = await cards.overview({ ...open('stop-sex-trafficking'), round: 'review-2011-42', against: 'cards-2009-initial-41' });
    expect(places[0]).toMatchObject({ kind: 'all', overall: { share: { base: 42 * 12, counts: { 'not-known': 42 * 12 } }, change: { comparable: 0 } } });
    expect(places.find(({ id }) => id === 'osce-cards-26')?.members).toHaveLength(26);
    expect(places.find(({ id }) => id === 'eu-member-2011')?.note).toBe('General knowledge, not from the sources.');
  });

  it('were public once their document was, and not before', async () => {
    await expect(cards.card({ ...open('stop-sex-trafficking', { on: '2011-09-30' }), jurisdiction: 'TH' })).rejects.toThrow('progress.card_not_found');
    await expect(cards.card({ ...open('stop-sex-trafficking', { on: '2011-10-01' }), jurisdiction: 'TH' })).resolves.toMatchObject({ on: '2011-10-01' });
  });

  it('are not assessed any more', async () => {
    const place = { campaignId: ids.get('stop-sex-trafficking') ?? 0, round: 'review-2011-42', jurisdiction: 'AU', indicator: 'legal.opsc' };
    await expect(assessments.draft(place, { rating: 'green', star: false, reasons: { en: 'x' }, sources: [] }, WANDA)).rejects.toThrow('progress.frozen');
  });
});

describe('the demonstration\'s cards', () => {
  it('can be compared between two periods', async () => {
    const { counts, entries } = await cards.compare({ ...open('keep-your-word'), jurisdiction: 'SE', from: 'cards-first', to: 'cards-second' });
    expect(counts).toEqual({ better: 2, same: 10, worse: 0, 'not-comparable': 0 });
    expect(entries.find((entry) => entry.indicator.key === 'prevention.teacher-training')).toMatchObject({ from: { rating: 'red' }, to: { rating: 'yellow' }, movement: 'better' });
  });

  it('differ as on an earlier day, as corrections make them', async () => {
    const asOn = (on: string | undefined, round: string): Promise<Card> => cards.card({ ...open('keep-your-word', { on }), jurisdiction: 'GB', round });
    expect(ratingOf(await asOn(day(-201), 'cards-first'), 'services.counselling')).toBe('red');
    expect(ratingOf(await asOn(day(-200), 'cards-first'), 'services.counselling')).toBe('yellow');
    expect(ratingOf(await asOn(undefined, 'cards-first'), 'services.counselling')).toBe('yellow');
    await expect(asOn(day(-21), 'cards-second')).rejects.toThrow('progress.round_not_found');
    const [newer, former] = await cards.versions({ ...open('keep-your-word'), jurisdiction: 'GB', round: 'cards-first', indicator: 'services.counselling' });
    expect([newer?.version, newer?.rating, former?.version, former?.rating]).toEqual([2, 'yellow', 1, 'red']);
  });

  it('stand beside what a government replied, from the day it came', async () => {
    const of = async (on?: string): Promise<string[]> => (await cards.card({ ...open('keep-your-word', { on }), jurisdiction: 'SE', round: 'cards-second' })).entries.flatMap((entry) => entry.replies.map((reply) => `${entry.indicator.key} ${reply.language}`));
    expect(await of(day(-13))).toEqual([]);
    expect(await of()).toEqual(['prevention.teacher-training sv']);
    expect((await cards.card({ ...open('keep-your-word'), jurisdiction: 'ES' })).replies).toHaveLength(1);
  });

  it('are not written twice by the same file, and a changed rating is its next version', async () => {
    expect((await bring('keep-your-word/progress-cards.json')).changed).toEqual([]);
    expect((await bring('stop-sex-trafficking/progress-cards.json')).changed).toEqual([]);
    const file = JSON.parse(textOf('keep-your-word/progress-cards.json')) as { cards: { id: string; indicators: { indicator: string; rating: string | null }[] }[] };
    const entry = file.cards.find(({ id }) => id === 'card-NL-second')?.indicators[0];
    if (entry) entry.rating = 'yellow';
    const again = await importFile(db, JSON.stringify(file));
    expect(again.changed).toEqual(['/cards/card-NL-second']);
    const versions = await cards.versions({ ...open('keep-your-word'), jurisdiction: 'NL', round: 'cards-second', indicator: 'prevention.policy' });
    expect(versions.map(({ version, rating }) => [version, rating])).toEqual([[2, 'yellow'], [1, 'green']]);
    await expect(importFile(db, '{"format": "countersign-progress-cards/9"}')).rejects.toMatchObject({ code: 'import.refused', faults: [{ code: 'unknown-format' }] });
  });
});

describe('a rating', () => {
  const input = { rating: 'green' as const, star: false, reasons: { en: 'A law is in force.' }, sources: [{ title: 'Gazette' }] };
  const place = (indicator: string) => ({ campaignId: ids.get('keep-your-word') ?? 0, round: 'cards-third', jurisdiction: 'SE', indicator });
  const campaign = (): number => ids.get('keep-your-word') ?? 0;
  let publication: string;

  const publish = async (instant: string): Promise<string> => {
    const [row] = await db.rows<{ id: string }>(`insert into publications (campaign_id, kind, title, public_at, time_zone) values ($1, 'cards', '{"en": "Third cards"}', ${instant}, 'UTC') returning id`, [campaign()]);
    return row?.id ?? '';
  };

  beforeAll(async () => {
    await assessments.createRound(campaign(), { key: 'cards-third', title: { en: 'Third cards' }, period: '2025', jurisdictions: ['SE', 'ES'] }, WANDA);
    publication = await publish(`now() + interval '1 day'`);
  });

  it('is found right by somebody who did not write on it, whatever the program says', async () => {
    const first = await assessments.draft(place('legal.opsc'), input, WANDA);
    const second = await assessments.draft(place('legal.opsc'), { ...input, rating: 'yellow', basedOn: 1 }, VERA);
    expect([first.version, second.version, second.authors]).toEqual([1, 2, ['wanda', 'vera']]);
    await expect(assessments.submit(campaign(), [first.id], WANDA)).rejects.toThrow('progress.not_in_that_state');
    await expect(assessments.draft(place('legal.opsc'), { ...input, basedOn: 1 }, WANDA)).rejects.toThrow('progress.changed_meanwhile');
    await assessments.submit(campaign(), [second.id], VERA);
    for (const author of [WANDA, VERA]) await expect(assessments.approve(campaign(), [second.id], author)).rejects.toThrow('progress.review_own');
    await expect(db.rows(`update assessments set state = 'approved', reviewer = 'wanda' where id = $1`, [second.id])).rejects.toThrow(/check constraint/);
    await expect(db.rows(`update assessments set state = 'approved' where id = $1`, [second.id])).rejects.toThrow(/check constraint/);
    await assessments.sendBack(campaign(), second.id, 'Which law?', { id: 'omar' });
    const third = await assessments.draft(place('legal.opsc'), input, WANDA);
    await assessments.submit(campaign(), [third.id], WANDA);
    await assessments.approve(campaign(), [third.id], { id: 'omar' });
    expect(await assessments.get(campaign(), third.id)).toMatchObject({ version: 3, state: 'approved', reviewer: 'omar', authors: ['wanda', 'vera'] });
    expect((await assessments.get(campaign(), second.id)).state).toBe('replaced');
  });

  it('is seen by nobody outside until the instant of its publication, and by organisers and who has a link before', async () => {
    await expect(assessments.publishRound(campaign(), 'cards-third', await publish(`now() - interval '1 day'`), VERA)).rejects.toThrow('progress.publication_public');
    expect(await assessments.publishRound(campaign(), 'cards-third', publication, VERA)).toBe(1);
    await expect(assessments.publishRound(campaign(), 'cards-third', publication, VERA)).rejects.toThrow('progress.nothing_to_publish');
    await replies.record(campaign(), { round: 'cards-third', jurisdiction: 'SE', indicator: 'legal.opsc', byWhom: 'Ministry', receivedOn: day(0), language: 'sv', texts: { sv: 'Ja.' }, publicationId: publication }, VERA);
    const seen = (more: Partial<CardsView>): Promise<Card> => cards.card({ ...open('keep-your-word', more), jurisdiction: 'SE', round: 'cards-third' });
    await expect(seen({})).rejects.toThrow('progress.round_not_found');
    expect((await cards.rounds(open('keep-your-word'))).map(({ key }) => key)).not.toContain('cards-third');
    for (const inside of [{ audience: 'organisers' as const }, { ahead: [publication] }]) expect(ratingOf(await seen(inside), 'legal.opsc')).toBe('green');
    await db.rows(`update publications set public_at = now() - interval '1 second' where id = $1`, [publication]);
    expect((await seen({})).entries.find((entry) => entry.indicator.key === 'legal.opsc')).toMatchObject({ rating: 'green', version: 3, publicationId: publication, replies: [{ byWhom: 'Ministry' }] });
  });

  it('is not given away by a reply to it, while it is only written', async () => {
    await assessments.draft(place('prevention.policy'), { ...input, rating: 'red' }, WANDA);
    for (const indicator of ['prevention.policy', 'prevention.awareness']) await replies.record(campaign(), { round: 'cards-third', jurisdiction: 'SE', indicator, byWhom: 'Ministry', receivedOn: day(0), language: 'en', texts: { en: 'We reject the red.' } }, VERA);
    const told = async (more: Partial<CardsView>): Promise<string[]> =>
      (await cards.card({ ...open('keep-your-word', more), jurisdiction: 'SE', round: 'cards-third' })).entries.filter((entry) => entry.replies.length > 0).map((entry) => entry.indicator.key).sort();
    expect(await told({})).toEqual(['legal.opsc', 'prevention.awareness']);
    expect(await told({ audience: 'organisers' })).toEqual(['legal.opsc', 'prevention.awareness', 'prevention.policy']);
  });

  it('is never overwritten: neither by hand nor once it was told', async () => {
    await expect(db.rows(`update assessments set rating = 'red' where indicator_key = 'legal.opsc'`)).rejects.toThrow('never overwritten');
    await expect(db.rows(`update assessments set state = 'approved', publication_id = null where state = 'published'`)).rejects.toThrow('never overwritten');
    await expect(db.rows(`delete from assessments`)).rejects.toThrow('never deleted');
  });

  it('keeps the framework by which it was rated when indicators are worded anew', async () => {
    await db.rows(`update indicators set title = title || '{"en": "Protocol on the sale of children"}' where campaign_id = $1 and key = 'legal.opsc'`, [campaign()]);
    await assessments.createRound(campaign(), { key: 'cards-fourth', title: { en: 'Fourth cards' }, period: '2026', jurisdictions: ['SE'] }, WANDA);
    const titleIn = async (round: string): Promise<string | undefined> =>
      (await cards.card({ ...open('keep-your-word', { audience: 'organisers' }), jurisdiction: 'SE', round })).entries.find((entry) => entry.indicator.key === 'legal.opsc')?.indicator.title['en'];
    expect([await titleIn('cards-third'), await titleIn('cards-fourth')]).toEqual(['Optional Protocol', 'Protocol on the sale of children']);
  });

  it('hides no older one as long as it says nothing: in lists each place stands by the card that its own page shows', async () => {
    const inside = open('keep-your-word', { audience: 'organisers' });
    expect((await cards.rounds(inside))[0]?.key).toBe('cards-fourth');
    const lines = await cards.newest(inside);
    const shown = await Promise.all(lines.map(({ jurisdiction }) => cards.card({ ...inside, jurisdiction: jurisdiction.id })));
    expect(lines.map(({ jurisdiction, ratings }) => [jurisdiction.id, Object.entries(ratings).sort()]))
      .toEqual(shown.map(({ jurisdiction, entries }) => [jurisdiction.id, entries.filter(({ version }) => version !== null).map(({ indicator, rating }) => [indicator.key, rating]).sort()]));
    expect(Object.values(lines.find(({ jurisdiction }) => jurisdiction.id === 'SE')?.ratings ?? {}).some((rating) => rating !== null)).toBe(true);
  });

  it('leaves an entry in the audit log with every step', async () => {
    const rows = await db.rows<{ action: string; n: number }>(`select action, count(*)::int as n from audit_log where subject like 'cards:%' group by 1 order by 1`);
    expect(Object.fromEntries(rows.map(({ action, n }) => [action, n]))).toEqual({
      'assessment.approve': 1, 'assessment.draft': 4, 'assessment.send-back': 1, 'assessment.submit': 2, 'cards.publish': 1, 'cards.reply': 3, 'cards.round': 2,
    });
  });
});

describe('verify', () => {
  it('finds every share as it counts it, and tells what is not as it must be', async () => {
    const sound = await verifyCards(db);
    expect(sound.drift).toEqual([]);
    expect(sound.checked.map(({ n }) => n > 300)).toEqual([true, true]);
    await db.rows(`alter table assessments disable trigger user`);
    await db.rows(`update assessments set version = 9 where indicator_key = 'legal.opsc' and version = 3 and jurisdiction_id = 'SE'`);
    expect((await verifyCards(db)).drift).toEqual([{ where: 'assessment cards-third SE legal.opsc version 9', stored: 'versions with a gap', recounted: 'every version' }]);
  });
});
