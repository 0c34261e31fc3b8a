import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type pg from 'pg';
import { AccreditedReaders, PublicationsService } from '#libs/embargo';
import { AssessmentsService, CardReplies, InstrumentEvents, type Rating, Rankings } from '#libs/progress';
import { ReportEditions } from '#libs/publications';

export interface SeededJudging {
  /** Publications: of cards, told and corrected; its correction, under embargo, with readers; of a report, with one edition; and one taken back. */
  cards: string;
  correction: string;
  report: string;
  withdrawn: string;
  /** Personal links of accredited readers: to the correction, and to the report. */
  ahead: string;
  aheadReport: string;
}

const GOALS = [
  ['protection', 'Protection', ['National plan of action', 'Laws that protect every child', 'Shelters and care', 'Training of the police']],
  ['prevention', 'Prevention and awareness', ['Campaigns in schools', 'Work with tourism and travel firms', 'Research and statistics', 'Reducing demand']],
  ['participation', 'Participation of children and youth', ['Children are heard in court', 'Youth councils', 'Peer support', 'Reporting by young people']],
] as const;

const WORDS = { en: 'There is a plan with a budget for three years, and a ministry answers for it; nobody has reported yet on what was reached.', fr: 'Il y a un plan doté d’un budget pour trois ans, et un ministère en répond.' };

/**
 * Whether promises are kept, on top of `seedConsole` and `seedHandovers`: twelve indicators, a round whose cards are in every state
 * they can be in, a reply, treaties with a ratification that would fulfil a promise, publications in each of their states, and readers.
 */
export async function seedJudging(db: pg.Client, app: NestFastifyApplication, { held }: { held: string }): Promise<SeededJudging> {
  const one = async (sql: string, values: unknown[] = []): Promise<string> => String((await db.query<{ id: string }>(sql, values)).rows[0]?.id ?? '');
  const campaignId = Number(await one(`select id from campaigns where slug = 'alive'`));
  const wanda = { id: await one(`select id from users where email = 'world@example.org'`), name: 'Wanda World' };
  const sven = { id: await one(`select id from users where email = 'sweden@example.org'`), name: 'Sven Sweden' };
  for (const [n, [goal, title, indicators]] of GOALS.entries()) {
    await db.query(`insert into goals (campaign_id, key, number, title, description) values ($1, $2, $3, $4, '{"en": "What this goal is about"}')`, [campaignId, goal, n + 1, JSON.stringify({ en: title })]);
    for (const [m, name] of indicators.entries()) {
      await db.query(`insert into indicators (campaign_id, key, goal_key, number, title, description) values ($1, $2, $3, $4, $5, '{"en": "Whether the state does what the convention asks of it here."}')`, [campaignId, `${goal}.${m + 1}`, goal, n * 4 + m + 1, JSON.stringify({ en: name })]);
    }
  }
  const publications = app.get(PublicationsService);
  const [cards, withdrawn] = [
    (await publications.create({ campaignId, kind: 'cards', title: { en: 'Progress cards of 2025', fr: 'Bilans 2025' } }, wanda)).id,
    (await publications.create({ campaignId, kind: 'statistics', title: { en: 'Reported cases by year and region' }, at: { local: '2026-03-01T09:00', timeZone: 'Europe/Stockholm' }, evenIfPast: true }, wanda)).id,
  ];
  await assess(app, campaignId, cards, [wanda, sven]);
  await publications.schedule(cards, { local: '2026-03-29T14:00', timeZone: 'Asia/Bangkok' }, wanda, { evenIfPast: true });
  await publications.withdraw(withdrawn, { en: 'Two columns had been exchanged.\nThe figures come again, corrected, in May.' }, wanda);

  const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const until = new Date(Date.now() + 30 * 86_400_000);
  const correction = (await publications.correct(cards, { title: { en: 'Progress cards of 2025, with the answer of the Norwegian Ministry of Justice and Public Security' }, at: { local: `${day(12)}T14:00`, timeZone: 'Asia/Bangkok' } }, wanda)).id;
  const report = (await publications.create({ campaignId, kind: 'report', title: { en: 'What became of it', fr: 'Ce qu’il en est advenu', ar: 'ما آلت إليه الوعود' }, at: { local: `${day(20)}T09:30`, timeZone: 'America/Argentina/Buenos_Aires' } }, wanda)).id;
  await app.get(ReportEditions).create({ campaign: 'alive', publicationId: report, kind: 'appendix', jurisdiction: null, language: 'en' }, wanda);
  await app.get(ReportEditions).create({ campaign: 'alive', publicationId: report, kind: 'country', jurisdiction: 'SE', language: 'fr' }, wanda);
  const readers = app.get(AccreditedReaders);
  const { token: ahead } = await readers.create(correction, { name: 'Amina Dubois', organisation: 'The Gazette', validUntil: until }, wanda);
  const { reader } = await readers.create(correction, { name: 'Joaquín Ñáñez de la Vega', organisation: 'Federación Iberoamericana de Periodistas', validUntil: until }, wanda);
  await readers.revoke(correction, reader.id, wanda);
  const { token: aheadReport } = await readers.create(report, { name: 'Amina Dubois', organisation: 'The Gazette', validUntil: until }, wanda);
  await readers.open(ahead, '/embargo');
  await readers.mayRead([ahead], correction, '/campaigns/alive/progress/SE');
  await treaties(db, app, { campaignId, held }, wanda);
  await app.get(Rankings).publishMethod(campaignId, {
    key: 'equal-weights', title: { en: 'Every indicator the same' }, description: { en: 'Two points for significant progress, one for partial. What nobody knows is left out, and who shows less than half has no rank.' },
    rules: { points: { green: 2, yellow: 1, red: 0 }, goals: {}, indicators: {}, notKnown: 'left-out', notAssessed: 'left-out', minimumKnown: 50 },
  }, wanda);
  return { cards, correction, report, withdrawn, ahead, aheadReport };
}

