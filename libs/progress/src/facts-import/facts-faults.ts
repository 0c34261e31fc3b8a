import { canonical } from '#libs/database';
import { at, edtfBounds, fault, type Fault, type FileDate, readEdtf, resolveDate, type SourceReference } from '#libs/petitions';
import type { CoverageEntry } from '../cards/import/cards-file.js';
import { knownInstrumentDate } from '../instruments/instrument-rules.js';
import { rulesFaults } from '../rankings/ranking-rules.js';
import type { FactsFile, KnownForFacts, RankingEntry, RatificationEntry, TimelineFile } from './facts-file.js';

/** What no schema can say of the files, every fault with its path; the files have been found to keep to their schemas. */
export function faultsOfFacts(file: FactsFile | null, timeline: TimelineFile | null, known: KnownForFacts): Fault[] {
  return [...(file ? factsFaults(file, known) : []), ...(timeline ? timelineFaults(timeline, file, known) : [])];
}

function factsFaults(file: FactsFile, known: KnownForFacts): Fault[] {
  return [
    ...repeated(file.ratifications, 'ratifications'), ...repeated(file.rankings, 'rankings'), ...repeated(file.statistics, 'statistics'), ...repeated(file.countryFindings, 'countryFindings'),
    ...file.ratifications.flatMap((entry, n) => ratificationFaults(entry, at('', 'ratifications', n), known)),
    ...file.rankings.flatMap((entry, n) => rankingFaults(entry, at('', 'rankings', n), file, known)),
    ...file.statistics.flatMap((entry, n) => {
      const here = at('', 'statistics', n);
      return [
        ...((entry.indicator === null) === (entry.topic === null) ? [fault(at(here, 'indicator'), 'bad-form')] : []), ...aboutFaults(entry, here, known),
        ...(entry.goal !== null && !known.goals.has(entry.goal) ? [fault(at(here, 'goal'), 'unknown-goal', entry.goal)] : []),
        ...(entry.unit === 'fraction-percent' && !entry.fraction ? [fault(at(here, 'fraction'), 'missing')] : []),
        ...placesFaults(entry.countries ?? [], at(here, 'countries'), known), ...sourceFaults(entry.source, here, known),
      ];
    }),
    ...file.countryFindings.flatMap((entry, n) => {
      const here = at('', 'countryFindings', n);
      return [...aboutFaults(entry, here, known), ...placesFaults(entry.jurisdictions, at(here, 'jurisdictions'), known), ...dateFaults(entry.date, at(here, 'date'), known), ...sourceFaults(entry.source, here, known)];
    }),
  ];
}

function ratificationFaults(entry: RatificationEntry, here: string, known: KnownForFacts): Fault[] {
  const { jurisdiction, instrument } = entry;
  const faults = [
    ...placesFaults(jurisdiction === null ? [] : [jurisdiction], at(here, 'jurisdiction'), known, false),
    ...(['date', 'since', 'until'] as const).flatMap((field) => dateFaults(entry[field], at(here, field), known)),
    ...(entry.handover !== undefined && !known.handovers.has(entry.handover) ? [fault(at(here, 'handover'), 'unknown-handover', entry.handover)] : []),
    ...sourceFaults(entry.source, here, known),
  ];
  const owner = known.instruments.get(instrument);
  if (owner === undefined) faults.push(fault(at(here, 'instrument'), 'unknown-instrument', instrument));
  else if (owner !== null && jurisdiction !== null && owner !== jurisdiction) faults.push(fault(at(here, 'instrument'), 'instrument-of-another-jurisdiction', instrument));
  if (faults.length === 0 && !knownInstrumentDate({ event: entry.event, ...datesOf(entry, known) })) faults.push(fault(at(here, 'date'), entry.date === null ? 'date-order' : 'bad-form'));
  return faults;
}

/** The dates of an entry, none of them relative any more. */
export function datesOf({ date, since, until }: Pick<RatificationEntry, 'date' | 'since' | 'until'>, { firstStart }: Pick<KnownForFacts, 'firstStart'>): { date: string | null; since: string | null; until: string | null } {
  const day = (one: FileDate | null): string | null => (one === null ? null : resolveDate(one, firstStart));
  return { date: day(date), since: day(since), until: day(until) };
}

