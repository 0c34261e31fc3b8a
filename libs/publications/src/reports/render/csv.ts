import { csvOf } from '../../csv.js';
import { type ReportHandover } from '../facts/report-data.js';
import { type ReportFacts } from '../facts/report-facts.js';
import { Speaker } from '../document/speaker.js';

/** Names of the columns: the same in every language, for programs. */
export const REPORT_COLUMNS = [
  'kind', 'jurisdiction', 'name', 'id', 'part_of', 'position', 'status', 'date', 'count', 'qualifier', 'text', 'language', 'recipients', 'presenters', 'answers', 'due', 'status_date', 'note',
] as const;
type Row = Partial<Record<(typeof REPORT_COLUMNS)[number], string | number | null>>;

/** One line for each fact, told apart by `kind`: stamp, entry, call, handover, other-figure, commitment, rating, instrument, instrument-event, event, progress, progress-change, region, discrepancy, list. */
export function reportCsv(facts: ReportFacts, language: string): string {
  const rows = [...stampRows(facts), ...entryRows(facts, language), ...storyRows(facts, language), ...progressRows(facts, language), ...regionRows(facts, language), ...discrepancyRows(facts, language)];
  return csvOf([REPORT_COLUMNS, ...rows.map((row) => REPORT_COLUMNS.map((column) => row[column] ?? null))]);
}

function stampRows({ stamp, campaign, kind, jurisdiction }: ReportFacts): Row[] {
  return [
    { kind: 'stamp', id: `report:${kind}`, part_of: campaign.slug, jurisdiction, date: stamp.asOf },
    ...(stamp.factsSha256 ? [{ kind: 'stamp', id: 'facts', text: stamp.factsSha256 }] : []),
    ...stamp.imports.map(({ format, sha256, at }): Row => ({ kind: 'stamp', id: 'import', part_of: format ?? null, text: sha256, date: at })),
    ...stamp.seals.map(({ handover, number, root, sealedAt }): Row => ({ kind: 'stamp', id: 'seal', part_of: handover, position: number, text: root, date: sealedAt })),
    ...(stamp.audit ? [{ kind: 'stamp', id: 'audit', position: stamp.audit.n, text: stamp.audit.hash }] : []),
  ];
}

function entryRows(facts: ReportFacts, language: string): Row[] {
  const s = new Speaker(language, facts);
  const name = (id: string): string => s.place(id).text;
  const handovers = (list: readonly ReportHandover[]): Row[] => list.flatMap((one) => handoverRows(one, s, name));
  return [
    ...facts.entries.flatMap((entry): Row[] => {
      const { place, figure } = entry;
      const own = { jurisdiction: place.id, name: name(place.id) };
      const addressee = s.words(place.addressee);
      return [
        { kind: 'entry', ...own, id: place.id, status: place.petition, count: figure?.count ?? null, qualifier: figure?.qualifier ?? null, recipients: addressee?.text ?? null, note: figure?.note ?? null },
        ...entry.calls.map((call): Row => {
          const text = s.words(call.texts);
          return { kind: 'call', ...own, id: call.id, part_of: call.jurisdiction, position: call.position, status: call.answered, text: text?.text ?? null, language: text?.lang ?? null, recipients: s.words(call.target)?.text ?? null, answers: call.instruments.join(' ') || null, note: call.note };
        }),
        ...handovers(entry.handovers),
        ...entry.sharing.flatMap((one): Row[] => [
          { kind: 'entry', jurisdiction: one.id, name: name(one.id), id: one.id, part_of: place.id, status: 'petition', count: one.figure?.count ?? null, qualifier: one.figure?.qualifier ?? null, note: one.figure?.note ?? null }, ...handovers(one.handovers),
        ]),
      ];
    }),
    ...handovers(facts.whole),
  ];
}

/** `rating` has the indicator as its id; a status of `not-known` is the source's silence. */
function storyRows(facts: ReportFacts, language: string): Row[] {
  const { story, jurisdiction } = facts;
  if (!story || jurisdiction === null) return [];
  const s = new Speaker(language, facts);
  const own = { jurisdiction, name: s.place(jurisdiction).text };
  const { card } = story;
  const said = (words: Parameters<Speaker['words']>[0]): Row => {
    const text = s.words(words);
    return { text: text?.text ?? null, language: text?.lang ?? null };
  };
  return [
    ...(card?.goals ?? []).flatMap(({ indicators }) => indicators).map((one, nth): Row => ({ kind: 'rating', ...own, id: one.key, part_of: card?.round ?? null, position: nth + 1, status: one.rating ?? 'not-known', date: card?.period ?? null, ...said(one.title), note: one.star ? 'star' : null })),
    ...story.standings.flatMap((one): Row[] => [
      { kind: 'instrument', ...own, id: one.instrument, status: one.state, ...said(one.name), note: one.reserved ? 'reserved' : null },
      ...one.events.map((each, nth): Row => ({ kind: 'instrument-event', ...own, part_of: one.instrument, position: nth + 1, status: each.event, date: each.date, ...said(each.note) })),
    ]),
    ...story.timeline.map((one): Row => ({ kind: 'event', ...own, id: one.key, status: one.kind, date: one.date, ...said(one.title) })),
  ];
}

