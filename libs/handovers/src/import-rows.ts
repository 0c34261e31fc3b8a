import { resolveDate, type CommitmentEntry, type HandoverEntry, type RecipientEntry, type Words } from '#libs/petitions';
import { instantOf, knownDate } from './date-rules.js';
import { type CommitmentStatus, type HandoverStatus } from './handovers.types.js';

/** A handover of a campaign file, with what its jurisdiction lends it. */
export interface ImportedHandover {
  /** Id of the jurisdiction under which it stands in the file. */
  jurisdiction: string;
  /** Zone of that jurisdiction, for a handover that names none. */
  timeZone?: string;
  entry: HandoverEntry;
}

export interface ImportContext {
  /** Day of the first start, `YYYY-MM-DD`, from which relative dates count. */
  firstStart: string;
  /** The campaign's own language: its words become the plain strings. */
  language: string;
}

/** What is kept beside the row, to compare the next file with. Its dates are no longer relative. */
export type Snapshot = ImportedHandover & { language: string };

export type Row = Record<string, unknown>;

export interface StatusRow { status: CommitmentStatus; dated_edtf: string | null; evidence: string | null; note: string | null }

export interface HandoverRows {
  handover: Row;
  covered: string[];
  recipients: Row[];
  presenters: Row[];
  response: { text: string; language: string; dated_on: string | null; document: string | null } | null;
  commitments: Map<string, { row: Row; answers: string[]; statuses: StatusRow[] }>;
}

/** The entry as it is kept: every relative date a date of the calendar. */
export function snapshotOf(imported: ImportedHandover, context: ImportContext): Snapshot {
  const day = (date: HandoverEntry['date']): string | null => (date === null ? null : resolveDate(date, context.firstStart));
  const { entry } = imported;
  return {
    jurisdiction: imported.jurisdiction,
    ...(imported.timeZone ? { timeZone: imported.timeZone } : {}),
    language: context.language,
    entry: {
      ...entry,
      date: day(entry.date),
      ...(entry.response ? { response: { ...entry.response, ...(entry.response.date ? { date: day(entry.response.date) ?? '' } : {}) } } : {}),
      commitments: entry.commitments.map((one) => ({ ...one, date: day(one.date), due: day(one.due) })),
    },
  };
}

/** The rows that an entry of a file stands for; columns by their names, ids left to the writer. */
export function rowsOf(snapshot: Snapshot): HandoverRows {
  const { entry, language } = snapshot;
  const date = knownDate(entry.date as string | null) ?? knownDate(null);
  const zone = entry.timeZone ?? snapshot.timeZone ?? 'UTC';
  const time = date?.exact ? (entry.time ?? null) : null;
  const status = statusOf(entry);
  const startsAt = date?.from && time ? instantOf(date.from, time, zone) : null;
  return {
    handover: {
      jurisdiction_id: snapshot.jurisdiction, level: entry.level, status,
      date_edtf: date?.edtf ?? null, date_from: date?.from ?? null, date_to: date?.to ?? null, date_note: entry.dateNote ?? null,
      start_time: time, time_zone: zone, place: plain(entry.place, language), outcome: plain(entry.outcome, language),
      signatures: entry.signatures, signatures_qualifier: entry.signatures === null ? null : (entry.signaturesQualifier ?? 'exact'),
      other_figures: entry.otherFigures ?? [], covers_all: entry.countedFor.includes('*'), claims: entry.claims ?? [], notes: entry.notes ?? [],
      held_at: status === 'held' ? (startsAt?.toISOString() ?? null) : null, source: entry.source ?? null,
      words: otherWords({ place: entry.place, outcome: entry.outcome }, language),
    },
    covered: entry.countedFor.filter((id) => id !== '*').sort(),
    recipients: [...entry.recipients.map((one) => recipientRow(one, false, language)), ...(entry.alsoMet ?? []).map((one) => recipientRow(one, true, language))]
      .map((row, position) => ({ ...row, position })),
    presenters: entry.presentedBy.map((one, position) => ({
      position, name: one.name, affiliation: one.affiliation, details: present({ alias: one.alias, description: one.description }),
    })),
    response: responseRow(entry, language),
    commitments: new Map(entry.commitments.map((one, position) => [one.id, { row: commitmentRow(one, position, language), answers: one.answers === 'all' ? [] : one.answers, statuses: statusRows(one, entry) }])),
  };
}

