import { at, fault, type Fault, readEdtf, schemaFaults } from '#libs/petitions';
import { type CardEntryOfFile, type CardsFile, roundOfCard, roundsOf } from './cards-file.js';

/** What the database knows of the campaign that the file belongs to. */
export interface KnownCampaign {
  readonly record: boolean;
  readonly jurisdictions: ReadonlySet<string>;
  readonly indicators: ReadonlySet<string>;
  /** By the key of a round that is there, the indicators by which it was opened: it keeps them, whatever the campaign asks since. */
  readonly rounds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly documents: ReadonlySet<string>;
}

export type CardsFileResult = { ok: true; file: CardsFile } | { ok: false; faults: Fault[] };

/**
 * Whether a value is a file of progress cards: the schema first, and if it keeps to that, whatever no schema can say. Every fault at once.
 * @param known the campaign as it was imported; null: there is none of that name
 */
export function validateCardsFile(json: unknown, known: KnownCampaign | null): CardsFileResult {
  const broken = schemaFaults(json, 'progress-cards');
  if (broken.length > 0) return { ok: false, faults: broken };
  const file = json as CardsFile;
  if (!known) return { ok: false, faults: [fault('/campaign', 'unknown-campaign', file.campaign)] };
  const faults = [...repeated(file), ...relativeDates(file, known), ...coverageFaults(file, known), ...file.cards.flatMap((card, index) => cardFaults(file, card, at('', 'cards', index), known))];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, file };
}

function repeated(file: CardsFile): Fault[] {
  const twice = (ids: readonly string[], path: (index: number) => string): Fault[] =>
    ids.flatMap((id, index) => (ids.indexOf(id) < index ? [fault(path(index), 'duplicate-id', id)] : []));
  const rounds = roundsOf(file);
  return [
    ...twice(file.indicatorIds, (index) => at('', 'indicatorIds', index)),
    ...twice((file.publications ?? []).map((one) => one.id), (index) => at('', 'publications', index, 'id')),
    ...twice(rounds.map((one) => one.id), (index) => at('', 'coverage', index, 'id')),
    ...twice(file.cards.map((one) => one.id), (index) => at('', 'cards', index, 'id')),
    ...twice(file.cards.map((card, index) => `${roundOfCard(card, rounds)?.id ?? index} ${card.jurisdiction}`), (index) => at('', 'cards', index, 'jurisdiction')),
    ...file.cards.flatMap((card, i) => twice(card.indicators.map((one) => one.indicator), (index) => at('', 'cards', i, 'indicators', index, 'indicator'))),
    ...twice(file.cards.flatMap((card) => (card.replies ?? []).map((one) => one.id)), () => '/cards'),
  ];
}

const DATES = new Set(['date', 'from', 'to', 'assessedOn', 'receivedOn']);

/** Dates that cannot be read, and in a record those that are counted from a first start. */
function relativeDates(file: CardsFile, { record }: KnownCampaign): Fault[] {
  const faults: Fault[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const here = at(path, key);
      if (DATES.has(key) && typeof inner === 'string') {
        const reading = readEdtf(inner);
        if (!reading.ok) faults.push(fault(here, reading.why === 'impossible' ? 'date-impossible' : 'date-unreadable', inner));
      }
      if (DATES.has(key) && typeof inner === 'object' && record) faults.push(fault(here, 'relative-date-in-record'));
      visit(inner, here);
    }
  };
  for (const part of ['publications', 'coverage', 'cards'] as const) visit(file[part], at('', part));
  for (const [index, { timeZone }] of (file.publications ?? []).entries()) {
    if (!isTimeZone(timeZone)) faults.push(fault(at('', 'publications', index, 'timeZone'), 'unknown-time-zone', timeZone));
  }
  return faults;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function coverageFaults(file: CardsFile, known: KnownCampaign): Fault[] {
  const publications = new Set(file.publications?.map((one) => one.id));
  const askedBefore = new Set([...known.rounds.values()].flatMap((indicators) => [...indicators]));
  return [
    ...file.indicatorIds.flatMap((id, index) => (known.indicators.has(id) || askedBefore.has(id) ? [] : [fault(at('', 'indicatorIds', index), 'unknown-indicator', id)])),
    ...file.coverage.flatMap((round, i) => {
      const here = at('', 'coverage', i);
      return [
        ...round.jurisdictions.flatMap((id, index) => (known.jurisdictions.has(id) ? [] : [fault(at(here, 'jurisdictions', index), 'unknown-jurisdiction', id)])),
        ...sourceFaults(round.source, here, known),
        ...(round.publication === undefined && !known.record ? [fault(at(here, 'publication'), 'publication-missing')] : []),
        ...(round.publication !== undefined && !publications.has(round.publication) ? [fault(at(here, 'publication'), 'unknown-publication', round.publication)] : []),
      ];
    }),
  ];
}

function cardFaults(file: CardsFile, card: CardEntryOfFile, here: string, known: KnownCampaign): Fault[] {
  const rounds = roundsOf(file);
  const round = roundOfCard(card, rounds);
  const faults = sourceFaults(card.source, here, known);
  if (!round) faults.push(card.round === undefined ? fault(at(here, 'year'), 'round-unclear') : fault(at(here, 'round'), 'unknown-round', card.round));
  else if (!round.jurisdictions.includes(card.jurisdiction)) faults.push(fault(at(here, 'jurisdiction'), 'outside-the-round', card.jurisdiction));
  const asked = known.rounds.get(round?.id ?? '') ?? known.indicators;
  const indicators = new Set(file.indicatorIds.filter((id) => asked.has(id)));
  card.indicators.forEach((entry, i) => {
    const place = at(here, 'indicators', i);
    if (!indicators.has(entry.indicator)) faults.push(fault(at(place, 'indicator'), 'unknown-indicator', entry.indicator));
    faults.push(...personFaults(entry, place, known));
    entry.corrections?.forEach((one, n) => {
      const there = at(place, 'corrections', n);
      faults.push(...personFaults(one, there, known));
      if (!file.publications?.some(({ id }) => id === one.publication)) faults.push(fault(at(there, 'publication'), 'unknown-publication', one.publication));
    });
  });
  card.replies?.forEach((reply, i) => {
    const place = at(here, 'replies', i);
    if (reply.indicator !== undefined && !indicators.has(reply.indicator)) faults.push(fault(at(place, 'indicator'), 'unknown-indicator', reply.indicator));
    if (!reply.texts[reply.language]) faults.push(fault(at(place, 'texts', reply.language), 'missing'));
  });
  return faults;
}

/** Who assessed a record's card its source tells; in a living campaign two persons did. */
function personFaults({ assessor, reviewer }: { assessor?: string; reviewer?: string }, here: string, { record }: KnownCampaign): Fault[] {
  if (!record && (assessor === undefined || reviewer === undefined)) return [fault(at(here, 'reviewer'), 'reviewer-missing')];
  return assessor !== undefined && assessor === reviewer ? [fault(at(here, 'reviewer'), 'reviewed-by-its-author', reviewer)] : [];
}

function sourceFaults(source: { document: string } | undefined, here: string, { record, documents }: KnownCampaign): Fault[] {
  if (!source) return record ? [fault(at(here, 'source'), 'source-missing')] : [];
  return documents.has(source.document) ? [] : [fault(at(here, 'source', 'document'), 'unknown-document', source.document)];
}
