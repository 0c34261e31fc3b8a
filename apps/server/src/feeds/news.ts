import { type Publication } from '#libs/embargo';
import { type Commitment, type Handover } from '#libs/handovers';
import { type DoorPetition, type WholeCampaign } from '#libs/petitions';
import { type PublishedTally } from '#libs/tallies';
import { formatEdtf, formatFigure, type Translator } from '../i18n/index.js';
import { placeOf } from '../site/read/campaign-view.js';
import { plainIn, textIn } from '../site/read/words.js';

/**
 * What there is to tell of a campaign, from what the public may read: each thing once, with the instant at which it came to be public.
 * Pure: what is read is handed in.
 */
export interface NewsItem {
  /** Within the campaign, for ever. */
  id: string;
  at: Date;
  title: string;
  text: { text: string; lang: string } | null;
  /** Without the language. */
  href: string;
  jurisdiction: string | null;
  /** Told in the news of its country alone: the campaign's say it once for all. */
  inCountryOnly?: true;
}

export interface NewsPlace { id: string; kind: string; name: string; names?: Record<string, string> }

const placeName = (t: Translator, place: NewsPlace): string => {
  const { id, name } = placeOf({ ...place, names: place.names ?? {} }, t.locale);
  return t.place(id, name);
};

/** Opened, closed, and each milestone that was reached while somebody watched; `tally` is the published one, which withholds what it must. */
export function petitionNews(t: Translator, petition: DoorPetition, tally: PublishedTally | null): NewsItem[] {
  if (petition.campaign.kind === 'record') return [];
  const place = placeName(t, petition.jurisdiction);
  const about = { text: null, href: `/petitions/${petition.slug}`, jurisdiction: petition.jurisdictionId };
  const id = `petition/${petition.slug}`;
  return [
    ...(petition.openedAt ? [{ ...about, id: `${id}/opened`, at: petition.openedAt, title: t('data.news.opened', { place }) }] : []),
    ...(petition.status === 'closed' && petition.closedAt ? [{ ...about, id: `${id}/closed`, at: petition.closedAt, title: t('data.news.closed', { place }) }] : []),
    ...(tally?.milestones ?? []).flatMap(({ threshold, reachedAt }) => (reachedAt ? [{ ...about, id: `${id}/milestone/${threshold}`, at: new Date(reachedAt), title: t('data.news.milestone', { place, n: threshold }) }] : [])),
  ];
}

const later = (a: Date, b: Date | null): Date => (b && b > a ? b : a);

/** Brought and received, refused or absent, and answers. `toldAt`: the end of its embargo, or when it was written down. */
export function handoverNews(t: Translator, campaign: WholeCampaign, handover: Handover, toldAt: Date): NewsItem[] {
  const { status } = handover;
  if (status !== 'held' && status !== 'refused' && status !== 'absent') return [];
  const place = placeName(t, handover.jurisdiction);
  const about = { href: hrefOf(campaign, handover.jurisdiction.id), jurisdiction: handover.jurisdiction.id };
  const facts = [handover.date.edtf && formatEdtf(t.locale, handover.date.edtf), handover.stated && t('data.news.figure', { figure: formatFigure(t, { value: handover.stated.signatures, qualifier: handover.stated.qualifier }) })].filter(Boolean);
  const answers = handover.responses.filter(({ kind }) => kind === 'answer' || kind === 'letter');
  return [
    { ...about, id: `handover/${handover.id}`, at: toldAt, title: t(`data.news.${status}`, { place }), text: facts.length > 0 ? { text: facts.join(' · '), lang: t.locale } : null },
    ...answers.map((answer) => {
      const translated = answer.translations[t.locale];
      const text = translated ? { text: translated, lang: t.locale } : { text: answer.text, lang: answer.language ?? campaign.defaultLanguage };
      return { ...about, id: `answer/${answer.id}`, at: later(answer.recordedAt, toldAt), title: t(answer.replaces ? 'data.news.answer-corrected' : 'data.news.answered', { place }), text };
    }),
  ];
}

/** A promise, and each change of it. A status that waited for the office's reply is news once that came, or its time was over. */
export function commitmentNews(t: Translator, campaign: WholeCampaign, commitment: Commitment, toldAt: Date): NewsItem[] {
  const place = t.place(commitment.jurisdiction.id, commitment.jurisdiction.name);
  const text = plainIn(commitment.text, commitment.words['text'], t.locale, commitment.language ?? campaign.defaultLanguage);
  return commitment.history.map((entry, n) => {
    const waited = entry.reply ? [entry.reply.repliedAt, entry.reply.openUntil].filter((at) => at !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? null : null;
    const state = entry.status === 'superseded' || entry.status === 'lapsed' ? 'withdrawn' : entry.status;
    return {
      id: `promise/${commitment.id}/${entry.id}`, at: later(later(entry.recordedAt, toldAt), waited), text, href: hrefOf(campaign, commitment.jurisdiction.id), jurisdiction: commitment.jurisdiction.id,
      title: n === 0 && entry.status === 'promised' ? t('data.news.promised', { place }) : t('data.news.status', { place, status: t(`ui.commitment.${state}`) }),
    };
  });
}

const SECTION = { cards: 'progress', ranking: 'rankings', statistics: 'statistics', report: 'reports' } as const;

/** What went public at its instant; once withdrawn, the same entry says so. `rated`: the places whose cards it holds, each told of its own. */
export function publicationNews(t: Translator, campaign: WholeCampaign, publication: Publication, rated: readonly NewsPlace[] = []): NewsItem[] {
  const { publicAt, withdrawn, corrects } = publication;
  if (!publicAt) return [];
  const name = textIn(publication.title, t.locale, campaign.defaultLanguage);
  const title = name?.text ?? publication.id;
  const [id, section] = [`publication/${publication.id}`, `/campaigns/${campaign.slug}/${SECTION[publication.kind]}`];
  const about = { at: withdrawn?.at ?? publicAt, text: withdrawn ? textIn(withdrawn.why, t.locale, campaign.defaultLanguage) : null };
  return [
    { ...about, id, href: section, jurisdiction: null, title: withdrawn ? t('data.news.withdrawn', { title }) : t(corrects ? 'data.news.corrected' : `data.news.${publication.kind}`, { title }) },
    ...rated.map((place): NewsItem => ({
      ...about, id: `${id}/${place.id}`, href: `${section}/${place.id}`, jurisdiction: place.id, inCountryOnly: true,
      title: t(withdrawn ? 'data.news.card.withdrawn' : corrects ? 'data.news.card.corrected' : 'data.news.card', { place: placeName(t, place), title }),
    })),
  ];
}

const hrefOf = (campaign: WholeCampaign, jurisdiction: string): string => `/petitions/${campaign.slug}-${jurisdiction.toLowerCase()}`;

/** The newest first; of one instant, in the order of their ids, so that no page repeats or skips one. */
export const inOrder = (items: readonly NewsItem[]): NewsItem[] => [...items].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? -1 : 1));
