import { type JurisdictionView, petitionSlug, type WholeCampaign, type Words } from '#libs/petitions';
import { type CardRound, type CardSource, type Framework } from '#libs/progress';
import { formatEdtf, type Locale, translator } from '../../i18n/index.js';
import { type LocalText } from '../../ui/index.js';
import { textIn } from '../read/words.js';
import { type LegendView, type RoundView, type SourceView, STANDINGS } from './view-models.js';

/** Words in the reader's language, else the campaign's; the given text where there are none. */
export function wordsIn(words: Words | null | undefined, locale: Locale, campaign: WholeCampaign, otherwise: string): LocalText {
  return textIn(words, locale, campaign.defaultLanguage) ?? { text: otherwise, lang: campaign.defaultLanguage };
}

/** A round goes by its title, else by its period; one whose source gives neither says so. */
export function roundView(round: CardRound, locale: Locale, campaign: WholeCampaign): RoundView {
  const t = translator(locale);
  const otherwise = round.period ? formatEdtf(locale, round.period.edtf) : t('progress.round.undated');
  return { id: round.key, title: textIn(round.title, locale, campaign.defaultLanguage) ?? { text: otherwise, lang: locale }, period: round.period?.edtf ?? null };
}

/** Every sign that a card can bear, with what its framework says of it. */
export function legendView({ meanings }: Framework, locale: Locale, campaign: WholeCampaign): LegendView {
  const own = campaign.defaultLanguage;
  return {
    ratings: STANDINGS.map((standing) => ({ standing, meaning: standing === 'not-assessed' || standing === 'not-known' ? null : textIn(meanings[standing], locale, own) })),
    star: textIn(meanings.star, locale, own),
  };
}

const documentsOf = ({ details }: WholeCampaign): { id: string; title: string; author?: string }[] => (details['documents'] ?? []) as { id: string; title: string; author?: string }[];

/** Who assessed, in words. Of a record it is its document, which stands among the sources: who wrote on the card nobody knows. */
export const assessorName = (assessor: string | null, campaign: WholeCampaign): string | null => (documentsOf(campaign).some(({ id }) => id === assessor) ? null : assessor);

/** A source in words: its title, or the document of the record and the place in it. */
export function sourceView(source: CardSource, campaign: WholeCampaign): SourceView | null {
  const document = documentsOf(campaign).find(({ id }) => id === source.document);
  const text = [source.title ?? document?.title ?? source.url, source.title === undefined ? document?.author : undefined, source.place].filter(Boolean).join(', ');
  return text === '' ? null : { text: { text, lang: campaign.defaultLanguage }, href: source.url ?? null };
}

/** The page of its petition or, without one, of the calls that research found; null where there is neither. */
export function petitionHref(place: JurisdictionView, campaign: WholeCampaign): string | null {
  if (place.petition) return place.petition.status === 'draft' ? null : `/petitions/${place.petition.slug}`;
  return place.state === 'research-only' ? `/petitions/${petitionSlug(campaign.slug, place.id)}` : null;
}