/** Norway's are published, Sweden's stand where work on them stands, Finland's are not begun. */
async function assess(app: NestFastifyApplication, campaignId: number, publication: string, [wanda, sven]: readonly [{ id: string; name: string }, { id: string; name: string }]): Promise<void> {
  const assessments = app.get(AssessmentsService);
  const [ratings, round] = [['green', 'yellow', 'red', null] as (Rating | null)[], 'cards-2025'];
  await assessments.createRound(campaignId, { key: 'cards-2024', title: { en: 'First look' }, period: '2024', jurisdictions: ['SE'] }, wanda);
  await assessments.createRound(campaignId, { key: round, title: { en: 'Progress cards of 2025' }, period: '2025', jurisdictions: ['SE', 'NO', 'FI'] }, wanda);
  const write = (jurisdiction: string, indicator: string, n: number, input: object = {}) => assessments.draft({ campaignId, round, jurisdiction, indicator }, {
    rating: ratings[n % 4] ?? null, star: n % 5 === 1, reasons: WORDS, sources: [{ title: 'Budget bill of 2025', url: 'https://example.org/government/budget-bill-2025?chapter=17' }, { title: 'Interview at the ministry, 12 March' }], assessedOn: '2025-11-20', ...input,
  }, jurisdiction === 'NO' ? wanda : sven);
  const keys = GOALS.flatMap(([goal, , indicators]) => indicators.map((_, n) => `${goal}.${n + 1}`));
  const made = { NO: [] as string[], SE: [] as string[] };
  for (const [n, key] of keys.slice(0, 9).entries()) {
    made.NO.push((await write('NO', key, n)).id);
    made.SE.push((await write('SE', key, n + 1)).id);
  }
  await assessments.submit(campaignId, made.NO, wanda);
  await assessments.approve(campaignId, made.NO, sven);
  await assessments.submit(campaignId, made.SE.slice(0, 2), sven);
  await assessments.approve(campaignId, made.SE.slice(0, 2), wanda);
  await assessments.publishRound(campaignId, round, publication, wanda);
  // The first of Sweden's waits for a second person beside what is published, the second is approved again; the rest wait, came back, or are drafts.
  const again = await Promise.all([write('SE', keys[0] ?? '', 0, { reasons: { en: 'There is a plan with a budget for five years, and two ministries answer for it.' } }), write('SE', keys[1] ?? '', 3)]);
  const waiting = [...again.map(({ id }) => id), ...made.SE.slice(2, 6)];
  await assessments.submit(campaignId, waiting, sven);
  await assessments.approve(campaignId, waiting.slice(1, 2), wanda);
  await assessments.sendBack(campaignId, waiting[5] ?? '', 'Which of the two laws is meant?\nPlease name the paragraph.', wanda);
  await app.get(CardReplies).record(campaignId, { round, jurisdiction: 'SE', indicator: keys[0] ?? null, byWhom: 'Ministry of Justice', receivedOn: '2026-02-01', language: 'sv', texts: { sv: 'Vi rapporterar varje år till riksdagen.', en: 'We report to parliament every year.' } }, sven);
}

async function treaties(db: pg.Client, app: NestFastifyApplication, { campaignId, held }: { campaignId: number; held: string }, actor: { id: string; name: string }): Promise<void> {
  for (const [key, name] of [['optional-protocol', 'Optional Protocol on the sale of children, child prostitution and child pornography'], ['lanzarote', 'Lanzarote Convention']]) {
    await db.query(`insert into instruments (campaign_id, key, name, type) values ($1, $2, $3, 'international')`, [campaignId, key, name]);
  }
  await db.query(`insert into commitments (handover_id, text, kind, instrument, made_by) values ($1, 'We shall ratify the Lanzarote Convention before this parliament ends.', 'ratification', 'lanzarote', 'Prime Minister')`, [held]);
  const events = app.get(InstrumentEvents);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await events.record(campaignId, { instrument: 'optional-protocol', jurisdiction: 'SE', event: 'ratified', since: '2009-09', until: '2011-09', evidence: 'Report of the Committee, paragraph 12' }, actor);
  await events.record(campaignId, { instrument: 'lanzarote', jurisdiction: 'NO', event: 'signed', date: '2007-10-25', evidence: 'https://example.org/treaties/201/signatures-and-ratifications' }, actor);
  await events.record(campaignId, { instrument: 'lanzarote', jurisdiction: 'NO', event: 'ratified', date: yesterday, evidence: 'https://example.org/treaties/201/signatures-and-ratifications', note: 'With a reservation on article 24.' }, actor);
  await events.record(campaignId, { instrument: 'lanzarote', jurisdiction: null, event: 'in-force', date: '2010-07-01', evidence: 'Treaty office' }, actor);
}