/** Ratings of each kind and what became of them, of all countries (no jurisdiction) and of each region; by goal where the report is a region's. */
function progressRows({ progress, ...facts }: ReportFacts, language: string): Row[] {
  if (!progress) return [];
  const s = new Speaker(language, facts);
  const named = (id: string | null): Row => ({ jurisdiction: id, name: id === null ? null : s.place(id).text });
  const counts = (own: Row, each: object): Row[] => Object.entries(each).flatMap(([status, count]): Row[] => (typeof count === 'number' ? [{ ...own, status, count }] : []));
  return [
    ...progress.places.flatMap(({ region, countries, counts: all, change }): Row[] => [
      ...counts({ kind: 'progress', ...named(region) }, { countries, ...all }), ...counts({ kind: 'progress-change', ...named(region) }, change ?? {}),
    ]),
    ...(progress.goals?.goals ?? []).flatMap(({ goal, ...all }): Row[] => counts({ kind: 'progress', ...named(facts.jurisdiction), part_of: goal }, all)),
    ...progress.standings.map((one): Row => {
      const text = s.words(one.name);
      return { kind: 'instrument', ...named(one.jurisdiction), id: one.instrument, status: one.state, text: text?.text ?? null, language: text?.lang ?? null, note: one.reserved ? 'reserved' : null };
    }),
  ];
}

function handoverRows(one: ReportHandover, s: Speaker, name: (id: string) => string): Row[] {
  const own = { jurisdiction: one.jurisdiction, name: name(one.jurisdiction) };
  const person = (parts: readonly (string | null | undefined)[]): string => parts.filter(Boolean).join(', ');
  const outcome = s.words(one.outcome);
  return [
    {
      kind: 'handover', ...own, id: one.id, part_of: one.level, status: one.status, date: one.date.edtf, count: one.figure?.count ?? null, qualifier: one.figure?.qualifier ?? null,
      text: outcome?.text ?? null, language: outcome?.lang ?? null, answers: one.covers === 'all' ? '*' : one.covers.join(' '), note: person([one.date.note, ...one.notes]) || null,
      recipients: one.recipients.filter(({ metOnly }) => !metOnly).map((each) => person([each.name, s.words(each.office)?.text, s.words(each.body)?.text])).join('; ') || null,
      presenters: one.presenters.map((each) => person([each.name, each.affiliation, s.words(each.description)?.text])).join('; ') || null,
    },
    ...one.otherFigures.map((other): Row => ({ kind: 'other-figure', ...own, id: one.id, part_of: one.id, count: other.count, qualifier: other.qualifier })),
    ...one.commitments.map((promise, nth): Row => {
      const text = s.words(promise.texts);
      return {
        kind: 'commitment', ...own, id: promise.id, part_of: one.id, position: nth + 1, status: promise.status, date: one.date.edtf, text: text?.text ?? null, language: text?.lang ?? null,
        presenters: s.words(promise.by)?.text ?? null, answers: promise.answers === 'all' ? '*' : promise.answers.join(' '), due: promise.due, status_date: promise.statusDate, note: person([promise.answersNote, promise.note]) || null,
      };
    }),
  ];
}

function regionRows(facts: ReportFacts, language: string): Row[] {
  const s = new Speaker(language, facts);
  return facts.regions.flatMap((one): Row[] => {
    const own = { kind: 'region', jurisdiction: one.id, name: s.place(one.id).text };
    return [
      { ...own, id: 'stated', count: one.stated?.count ?? null, qualifier: one.stated?.qualifier ?? null },
      { ...own, id: 'sum-of-members', count: one.sumOfMembers?.count ?? null, qualifier: one.sumOfMembers ? (one.sumOfMembers.lowerBound ? 'more-than' : 'exact') : null, note: one.sumOfMembers ? `${one.sumOfMembers.from}/${one.sumOfMembers.of}` : null },
      { ...own, id: 'verified', count: one.verified },
    ];
  });
}

function discrepancyRows(facts: ReportFacts, language: string): Row[] {
  const s = new Speaker(language, facts);
  return facts.discrepancies.flatMap((one): Row[] => {
    const own: Row = { kind: 'discrepancy', jurisdiction: one.jurisdiction, name: one.jurisdiction === null ? null : s.place(one.jurisdiction).text, id: one.rule, part_of: one.subjects.join(' ') || null, status: one.verdict };
    return [
      ...Object.entries(one.values).map(([value, count]): Row => ({ ...own, text: value, count, qualifier: one.qualifiers[value] ?? null })),
      ...Object.entries(one.lists).filter(([, list]) => list.length > 0).map(([list, ids]): Row => ({ ...own, kind: 'list', text: list, answers: ids.join(' ') })),
    ];
  });
}
