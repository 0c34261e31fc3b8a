import { type SourceReference, type WholeCampaign, type Words } from '#libs/petitions';
import { attested, entered, instant, reckoned, said, SOURCE, sourceOf, type Table, withOthers, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';

export const HANDOVERS: Table = {
  name: 'handovers', key: ['handover'],
  columns: [
    entered('handover'), entered('handover_key'), entered('jurisdiction'), entered('level'), entered('status'), entered('date'), reckoned('date_from', 'date'), reckoned('date_to', 'date'), said('place'), said('occasion'),
    attested('stated'), attested('qualifier', 'string'), attested('residents'), said('outcome'), reckoned('answers', 'integer'), reckoned('commitments', 'integer'), ...SOURCE,
  ],
};

export async function handoverRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  const own = campaign.defaultLanguage;
  return (await sources.handovers(campaign)).map((one) => ({
    handover: one.id, handover_key: one.key, jurisdiction: one.jurisdiction.id, level: one.level, status: one.status, date: one.date.edtf, date_from: one.date.from, date_to: one.date.to,
    place: withOthers(one.place, own, one.words['place']), occasion: withOthers(one.title, own, one.words['title']), stated: one.stated?.signatures ?? null, qualifier: one.stated?.qualifier ?? null, residents: one.residents,
    outcome: withOthers(one.outcome, own, one.words['outcome']), answers: one.responses.filter(({ kind }) => kind === 'answer' || kind === 'letter').length, commitments: one.commitments.length,
    ...sourceOf(one.source as Partial<SourceReference> | null),
  }));
}

export const RECIPIENTS: Table = {
  name: 'recipients', key: ['handover', 'position'],
  columns: [entered('handover'), entered('position', 'integer'), entered('recipient_kind'), said('office'), said('body'), entered('name'), entered('met_only', 'boolean')],
};

/** Offices, and the names of those who held them as they were told to the public. Whoever was met and held no office has no name here. */
export async function recipientRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.handoverList(campaign)).flatMap((one) => one.recipients.map((recipient, n) => {
    const words = (recipient.details['words'] ?? {}) as Record<string, Words>;
    return {
      handover: one.id, position: n + 1, recipient_kind: recipient.kind, office: withOthers(recipient.office, campaign.defaultLanguage, words['office']), body: withOthers(recipient.body, campaign.defaultLanguage, words['body']),
      name: recipient.office === null && recipient.body === null ? null : recipient.name, met_only: recipient.metOnly,
    };
  }));
}

export const RESPONSES: Table = {
  name: 'responses', key: ['response'],
  columns: [entered('response'), entered('handover'), entered('response_kind'), entered('dated_on', 'date'), entered('reference'), entered('language'), said('text'), entered('replaces'), reckoned('recorded_at', 'datetime')],
};

/** What was said and written at a handover and after it, in the language in which it came; what was corrected stays beside its correction. */
export async function responseRows(sources: DataSources, campaign: WholeCampaign): Promise<WordyRow[]> {
  return (await sources.handovers(campaign)).flatMap((handover) => handover.responses.map((one) => {
    const language = one.language ?? campaign.defaultLanguage;
    return {
      response: one.id, handover: handover.id, response_kind: one.kind, dated_on: one.datedOn, reference: one.document, language, text: withOthers(one.text, language, one.translations), replaces: one.replaces, recorded_at: instant(one.recordedAt),
    };
  }));
}