/**
 * Where two values of a file differ, as JSON pointers (RFC 6901) but for one thing: an element of a list that has an id is
 * named by it and not by its place, so that one insertion doesn't shift the names of all that follow.
 */
export function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (before === after) return [];
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => changedPaths(before[key], after[key], `${path}/${pointer(key)}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) return changedPaths(byName(before), byName(after), path);
  return [path];
}

function statusOf(entry: HandoverEntry): HandoverStatus {
  if (entry.status !== 'held') return entry.status;
  switch (entry.reception) {
    case 'refused': return 'refused';
    case 'absent': return 'absent';
    case 'received':
    case undefined: return 'held';
  }
}

function recipientRow(one: RecipientEntry, metOnly: boolean, language: string): Row {
  const { title, kindNote, nameNote, officeNote } = one;
  return {
    met_only: metOnly, name: one.name, office: plain(one.office, language), body: plain(one.body, language), kind: one.kind,
    details: present({ title, kindNote, nameNote, officeNote, words: nonEmpty(otherWords({ office: one.office, body: one.body }, language)) }),
  };
}

function responseRow(entry: HandoverEntry, language: string): HandoverRows['response'] {
  const { response } = entry;
  if (!response?.text) return null;
  const date = typeof response.date === 'string' ? knownDate(response.date) : undefined;
  return {
    text: plain(response.text, language) ?? '', language: language in response.text ? language : (Object.keys(response.text)[0] ?? language),
    dated_on: date?.exact ? date.from : null, document: response.source ? whereItStands(response.source) : null,
  };
}

function commitmentRow(one: CommitmentEntry, position: number, language: string): Row {
  const due = knownDate(one.due as string | null) ?? knownDate(null);
  return {
    position, text: plain(one.text, language) ?? '', kind: one.kind, made_by: plain(one.by, language), instrument: one.instrument,
    answers_all: one.answers === 'all', answers_note: one.answersNote ?? null,
    due_edtf: due?.edtf ?? null, due_from: due?.from ?? null, due_to: due?.to ?? null, note: one.note ?? null, source: one.source ?? null,
    words: otherWords({ text: one.text, by: one.by }, language),
  };
}

/** A promise is dated by its handover; what became of it by the file, with the place where the source says so as evidence. */
function statusRows(one: CommitmentEntry, entry: HandoverEntry): StatusRow[] {
  const promised: StatusRow = { status: 'promised', dated_edtf: entry.date as string | null, evidence: null, note: null };
  if (one.status === 'promised') return [promised];
  // What its maker took back has lapsed: nobody need expect it any more, and nobody broke it unsaid.
  const status = one.status === 'withdrawn' ? 'lapsed' : one.status;
  return [promised, { status, dated_edtf: one.date as string | null, evidence: one.source ? whereItStands(one.source) : null, note: one.note ?? null }];
}

function whereItStands(source: { document: string; place: string; line?: number }): string {
  return [source.document, source.place, ...(source.line === undefined ? [] : [String(source.line)])].join(' · ');
}

/** The words in the campaign's own language, or in the first there is. */
function plain(words: Words | null, language: string): string | null {
  return words === null ? null : (words[language] ?? Object.values(words)[0] ?? null);
}

/** Those fields whose words are not just one string in the campaign's own language. */
function otherWords(fields: Record<string, Words | null>, language: string): Record<string, Words> {
  return Object.fromEntries(Object.entries(fields).flatMap(([field, words]) =>
    words !== null && Object.keys(words).some((tag) => tag !== language) ? [[field, words] as const] : []));
}

function present(fields: Row): Row {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function nonEmpty<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

function isRecord(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function byName(list: readonly unknown[]): Row {
  return Object.fromEntries(list.map((item, index) => [isRecord(item) && typeof item.id === 'string' ? item.id : String(index), item]));
}

function pointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
