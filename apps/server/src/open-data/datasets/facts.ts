import { type WholeCampaign } from '#libs/petitions';
import { attested, entered, instant, joined, reckoned, type Row, type Table } from '../dataset.js';
import { type DataSources, everyPage } from '../sources.js';

const PAGE_SIZE = 200;

export const RATIFICATIONS: Table = {
  name: 'ratifications', key: ['event_id'],
  columns: [
    entered('event_id'), entered('instrument'), entered('jurisdiction'), entered('event'), entered('date'), entered('date_printed'), entered('not_before'), entered('not_after'), reckoned('date_from', 'date'), reckoned('date_to', 'date'),
    entered('evidence'), entered('note'), entered('source_document'), entered('source_place'),
  ],
};

/** What became of treaties, laws and plans, as it stands: what was corrected or taken back is not there. */
export async function ratificationRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  const events = await everyPage((page) => sources.instruments.events({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE_SIZE }));
  return events.map((one) => ({
    event_id: one.id, instrument: one.instrument, jurisdiction: one.jurisdiction, event: one.event, date: one.date.edtf, date_printed: one.date.printed, not_before: one.date.since, not_after: one.date.until, date_from: one.date.from, date_to: one.date.to,
    evidence: one.evidence, note: one.note, source_document: one.source?.document ?? null, source_place: one.source?.place ?? null,
  }));
}

export const RANKINGS: Table = {
  name: 'rankings', key: [],
  columns: [
    entered('ranking'), entered('title'), entered('year_from', 'year'), entered('year_to', 'year'), entered('method'), entered('method_version', 'integer'), entered('jurisdiction'), reckoned('rank', 'integer'), reckoned('tied', 'boolean'),
    reckoned('points', 'integer'), reckoned('points_of', 'integer'), { ...reckoned('known_percent', 'integer'), unit: 'percent' }, reckoned('published_at', 'datetime'),
  ],
};

/** A ranking whose table no source gives is one row without a country: that it was made is known, and nothing else. */
export async function rankingRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  const rankings = await everyPage((page) => sources.rankings.list({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE_SIZE }));
  return rankings.flatMap((one) => {
    const about = {
      ranking: one.key, title: one.title[campaign.defaultLanguage] ?? Object.values(one.title)[0] ?? null, year_from: one.period.from, year_to: one.period.to, method: one.method?.key ?? null, method_version: one.method?.version ?? null,
      published_at: instant(one.publicAt),
    };
    if (one.rows === null) return [{ ...about, jurisdiction: null }];
    return one.rows.map((row): Row => ({ ...about, jurisdiction: row.jurisdiction, rank: row.rank, tied: row.tied, points: row.score?.points ?? null, points_of: row.score?.of ?? null, known_percent: row.known }));
  });
}

export const STATISTICS: Table = {
  name: 'statistics', key: ['figure'],
  columns: [
    entered('figure'), entered('year', 'year'), entered('indicator'), entered('topic'), entered('goal'), entered('scope'), { ...attested('base'), unit: 'countries' }, { ...entered('reviewed', 'integer'), unit: 'countries' }, attested('value', 'number'), attested('measured_in', 'string'),
    attested('qualifier', 'string'), { ...attested('fraction_n'), unit: 'countries' }, { ...attested('fraction_of'), unit: 'countries' }, entered('countries'), entered('statement'), reckoned('percent_check'), entered('source_document'), entered('source_place'),
  ],
};

/** Figures that somebody published, each with whether it can stand for a whole number of countries of its base. */
export async function statisticRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  const figures = await everyPage((page) => sources.statistics.list({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE_SIZE }));
  return figures.map((one) => ({
    figure: one.key, year: one.year, indicator: one.indicator, topic: one.topic, goal: one.goal, scope: one.scope, base: one.population, reviewed: one.reviewed, value: one.value, measured_in: one.unit, qualifier: one.qualifier,
    fraction_n: one.fraction?.n ?? null, fraction_of: one.fraction?.of ?? null, countries: joined(one.countries), statement: one.statement, percent_check: one.check.result,
    source_document: one.source?.document ?? null, source_place: one.source?.place ?? null,
  }));
}
