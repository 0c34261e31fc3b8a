import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AuditLog } from '#libs/access';
import { Database } from '#libs/database';
import { PublicationsService } from '#libs/embargo';
import { CommitmentsService, HandoverDays, HandoversService } from '#libs/handovers';
import { dataFolder } from '#libs/petitions';
import { AssessmentsService, CardsReader, TimelineReader } from '#libs/progress';
import { TallyBook } from '#libs/tallies';
import { importFile } from '../../../../test/support/importing.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { REPORT_LANGUAGES } from '../phrasebook.js';
import { ReportEditions } from './editions/report-editions.service.js';
import { reportFacts, type ReportFacts } from './facts/report-facts.js';
import { ReportSource } from './gather/report-source.js';
import { REPORT_FILES, reportFile } from './report.js';
import { readingApp } from './testing/reading-app.js';

const CAMPAIGN = 'keep-your-word';
const ORGANISER = { id: 'user:organiser', name: 'Organiser' };
const DAY = 86_400_000;
const TODAY = new Date().toISOString().slice(0, 10);

let test: TestDatabase;
let app: INestApplicationContext;
let db: Database;
let campaignId: number;
/** Slugs of petitions that are open. */
let petitions: { standard: string; high: string };
let held: string;

beforeAll(async () => {
  test = await testDatabase();
  app = await readingApp(test.config);
  db = app.get(Database);
  for (const file of ['stop-sex-trafficking/campaign', `${CAMPAIGN}/campaign`, `${CAMPAIGN}/progress-cards`]) ({ campaignId } = await importFile(db, readFileSync(path.join(dataFolder(), `${file}.json`), 'utf8')));
  const open = async (privacy: string): Promise<string> =>
    (await db.rows<{ slug: string }>(`select slug from petitions where campaign_id = $1 and privacy = $2 and takes_signatures and status = 'open' order by slug limit 1`, [campaignId, privacy]))[0]?.slug ?? '';
  petitions = { standard: await open('standard'), high: await open('high') };
  held = await app.get(HandoversService).schedule({ campaign: CAMPAIGN, jurisdiction: 'GB', date: TODAY, timeZone: 'UTC', recipients: [{ office: 'Home Secretary', kind: 'executive' }] }, ORGANISER);
}, 60_000);

afterAll(async () => {
  await app?.close();
  await test?.drop();
});

const facts = async (): Promise<ReportFacts[]> => {
  const data = await app.get(ReportSource).data(CAMPAIGN);
  return [reportFacts(data, 'appendix'), reportFacts(data, 'final'), reportFacts(data, 'country', 'ES'), reportFacts(data, 'country', 'GB')];
};

/** Of all that can be had: each report as each file but PDF, which is written from the same document, in each language. */
async function bytes(): Promise<string> {
  const hash = createHash('sha256');
  for (const one of await facts()) for (const file of REPORT_FILES.filter((each) => each !== 'pdf')) for (const language of REPORT_LANGUAGES) hash.update(await reportFile(one, file, language));
  return hash.digest('hex');
}

async function sign(slug: string, status: 'pending' | 'counted'): Promise<void> {
  const book = new TallyBook();
  await db.transaction(async (tx) => {
    const [{ id } = { id: 0 }] = await db.rows<{ id: number }>(`select id from petitions where slug = $1`, [slug]);
    const tally = (await book.hold(tx, [id])).get(id);
    if (!tally) throw new Error(`no tally of ${slug}`);
    const hour = new Date();
    hour.setUTCMinutes(0, 0, 0);
    await book.apply(tx, [{ held: tally, deltas: [{ country: 'GB', channel: 'online', status, hour: hour.toISOString(), delta: 1 }] }]);
  });
}

const dailyFigure = (day: string, counted: number): Promise<unknown> =>
  db.rows(`insert into published_counts (petition_id, day, counted) select id, $2::date, $3 from petitions where slug = $1`, [petitions.high, day, counted]);

async function promise(key: string): Promise<string> {
  return (await db.rows<{ id: string }>(`select m.id from commitments m join handovers h on h.id = m.handover_id where h.campaign_id = $1 and m.key = $2`, [campaignId, key]))[0]?.id ?? '';
}

let year = 2030;

/** Ratings of a new round over Great Britain, each later than the last, under a publication of their own. */
async function cardsUnder(round: string, publicationId: string): Promise<void> {
  const assessments = app.get(AssessmentsService, { strict: false });
  const { framework } = await app.get(CardsReader, { strict: false }).card({ campaignId, audience: 'public', jurisdiction: 'GB' });
  await assessments.createRound(campaignId, { key: round, title: { en: round }, period: String(year++), jurisdictions: ['GB'] }, ORGANISER);
  const { id } = await assessments.draft({ campaignId, round, jurisdiction: 'GB', indicator: framework.goals[0]?.indicators[0]?.key ?? '' }, { rating: 'red', star: false, reasons: { en: 'So it is.' }, sources: [{ title: 'A report' }] }, ORGANISER);
  await assessments.submit(campaignId, [id], ORGANISER);
  await assessments.approve(campaignId, [id], { id: 'user:second' });
  await assessments.publishRound(campaignId, round, publicationId, ORGANISER);
}

const inSeconds = (seconds: number) => ({ local: new Date(Date.now() + seconds * 1_000).toISOString().slice(0, 16), timeZone: 'UTC' });
const publication = async (kind: 'cards' | 'report', hours: number): Promise<string> => (await app.get(PublicationsService).create({ campaignId, kind, title: { en: `Of ${kind}` }, at: inSeconds(hours * 3_600) }, ORGANISER)).id;
const nowPublic = (id: string): Promise<unknown> => db.rows(`update publications set public_at = public_now() - interval '1 second' where id = $1`, [id]);