function rankingFaults(entry: RankingEntry, here: string, file: FactsFile, known: KnownForFacts): Fault[] {
  const { method, round, publication, period } = entry;
  const faults = [...(period && period.to < period.from ? [fault(at(here, 'period', 'to'), 'date-order')] : []), ...sourceFaults(entry.source, here, known)];
  if (publication !== undefined && !file.publications?.some(({ id }) => id === publication)) faults.push(fault(at(here, 'publication'), 'unknown-publication', publication));
  if (entry.data === null) return period ? faults : [...faults, fault(at(here, 'period'), 'missing')];
  if (!method) return [...faults, fault(at(here, 'method'), 'missing')];
  const covered = file.coverage.find(({ id }) => id === round);
  if (!covered) faults.push(fault(at(here, 'round'), 'unknown-round', round ?? ''));
  else if (!period && !yearsOfRound(covered, known)) faults.push(fault(at(here, 'period'), 'missing'));
  faults.push(...rulesFaults(method.rules).map(({ field }) => fault(at(here, 'method', 'rules', ...field.split('.')), 'bad-form')));
  for (const goal of Object.keys(method.rules.goals)) if (!known.goals.has(goal)) faults.push(fault(at(here, 'method', 'rules', 'goals', goal), 'unknown-goal', goal));
  for (const indicator of Object.keys(method.rules.indicators)) if (!known.indicators.has(indicator)) faults.push(fault(at(here, 'method', 'rules', 'indicators', indicator), 'unknown-indicator', indicator));
  const former = known.methods.get(`${method.id} ${method.version}`);
  if (former && canonical(former) !== canonical(method.rules)) faults.push(fault(at(here, 'method', 'version'), 'method-version-changed', method.version));
  return faults;
}

/** The first and last year of a round; null where its source gives none. */
export function yearsOfRound({ year, period }: CoverageEntry, { firstStart }: Pick<KnownForFacts, 'firstStart'>): { from: number; to: number } | null {
  if (!period) return year === undefined ? null : { from: year, to: year };
  const [from, to] = [edtfBounds(resolveDate(period.from, firstStart)), edtfBounds(resolveDate(period.to, firstStart))];
  return from && to ? { from: Number(from.from.slice(0, 4)), to: Number(to.to.slice(0, 4)) } : null;
}

function timelineFaults({ events }: TimelineFile, file: FactsFile | null, known: KnownForFacts): Fault[] {
  const refs = new Set([...known.handovers, ...known.refs, ...(file?.ratifications ?? []).map(({ id }) => id), ...(file?.rankings ?? []).map(({ id }) => id)]);
  return [...repeated(events, 'events'), ...events.flatMap((entry, n) => {
    const here = at('', 'events', n);
    const [from, to] = [readEdtf(entry.date), entry.dateEnd === undefined ? null : readEdtf(entry.dateEnd)];
    return [
      ...dateFaults(entry.date, at(here, 'date'), known), ...dateFaults(entry.dateEnd ?? null, at(here, 'dateEnd'), known),
      ...(from.ok && to?.ok && to.bounds.to < from.bounds.from ? [fault(at(here, 'dateEnd'), 'date-order')] : []),
      ...placesFaults(entry.jurisdictions, at(here, 'jurisdictions'), known), ...sourceFaults(entry.source, here, known),
      ...(entry.ref !== undefined && !refs.has(entry.ref) ? [fault(at(here, 'ref'), 'unknown-reference', entry.ref)] : []),
    ];
  })];
}

function repeated(entries: readonly { id: string }[], part: string): Fault[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, n) => (seen.size === seen.add(id).size ? [fault(at('', part, n, 'id'), 'duplicate-id', id)] : []));
}

function aboutFaults({ indicator }: { indicator: string | null }, here: string, known: KnownForFacts): Fault[] {
  return indicator !== null && !known.indicators.has(indicator) ? [fault(at(here, 'indicator'), 'unknown-indicator', indicator)] : [];
}

function placesFaults(ids: readonly string[], here: string, known: KnownForFacts, listed = true): Fault[] {
  return ids.flatMap((id, n) => (known.jurisdictions.has(id) ? [] : [fault(listed ? at(here, n) : here, 'unknown-jurisdiction', id)]));
}

function dateFaults(date: FileDate | null, here: string, known: KnownForFacts): Fault[] {
  if (date === null) return [];
  if (typeof date !== 'string') return known.record ? [fault(here, 'relative-date-in-record')] : [];
  const reading = readEdtf(date);
  return reading.ok ? [] : [fault(here, reading.why === 'impossible' ? 'date-impossible' : 'date-unreadable', date)];
}

function sourceFaults(source: SourceReference | undefined, here: string, known: KnownForFacts): Fault[] {
  if (!source) return known.record ? [fault(at(here, 'source'), 'source-missing')] : [];
  return known.documents.has(source.document) ? [] : [fault(at(here, 'source', 'document'), 'unknown-document', source.document)];
}
