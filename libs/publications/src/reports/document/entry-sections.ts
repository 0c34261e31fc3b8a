import { type ReportCommitment, type ReportHandover } from '../facts/report-data.js';
import { type ReportEntry, type ReportFacts } from '../facts/report-facts.js';
import { type Block, type Lines, type Said, type Section } from './report-document.js';
import { type Speaker } from './speaker.js';

/** What was asked of one country or region, what was handed over, what was promised and where it stands. */
export function entrySection(entry: ReportEntry, s: Speaker): Section {
  const { place } = entry;
  return {
    id: `entry-${place.id.toLowerCase()}`, title: s.place(place.id),
    blocks: [...introduction(entry, s), ...calls(entry, s), ...entry.handovers.flatMap((one) => handover(one, s)), ...sharing(entry, s)],
  };
}

export function wholeSection(facts: ReportFacts, s: Speaker): Section[] {
  return facts.whole.length === 0 ? [] : [{ id: 'whole', title: s.say('report.whole.title'), blocks: facts.whole.flatMap((one) => handover(one, s)) }];
}

function introduction({ place, figure, verified, handovers }: ReportEntry, s: Speaker): Block[] {
  const demand = s.words(place.demand);
  const addressee = s.words(place.addressee);
  const note = figure?.note;
  return [
    ...(place.petition === 'research-only' ? [paragraph(s.say('report.entry.research-only'), 'note')] : []),
    ...(addressee ? [paragraph(s.say('report.entry.addressee', { addressee: addressee.text }))] : []),
    ...(demand ? [paragraph(demand)] : []),
    // The figure of a handover stands with it.
    ...(figure && !handovers.some(({ id }) => id === figure.handover) ? [paragraph(s.say('report.entry.figure', { figure: s.figure(figure).text }), 'strong')] : []),
    ...(!figure && place.petition === 'petition' && place.kind === 'country' ? [paragraph(s.say('report.entry.no-figure'), 'strong')] : []),
    ...(note ? [paragraph(s.plain(note), 'note')] : []),
    ...(verified === null ? [] : [paragraph(s.say('report.entry.verified', { count: verified }))]),
  ];
}

function calls({ calls: asked, place }: ReportEntry, s: Speaker): Block[] {
  if (asked.length === 0) return [];
  return [
    paragraph(place.sharesCallsOf === null ? s.say('report.entry.calls', { count: asked.length }) : s.say('report.entry.calls.shared', { count: asked.length, region: s.place(place.sharesCallsOf).text }), 'strong'),
    {
      kind: 'list', ordered: true,
      items: asked.map((call) => {
        const goal = s.goal(call.goal);
        return [s.words(call.texts) ?? s.code(call.id), goal ? s.say('report.call.goal', { goal: goal.text, answered: s.say(`report.answered.${call.answered}`).text }) : s.say(`report.answered.${call.answered}`)];
      }),
    },
  ];
}

function handover(one: ReportHandover, s: Speaker): Block[] {
  const title = s.say(`report.handover.${one.status}`, { date: s.date(one.date.edtf).text });
  const recipients = one.recipients.filter(({ metOnly }) => !metOnly).map((each) => recipient(each, s));
  const met = one.recipients.filter(({ metOnly }) => metOnly).map((each) => recipient(each, s));
  const presenters = one.presenters.map((each) => presenter(each, s));
  const notes = [...(one.date.note === null ? [] : [one.date.note]), ...one.notes].map((text) => s.plain(text));
  const place = s.words(one.place);
  const outcome = s.words(one.outcome);
  const items: [string, Lines][] = [
    ['figure', [s.figure(one.figure)]],
    ...(one.otherFigures.length > 0 ? [['other', one.otherFigures.map((other) => s.figure(other))] as [string, Lines]] : []),
    ...(place ? [['place', [place]] as [string, Lines]] : []),
    ['recipients', recipients.length > 0 ? recipients : [s.say('report.handover.none')]],
    ...(met.length > 0 ? [['met', met] as [string, Lines]] : []),
    ['presenters', presenters.length > 0 ? presenters : [s.say('report.handover.none')]],
    ...(one.level === 'national' ? [] : [['covers', [one.covers === 'all' ? s.say('report.handover.covers-all') : { text: s.places(one.covers), lang: s.language }]] as [string, Lines]]),
    ...(outcome ? [['outcome', [outcome]] as [string, Lines]] : []),
    ...(one.claims.length > 0 ? [['claims', one.claims.flatMap((claim) => s.words(claim) ?? [])] as [string, Lines]] : []),
    ...(one.responses.length > 0 ? [['responses', one.responses.flatMap(({ texts }) => s.words(texts) ?? [])] as [string, Lines]] : []),
    ...(notes.length > 0 ? [['notes', notes] as [string, Lines]] : []),
  ];
  return [{ kind: 'facts', caption: title, items: items.map(([key, details]) => ({ term: s.say(`report.handover.${key}`), details })) }, ...promises(one.commitments, s)];
}

