import { type WholeCampaign } from '#libs/petitions';
import { attested, type Row, entered, instant, joined, reckoned, type Table } from '../dataset.js';
import { type DataSources } from '../sources.js';

export const HANDOVERS: Table = {
  name: 'handovers', key: ['handover'],
  columns: [
    entered('handover'), entered('handover_key'), entered('jurisdiction'), entered('level'), entered('status'), entered('date'), reckoned('date_from', 'date'), reckoned('date_to', 'date'), entered('place'), entered('occasion'),
    attested('stated'), attested('qualifier', 'string'), attested('residents'), entered('outcome'), reckoned('answers', 'integer'), reckoned('commitments', 'integer'), entered('source_document'), entered('source_place'),
  ],
};

const source = (value: unknown): { source_document: string | null; source_place: string | null } => {
  const { document, place } = (value ?? {}) as { document?: string; place?: string };
  return { source_document: document ?? null, source_place: place ?? null };
};

export async function handoverRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  return (await sources.handovers(campaign)).map((one) => ({
    handover: one.id, handover_key: one.key, jurisdiction: one.jurisdiction.id, level: one.level, status: one.status, date: one.date.edtf, date_from: one.date.from, date_to: one.date.to, place: one.place, occasion: one.title,
    stated: one.stated?.signatures ?? null, qualifier: one.stated?.qualifier ?? null, residents: one.residents, outcome: one.outcome,
    answers: one.responses.filter(({ kind }) => kind === 'answer' || kind === 'letter').length, commitments: one.commitments.length, ...source(one.source),
  }));
}

export const RECIPIENTS: Table = {
  name: 'recipients', key: ['handover', 'position'],
  columns: [entered('handover'), entered('position', 'integer'), entered('recipient_kind'), entered('office'), entered('body'), entered('name'), entered('met_only', 'boolean')],
};

/** Offices, and the names of those who held them as they were told to the public. Whoever was met and held no office has no name here. */
export async function recipientRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  return (await sources.handoverList(campaign)).flatMap((one) => one.recipients.map((recipient, n): Row => ({
    handover: one.id, position: n + 1, recipient_kind: recipient.kind, office: recipient.office, body: recipient.body, name: recipient.office === null && recipient.body === null ? null : recipient.name, met_only: recipient.metOnly,
  })));
}

export const COMMITMENTS: Table = {
  name: 'commitments', key: ['commitment'],
  columns: [
    entered('commitment'), entered('commitment_key'), entered('handover'), entered('jurisdiction'), entered('position', 'integer'), entered('commitment_kind'), entered('text'), entered('language'), entered('made_by'), entered('office'),
    entered('instrument'), entered('answered_calls'), entered('due'), entered('due_kind'), entered('commitment_status'), reckoned('overdue', 'boolean'), entered('source_document'), entered('source_place'),
  ],
};

export async function commitmentRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  return (await sources.commitments(campaign)).map((one) => ({
    commitment: one.id, commitment_key: one.key, handover: one.handoverId, jurisdiction: one.jurisdiction.id, position: one.position, commitment_kind: one.kind, text: one.text, language: one.language ?? campaign.defaultLanguage,
    made_by: one.madeBy, office: one.office ? (one.office.names[campaign.defaultLanguage] ?? Object.values(one.office.names)[0] ?? null) : null, instrument: one.instrument,
    answered_calls: one.answers === 'all' ? 'all' : joined(one.answers.map(({ key }) => key)), due: one.due?.edtf ?? null, due_kind: one.dueKind, commitment_status: one.status, overdue: one.overdue, ...source(one.source),
  }));
}

export const COMMITMENT_HISTORY: Table = {
  name: 'commitment-history', key: ['commitment', 'entry'],
  columns: [entered('commitment'), entered('entry', 'integer'), entered('commitment_status'), entered('date'), entered('evidence'), entered('note'), entered('reply'), reckoned('recorded_at', 'datetime')],
};

/** Every status it had, oldest first, with its evidence and the office's reply. */
export async function commitmentHistoryRows(sources: DataSources, campaign: WholeCampaign): Promise<Row[]> {
  return (await sources.commitments(campaign)).flatMap((one) => one.history.map((entry, n): Row => ({
    commitment: one.id, entry: n + 1, commitment_status: entry.status, date: entry.datedEdtf, evidence: entry.evidence, note: entry.note, reply: entry.reply?.text ?? null, recorded_at: instant(entry.recordedAt),
  })));
}