describe('what moves a report', () => {
  it('is nothing that is nobody’s to read: not the stamp, not a byte', async () => {
    const [before, told] = [await bytes(), await facts()];
    const secrets: Record<string, () => Promise<unknown>> = {
      'a signature that waits for its confirmation': () => sign(petitions.standard, 'pending'),
      'a signature counted where privacy is high': () => sign(petitions.high, 'counted'),
      'another campaign': () => db.transaction((tx) => app.get(AuditLog).append(tx, { actor: 'user:other', action: 'device.pair', subject: 'device:7', details: {} })),
      'a handover held under embargo': () => app.get(HandoversService).hold(held, { outcome: 'held', signatures: 12_345, whatWasSaid: 'Secret thanks', receivedBy: 'Secretary', embargo: { until: new Date(Date.now() + DAY), timeZone: 'UTC' } }, ORGANISER),
      'an answer written down under embargo': () => app.get(HandoversService).respond(held, { kind: 'letter', text: 'A secret letter' }, ORGANISER),
      'a promise made under embargo': () => app.get(CommitmentsService).commit(held, { text: 'A secret promise', kind: 'policy' }, ORGANISER),
      'a broken promise before the office was heard': async () => app.get(CommitmentsService).addStatus(await promise('ES-h1-m1'), { status: 'broken', evidence: 'A newspaper' }, ORGANISER),
      'cards that are still to come': async () => cardsUnder('to-come', await publication('cards', 5)),
    };
    for (const [what, happens] of Object.entries(secrets)) {
      await happens();
      expect([what, await facts()]).toEqual([what, told]);
    }
    expect(await bytes()).toBe(before);
  }, 60_000);

  it('is each change of what everybody may read', async () => {
    const changes: Record<string, () => Promise<unknown>> = {
      'what became of a promise': async () => app.get(CommitmentsService).addStatus(await promise('ES-h1-m2'), { status: 'in-progress', evidence: 'A bill' }, ORGANISER),
      'a live count': () => sign(petitions.standard, 'counted'),
      'the figure of a day': () => dailyFigure(TODAY, 10),
      'an embargo that ends': () => app.get(HandoverDays).embargo(held, null, ORGANISER),
      'cards': async () => {
        const id = await publication('cards', 1);
        await cardsUnder('public', id);
        await nowPublic(id);
      },
    };
    for (const [what, happens] of Object.entries(changes)) {
      const hashes = async (): Promise<(string | undefined)[]> => (await facts()).map(({ stamp }) => stamp.factsSha256);
      const before = await hashes();
      await happens();
      expect([what, await hashes()]).not.toEqual([what, before]);
    }
    const before = await facts();
    await dailyFigure(new Date(Date.now() + DAY).toISOString().slice(0, 10), 10);
    expect(await facts()).toEqual(before);
  }, 60_000);

  it('is read whole again where something goes public while it is read', async () => {
    const id = await publication('cards', 1);
    await cardsUnder('meanwhile', id);
    const timeline = app.get(TimelineReader, { strict: false });
    const events = timeline.events.bind(timeline);
    const read = jest.spyOn(timeline, 'events').mockImplementationOnce(async (filter) => {
      await db.rows(`update publications set public_at = public_now() where id = $1`, [id]);
      return events(filter);
    });
    const { cards, stamp } = await app.get(ReportSource).data(CAMPAIGN);
    read.mockRestore();
    const [{ at } = { at: new Date(0) }] = await db.rows<{ at: Date }>(`select public_at as at from publications where id = $1`, [id]);
    expect([cards.some(({ key }) => key === 'meanwhile'), stamp.asOf]).toEqual([true, at.toISOString()]);
  });
});

describe('an edition frozen before its instant', () => {
  const public_ = async (id: string): Promise<boolean> => app.get(ReportEditions).get(id, campaignId, 'public').then(() => true, () => false);
  const frozen = async (publicationId: string, jurisdiction: string): Promise<string> => app.get(ReportEditions).create({ campaign: CAMPAIGN, publicationId, kind: 'country', jurisdiction, language: 'en' }, ORGANISER);

  it('has the cards of the same instant, and waits for them, whatever becomes of either', async () => {
    const [cards, later, report] = [await publication('cards', 2), await publication('cards', 4), await publication('report', 2)];
    await cardsUnder('together', cards);
    await cardsUnder('too-late', later);
    const [id, elsewhere] = [await frozen(report, 'GB'), await frozen(report, 'ES')];
    expect((await app.get(ReportEditions).get(id, campaignId, 'organisers')).facts.story?.card).toMatchObject({ round: 'together', goals: expect.arrayContaining([expect.objectContaining({ indicators: expect.arrayContaining([expect.objectContaining({ rating: 'red' })]) })]) });
    await nowPublic(report);
    // Of Spain they tell nothing.
    expect([await public_(id), await public_(elsewhere)]).toEqual([false, true]);
    expect((await app.get(ReportEditions).list({ campaignId, audience: 'public' })).items.map((one) => one.id)).toEqual([elsewhere]);
    await nowPublic(cards);
    expect(await public_(id)).toBe(true);
    const [live] = (await facts()).slice(3);
    expect(live?.story?.card).toEqual((await app.get(ReportEditions).get(id, campaignId, 'public')).facts.story?.card);
  });

  it('is never told if what it rests on is taken back before anybody read it', async () => {
    const [cards, report] = [await publication('cards', 2), await publication('report', 3)];
    await cardsUnder('taken-back', cards);
    const id = await frozen(report, 'GB');
    await app.get(PublicationsService).withdraw(cards, { en: 'A rating was wrong.' }, ORGANISER);
    await nowPublic(report);
    expect(await public_(id)).toBe(false);
  });
});