function recipient(one: ReportHandover['recipients'][number], s: Speaker): Said {
  const office = s.joined([s.words(one.office), s.words(one.body)]);
  if (one.name === null) return office ?? s.say('report.handover.unnamed');
  return { text: office ? `${one.name}, ${office.text}` : one.name, lang: office?.lang ?? s.plain('').lang };
}

function presenter(one: ReportHandover['presenters'][number], s: Speaker): Said {
  const described = s.words(one.description);
  const text = [one.name, one.affiliation, described?.text].filter(Boolean).join(', ');
  return text === '' ? s.say('report.handover.unnamed') : { text, lang: described?.lang ?? s.plain('').lang };
}

/** Each promise, and where it stands. */
function promises(made: readonly ReportCommitment[], s: Speaker): Block[] {
  return made.length === 0 ? [] : [{
    kind: 'table', caption: s.say('report.promises.caption', { count: made.length }),
    columns: [{ label: s.say('report.promises.promise'), share: 0.46 }, { label: s.say('report.promises.answers'), share: 0.26 }, { label: s.say('report.promises.status'), share: 0.28 }],
    rows: made.map((one) => promiseCells(one, s)),
  }];
}

export function promiseCells(one: ReportCommitment, s: Speaker): Lines[] {
  const instrument = s.instrument(one.instrument);
  const by = s.words(one.by);
  return [
    [s.words(one.texts) ?? s.code(one.id), ...(by ? [s.say('report.promises.by', { by: by.text })] : []), ...(instrument ? [s.say('report.promises.instrument', { instrument: instrument.text })] : [])],
    [answers(one, s), ...(one.answersNote === null ? [] : [s.plain(one.answersNote)])],
    [
      s.say(`report.status.${one.status}`), ...(one.status === 'promised' ? [] : [s.say('report.promises.since', { date: s.date(one.statusDate).text })]),
      ...(one.due === null ? [] : [s.say(one.overdue ? 'report.promises.overdue' : 'report.promises.due', { date: s.date(one.due).text })]), ...(one.note === null ? [] : [s.plain(one.note)]),
    ],
  ];
}

function answers(one: ReportCommitment, s: Speaker): Said {
  if (one.answers === 'all') return s.say('report.promises.answers-all');
  return one.answers.length === 0 ? s.say('report.promises.answers-none') : s.say('report.promises.answers-calls', { calls: one.answers.join(', '), count: one.answers.length });
}

/** Countries that share a region's calls, with what each of them came to. */
function sharing(entry: ReportEntry, s: Speaker): Block[] {
  if (entry.sharing.length === 0) return [];
  return [
    {
      kind: 'table', caption: s.say('report.sharing.caption'), columns: [{ label: s.say('report.column.country'), share: 0.4 }, { label: s.say('report.column.stated'), figure: true, share: 0.6 }],
      rows: entry.sharing.map((one) => [[s.place(one.id)], [s.figure(one.figure)]]),
    },
    ...entry.sharing.flatMap((one) => one.handovers.flatMap((each) => [paragraph(s.place(one.id), 'strong'), ...handover(each, s)])),
  ];
}

/** One line for each entry: the final report's overview. */
export function overviewSection(facts: ReportFacts, s: Speaker): Section {
  const dates = (handovers: readonly ReportHandover[]): Lines => (handovers.length === 0 ? [s.say('report.overview.no-handover')] : handovers.map((one) => s.say(`report.handover.${one.status}`, { date: s.date(one.date.edtf).text })));
  const kept = (handovers: readonly ReportHandover[]): Lines => {
    const made = handovers.flatMap(({ commitments }) => commitments);
    const statuses = [...new Set(made.map(({ status }) => status))];
    return made.length === 0 ? [s.say('report.overview.no-promise')] : statuses.map((status) => s.say('report.totals.promise', { status: s.say(`report.status.${status}`).text, count: made.filter((one) => one.status === status).length }));
  };
  return {
    id: 'overview', title: s.say('report.overview.title'),
    blocks: [{
      kind: 'table', caption: s.say('report.overview.caption'),
      columns: [{ label: s.say('report.column.place'), share: 0.22 }, { label: s.say('report.column.calls'), figure: true, share: 0.1 }, { label: s.say('report.column.stated'), figure: true, share: 0.2 }, { label: s.say('report.column.handed'), share: 0.26 }, { label: s.say('report.column.promises'), share: 0.22 }],
      rows: facts.entries.map((entry) => [[s.place(entry.place.id)], [s.number(entry.calls.length)], [s.figure(entry.figure)], dates([...entry.handovers, ...entry.sharing.flatMap(({ handovers }) => handovers)]), kept([...entry.handovers, ...entry.sharing.flatMap(({ handovers }) => handovers)])]),
    }],
  };
}

export const paragraph = (text: Said, look?: 'lede' | 'note' | 'strong'): Block => ({ kind: 'paragraph', text, ...(look ? { look } : {}) });
