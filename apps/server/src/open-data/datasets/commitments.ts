import { type SourceReference, type WholeCampaign } from '#libs/petitions';
import { entered, instant, joined, reckoned, said, SOURCE, sourceOf, type Table, withOthers, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';

export const COMMITMENTS: Table = {
  name: 'commitments', key: ['commitment'],
  columns: [
    entered('commitment'), entered('commitment_key'), entered('handover'), entered('jurisdiction'), entered('position', 'integer'), entered('commitment_kind'), said('text'), entered('language'), said('made_by'), said('office'),
    entered('instrument'), entered('answered_calls'), entered('answers_note'), entered('due'), entered('due_kind'), entered('commitment_status'), reckoned('overdue', 'boolean'), entered('note'), ...SOURCE,
  ],
};

/** The words as they were said, in their own language. */
export async function commitmentRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.commitments(campaign)).map((one) => {
    const language = one.language ?? campaign.defaultLanguage;
    return {
      commitment: one.id, commitment_key: one.key, handover: one.handoverId, jurisdiction: one.jurisdiction.id, position: one.position, commitment_kind: one.kind, text: withOthers(one.text, language, one.words['text']), language,
      made_by: withOthers(one.madeBy, language, one.words['by']), office: one.office?.names ?? null, instrument: one.instrument, answered_calls: one.answers === 'all' ? 'all' : joined(one.answers.map(({ key }) => key)),
      answers_note: one.answersNote, due: one.due?.edtf ?? null, due_kind: one.dueKind, commitment_status: one.status, overdue: one.overdue, note: one.note, ...sourceOf(one.source as Partial<SourceReference> | null),
    };
  });
}

export const COMMITMENT_HISTORY: Table = {
  name: 'commitment-history', key: ['commitment', 'entry'],
  columns: [
    entered('commitment'), entered('entry', 'integer'), entered('commitment_status'), entered('date'), entered('evidence'), reckoned('dead_since', 'date'), entered('superseded_by'), entered('note'),
    entered('asked_on', 'date'), entered('reply'), entered('reply_language'), entered('replied_on', 'date'), reckoned('recorded_at', 'datetime'),
  ],
};

/** Every status it had, oldest first, with its evidence and the office's reply. */
export async function commitmentHistoryRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.commitments(campaign)).flatMap((one) => one.history.map((entry, n) => ({
    commitment: one.id, entry: n + 1, commitment_status: entry.status, date: entry.datedEdtf, evidence: entry.evidence, dead_since: entry.deadSince, superseded_by: entry.supersededBy, note: entry.note,
    asked_on: entry.reply?.askedOn ?? null, reply: entry.reply?.text ?? null, reply_language: entry.reply?.language ?? null, replied_on: entry.reply?.datedOn ?? null, recorded_at: instant(entry.recordedAt),
  })));
}
