import { type Commitment, type Handover, type HandoverPresenter, type HandoverRecipient } from '#libs/handovers';
import { type SourceReference, type Words } from '#libs/petitions';
import { type ReportCommitment, type ReportHandover } from '../facts/report-data.js';

/** A handover as its reader gives it, as reports have it. `own`: the campaign's language, that of plain strings. */
export function handoverData(one: Handover, own: string): ReportHandover {
  return {
    id: one.key ?? one.id, jurisdiction: one.jurisdiction.id, level: one.level, status: one.status,
    date: { edtf: one.date.edtf, from: one.date.from, to: one.date.to, exact: one.date.exact, note: one.date.note },
    place: words(one.place, one.words['place'], own), recipients: one.recipients.map((each) => recipient(each, own)), presenters: one.presenters.map(presenter),
    figure: one.stated && { count: one.stated.signatures, qualifier: one.stated.qualifier },
    otherFigures: (one.otherFigures as { value: number; qualifier: ReportHandover['otherFigures'][number]['qualifier']; source?: SourceReference }[]).map(({ value, qualifier, source }) => ({ count: value, qualifier, source: source ?? null })),
    covers: one.covers === 'all' ? 'all' : one.covers.map(({ id }) => id).sort(), outcome: words(one.outcome, one.words['outcome'], own),
    claims: one.claims.map((claim) => (typeof claim === 'string' ? { [own]: claim } : claim as Words)), notes: one.notes.map(String),
    responses: one.responses.map(({ kind, text, language, translations, datedOn }) => ({ kind, texts: { [language ?? own]: text, ...translations }, on: datedOn })),
    commitments: one.commitments.map((each) => commitment(each, own)), source: one.source as SourceReference | null,
  };
}

function recipient(one: HandoverRecipient, own: string): ReportHandover['recipients'][number] {
  const other = (one.details['words'] ?? {}) as Partial<Record<string, Words>>;
  return { name: one.name, office: words(one.office, other['office'], own), body: words(one.body, other['body'], own), kind: one.kind, metOnly: one.metOnly };
}

function presenter({ name, affiliation, details }: HandoverPresenter): ReportHandover['presenters'][number] {
  return { name, affiliation, description: (details['description'] ?? null) as Words | null };
}

function commitment(one: Commitment, own: string): ReportCommitment {
  const last = one.history.at(-1);
  return {
    id: one.key ?? one.id, texts: { [one.language ?? own]: one.text, ...one.words['text'] }, kind: one.kind, by: words(one.madeBy, one.words['by'], own), instrument: one.instrument,
    answers: one.answers === 'all' ? 'all' : one.answers.map(({ key }) => key), answersNote: one.answersNote, due: one.due?.edtf ?? null, status: one.status, statusDate: last?.datedEdtf ?? null, overdue: one.overdue,
    history: one.history.map(({ status, datedEdtf, evidence }) => ({ status, date: datedEdtf, evidence })), note: one.note, source: one.source as SourceReference | null,
  };
}

const words = (plain: string | null, others: Words | undefined, own: string): Words | null => (plain === null ? null : { [own]: plain, ...others });
