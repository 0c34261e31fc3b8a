import { edtfBounds } from '#libs/petitions';
import { knownInstrumentDate } from '../instruments/instrument-rules.js';
import { reviewedIn } from '../statistics/scope-rules.js';
import { datesOf } from './facts-faults.js';
import type { FactsFile, KnownForFacts, TimelineFile } from './facts-file.js';

/** The rows that the entries of a valid file stand for; columns by their names. */
export function eventRows({ ratifications }: FactsFile, known: KnownForFacts): object[] {
  return ratifications.map((entry) => {
    const date = knownInstrumentDate({ event: entry.event, ...datesOf(entry, known) });
    return {
      key: entry.id, instrument_key: entry.instrument, jurisdiction_id: entry.jurisdiction, event: entry.event,
      date_edtf: date?.edtf ?? null, date_printed: entry.datePrinted ?? null, since_edtf: date?.since ?? null, until_edtf: date?.until ?? null, date_from: date?.from ?? null, date_to: date?.to ?? null,
      handover_key: entry.handover ?? null, note: entry.note ?? null, language: known.language, source: entry.source ?? null,
      retracted_at: null, retracted_by: null, retracted_why: null, created_by: 'import', recorded_by: 'import',
    };
  });
}

export function statisticRows({ statistics, coverage }: FactsFile, known: KnownForFacts): object[] {
  const reviewed = new Map<number, string[]>();
  for (const { year, jurisdictions } of coverage) {
    // Of several rounds in one year the widest is the review; regions with a card of their own are no countries.
    const countries = jurisdictions.filter((id) => /^[A-Z]{2}$/.test(id));
    if (year !== undefined && countries.length > (reviewed.get(year)?.length ?? 0)) reviewed.set(year, countries);
  }
  return statistics.map((entry, position) => ({
    key: entry.id, position, year: entry.year, indicator_key: entry.indicator, topic: entry.topic, goal_key: entry.goal, scope: entry.scope, population: entry.population,
    reviewed: reviewedIn(entry.scope, entry.year === null ? undefined : reviewed.get(entry.year)) || null, value: entry.value, unit: entry.unit, qualifier: entry.qualifier, fraction: entry.fraction ?? null,
    compare_year: entry.compareYear ?? null, countries: entry.countries ?? [], statement: entry.statement, note: entry.note ?? null, language: known.language, source: entry.source,
  }));
}

export function findingRows({ countryFindings }: FactsFile, known: KnownForFacts): object[] {
  return countryFindings.map((entry, position) => ({
    key: entry.id, position, jurisdictions: entry.jurisdictions, indicator_key: entry.indicator, topic: entry.topic, ...bounds(entry.date), direction: entry.direction, statement: entry.statement,
    figures: entry.values ?? [], language: known.language, source: entry.source,
  }));
}

export function timelineRows({ events }: TimelineFile, known: KnownForFacts): object[] {
  return events.map((entry, position) => {
    const { date_to: to, ...date } = bounds(entry.date);
    return {
      key: entry.id, position, ...date, date_to: entry.dateEnd === undefined ? to : (edtfBounds(entry.dateEnd)?.to ?? to), date_printed: entry.datePrinted ?? null, date_end: entry.dateEnd ?? null,
      precision: entry.precision, kind: entry.kind, title: entry.title, jurisdictions: entry.jurisdictions, figures: entry.figures ?? [], ref: entry.ref ?? null, note: entry.note ?? null,
      language: known.language, source: entry.source,
    };
  });
}

function bounds(edtf: string): { date_edtf: string; date_from: string | null; date_to: string | null } {
  const found = edtfBounds(edtf);
  return { date_edtf: edtf, date_from: found?.from ?? null, date_to: found?.to ?? null };
}
