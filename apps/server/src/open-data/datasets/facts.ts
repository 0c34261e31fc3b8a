import { type WholeCampaign } from '#libs/petitions';
import { attested, entered, instant, joined, reckoned, SOURCE, sourceOf, type Table, type WordyRow } from '../dataset.js';
import { type DataSources, everyPage } from '../sources.js';

const PAGE_SIZE = 200;

export const RATIFICATIONS: Table = {
  name: 'ratifications', key: ['event_id'],
  columns: [
    entered('event_id'), entered('instrument'), entered('jurisdiction'), entered('event'), entered('date'), entered('date_printed'), entered('not_before'), entered('not_after'), reckoned('date_from', 'date'), reckoned('date_to', 'date'),
    entered('handover_key'), entered('language'), entered('evidence'), entered('note'), reckoned('recorded_at', 'datetime'), ...SOURCE,
  ],
};

/** What became of treaties, laws and plans, as it stands: what was corrected or taken back is not there. */
export async function ratificationRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const events = await everyPage((page) => sources.instruments.events({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE_SIZE }));
  return events.map((one) => ({
    event_id: one.id, instrument: one.instrument, jurisdiction: one.jurisdiction, event: one.event, date: one.date.edtf, date_printed: one.date.printed, not_before: one.date.since, not_after: one.date.until, date_from: one.date.from, date_to: one.date.to,
    handover_key: one.handover, language: one.language, evidence: one.evidence, note: one.note, recorded_at: instant(one.recordedAt), ...sourceOf(one.source),
  }));
}

export const STATISTICS: Table = {
  name: 'statistics', key: ['figure'],
  columns: [
    entered('figure'), entered('year', 'year'), entered('compare_year', 'year'), entered('indicator'), entered('topic'), entered('goal'), entered('scope'), { ...attested('base'), unit: 'countries' }, { ...entered('reviewed', 'integer'), unit: 'countries' },
    attested('value', 'number'), attested('measured_in', 'string'), attested('qualifier', 'string'), { ...attested('fraction_n'), unit: 'countries' }, { ...attested('fraction_of'), unit: 'countries' }, entered('countries'), entered('language'), entered('statement'),
    entered('note'), reckoned('percent_check'), ...SOURCE,
  ],
};

/** Figures that somebody published, each with whether it can stand for a whole number of countries of its base. */
export async function statisticRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const figures = await everyPage((page) => sources.statistics.list({ audience: 'public', campaignId: campaign.id, page, pageSize: PAGE_SIZE }));
  return figures.map((one) => ({
    figure: one.key, year: one.year, compare_year: one.compareYear, indicator: one.indicator, topic: one.topic, goal: one.goal, scope: one.scope, base: one.population, reviewed: one.reviewed, value: one.value, measured_in: one.unit, qualifier: one.qualifier,
    fraction_n: one.fraction?.n ?? null, fraction_of: one.fraction?.of ?? null, countries: joined(one.countries), language: one.language, statement: one.statement, note: one.note, percent_check: one.check.result, ...sourceOf(one.source),
  }));
}

export const FINDINGS: Table = {
  name: 'findings', key: ['finding'],
  columns: [entered('finding'), entered('countries'), entered('indicator'), entered('topic'), entered('date'), entered('direction'), entered('language'), entered('statement'), ...SOURCE],
};

/** What reports found in one country or several, beside ratings and figures. */
export async function findingRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.findings(campaign)).map((one) => ({
    finding: one.key, countries: joined(one.jurisdictions), indicator: one.indicator, topic: one.topic, date: one.date, direction: one.direction, language: one.language, statement: one.statement, ...sourceOf(one.source),
  }));
}

export const TIMELINE: Table = {
  name: 'timeline', key: ['happening'],
  columns: [
    entered('happening'), entered('date'), entered('date_printed'), entered('date_end'), reckoned('date_from', 'date'), reckoned('date_to', 'date'), entered('precision'), entered('happening_kind'), entered('title'), entered('countries'),
    entered('refers_to'), entered('language'), entered('note'), ...SOURCE,
  ],
};

export async function timelineRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.happenings(campaign)).map((one) => ({
    happening: one.key, date: one.date, date_printed: one.datePrinted, date_end: one.dateEnd, date_from: one.from, date_to: one.to, precision: one.precision, happening_kind: one.kind, title: one.title, countries: joined(one.jurisdictions),
    refers_to: one.ref, language: one.language, note: one.note, ...sourceOf(one.source),
  }));
}

export const TOLD_FIGURES: Table = {
  name: 'told-figures', key: ['told_in', 'told_in_id', 'position'],
  columns: [entered('told_in'), entered('told_in_id'), entered('position', 'integer'), entered('label'), attested('value', 'number'), attested('measured_in', 'string'), attested('qualifier', 'string'), ...SOURCE],
};

/** Figures that stand within a finding, an entry of the timeline, or beside the figure of a handover. None is added to any other. */
export async function toldFigureRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const within = (kind: string, one: { key: string; figures: readonly { label: string; value: number; unit: string; qualifier?: string }[] }): WordyRow[] =>
    one.figures.map(({ label, value, unit, qualifier }, n) => ({ told_in: kind, told_in_id: one.key, position: n + 1, label, value, measured_in: unit, qualifier: qualifier ?? null, source_document: null, source_place: null }));
  const beside = (await sources.handovers(campaign)).flatMap((one) => (one.otherFigures as OtherFigure[]).map(({ value, qualifier, source }, n): WordyRow => ({
    told_in: 'handover', told_in_id: one.id, position: n + 1, label: null, value, measured_in: 'signatures', qualifier, ...sourceOf(source),
  })));
  return [...(await sources.findings(campaign)).flatMap((one) => within('finding', one)), ...(await sources.happenings(campaign)).flatMap((one) => within('timeline', one)), ...beside];
}

interface OtherFigure { value: number; qualifier: string; source?: { document: string; place: string } }
