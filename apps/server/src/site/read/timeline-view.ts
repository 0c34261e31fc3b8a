import { Injectable } from '@nestjs/common';
import { type Publication, PublicationsReader } from '#libs/embargo';
import { HandoversReader, type Commitment, type HandoverListItem } from '#libs/handovers';
import { CampaignReader, type JurisdictionView, PetitionDirectory, type WholeCampaign } from '#libs/petitions';
import { type TimelineEvent, TimelineReader } from '#libs/progress';
import { LastShown } from '../../reading/last-shown.js';
import { PublicCounts } from '../../reading/public-counts.js';
import { formatEdtf, formatFigure, translator, type Locale, type Translator } from '../../i18n/index.js';
import { inSentence } from '../../ui/index.js';
import { type TimelineEventView, type TimelineView } from '../face/view-models.js';
import { CampaignSectionsReader } from './campaign-sections.js';
import { placeOf } from './campaign-view.js';
import { everyCommitment, everyHandover } from './every.js';
import { everyPublication, noticesOf } from './publication-notices.js';
import { plainIn, textIn } from './words.js';

/** Kept for when the database is away: what may be told changes by the instant, so each look asks anew. */
const MOST_KEPT = 100;

/** What happened in a campaign, from what was written down of it: nothing here is kept a second time. */
@Injectable()
export class TimelineViews {
  private readonly last = new LastShown<TimelineView | null>(MOST_KEPT);

  constructor(
    private readonly campaigns: CampaignReader, private readonly petitions: PetitionDirectory, private readonly counts: PublicCounts, private readonly handovers: HandoversReader,
    private readonly written: TimelineReader, private readonly publications: PublicationsReader, private readonly sections: CampaignSectionsReader,
  ) {}

  /** Null: there is no such campaign. */
  of(slug: string, locale: Locale): Promise<TimelineView | null> {
    return this.last.of(`${locale} ${slug}`, () => this.read(slug, locale));
  }

  private async read(slug: string, locale: Locale): Promise<TimelineView | null> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) return null;
    const places = (await this.campaigns.jurisdictions(campaign.id)).filter(({ petition }) => petition?.status !== 'draft');
    const around = { campaign, t: translator(locale), locale, place: placesIn(places, locale) };
    const written = (await this.everyWritten(campaign.id)).map((one) => writtenEvent(one, around));
    // A record's own chronicle tells of its handovers; what happens here is told from the facts themselves.
    const happened = campaign.kind === 'live' || written.length === 0 ? await this.happened(campaign, places, around) : [];
    return { campaign: await this.sections.frame(campaign, locale, `/campaigns/${slug}/timeline`), events: [...written, ...happened] };
  }

  private async happened(campaign: WholeCampaign, places: readonly JurisdictionView[], around: Around): Promise<TimelineEventView[]> {
    const [opened, handovers, commitments, publications] = await Promise.all([
      this.opened(places, around.locale), everyHandover(this.handovers, campaign.slug), everyCommitment(this.handovers, campaign.slug),
      everyPublication(this.publications, campaign.id),
    ]);
    return [...opened, ...handovers.map((one) => handoverEvent(one, around)), ...commitments.flatMap((one) => promiseEvents(one, around)), ...publicationEvents(publications, around)];
  }

  private async everyWritten(campaignId: number): Promise<TimelineEvent[]> {
    const events: TimelineEvent[] = [];
    for (let page = 1; ; page++) {
      const { items, total } = await this.written.events({ campaignId, page, pageSize: 200 });
      events.push(...items);
      if (items.length === 0 || events.length >= total) return events;
    }
  }

  /** Petitions that opened, and the milestones they reached. */
  private async opened(places: readonly JurisdictionView[], locale: Locale): Promise<TimelineEventView[]> {
    const t = translator(locale);
    const events = await Promise.all(places.map(async (place): Promise<TimelineEventView[]> => {
      const petition = place.petition && (await this.petitions.bySlug(place.petition.slug));
      if (!petition) return [];
      const at = placeOf(place, locale);
      const about = { places: [at], href: `/petitions/${petition.slug}`, note: null, source: null };
      const milestones = (await this.counts.of(petition.id))?.tally.milestones ?? [];
      return [
        ...(petition.openedAt ? [{ ...about, ...onDay(petition.openedAt), key: `opened-${petition.slug}`, kind: 'petition', title: said(t, t('face.happened.opened')) }] : []),
        ...milestones.flatMap(({ threshold, reachedAt }) => (reachedAt ? [{ ...about, ...onDay(new Date(reachedAt)), key: `${petition.slug}-${threshold}`, kind: 'milestone', title: said(t, t('face.happened.milestone', { n: threshold })) }] : [])),
      ];
    }));
    return events.flat();
  }
}

const PUBLISHED_IN = { cards: 'progress', ranking: 'rankings', statistics: 'statistics', report: 'reports' } as const;

interface Around {
  campaign: WholeCampaign;
  t: Translator;
  locale: Locale;
  place: (id: string, name: string) => TimelineEventView['places'][number];
}

const said = (t: Translator, text: string): TimelineEventView['title'] => ({ text, lang: t.locale });

function onDay(at: Date): { date: string; from: string } {
  const day = at.toISOString().slice(0, 10);
  return { date: day, from: day };
}

const placesIn = (places: readonly JurisdictionView[], locale: Locale): Around['place'] => (id, name) => {
  const found = places.find((one) => one.id === id);
  return found ? placeOf(found, locale) : { id, name };
};

/** An event as somebody wrote it down; a period is told by its first and last day. */
export function writtenEvent({ key, date, dateEnd, from, kind, title, note, jurisdictions, language, source }: TimelineEvent, { campaign, place }: Around): TimelineEventView {
  const lang = language ?? campaign.defaultLanguage;
  const [only] = jurisdictions;
  const documents = (campaign.details['documents'] ?? []) as { id: string; title: string }[];
  const document = documents.find(({ id }) => id === source?.document);
  return {
    key, date: dateEnd ? `${date}/${dateEnd}` : date, from, kind, title: { text: title, lang }, note: note === null ? null : { text: note, lang }, places: jurisdictions.map((id) => place(id, id)),
    href: only && jurisdictions.length === 1 ? `/campaigns/${campaign.slug}/countries/${only}` : null,
    source: document && source ? { text: `${document.title}, ${source.place}`, lang: campaign.defaultLanguage } : null,
  };
}

export function handoverEvent(handover: HandoverListItem, { t, campaign, place }: Around): TimelineEventView {
  const { jurisdiction: { id, name }, status, stated, date } = handover;
  const planned = status === 'planned';
  return {
    key: `handover-${handover.id}`, date: date.edtf, from: date.from, kind: planned ? 'planned-handover' : 'handover',
    title: said(t, stated && !planned ? t('face.happened.handed', { figure: formatFigure(t, { value: stated.signatures, qualifier: stated.qualifier }) }) : t(planned ? 'face.happened.planned' : status === 'refused' || status === 'absent' ? 'face.happened.not-received' : 'face.happened.handover')),
    note: null, places: [place(id, name)], href: `/campaigns/${campaign.slug}/countries/${id}`, source: null,
  };
}

/** Published, with what became of it since; withdrawn, on a day of its own. */
export function publicationEvents(publications: readonly Publication[], { t, locale, campaign }: Around): TimelineEventView[] {
  const say = (words: Publication['title']): TimelineEventView['title'] => textIn(words, locale, campaign.defaultLanguage) ?? { text: campaign.slug, lang: 'en' };
  const notices = new Map(noticesOf(publications, say).map((notice) => [notice.key, notice]));
  const day = (on: string): string => formatEdtf(t.locale, on, 'phrase');
  return publications.flatMap(({ id, title, publicAt, kind }): TimelineEventView[] => {
    if (!publicAt) return [];
    const { withdrawn, corrected } = notices.get(id) ?? { withdrawn: null, corrected: null };
    const about = { title: say(title), places: [], href: `/campaigns/${campaign.slug}/${PUBLISHED_IN[kind]}`, source: null };
    const since = [withdrawn && t('progress.withdrawn', { date: day(withdrawn.on) }), corrected && t('face.happened.corrected', { date: day(corrected.on), title: inSentence(t, corrected.by) })].filter((part) => part !== null);
    return [
      { ...about, key: `publication-${id}`, ...onDay(publicAt), kind: 'publication', note: since.length > 0 ? said(t, since.join(' ')) : null },
      ...(withdrawn ? [{ ...about, key: `withdrawn-${id}`, date: withdrawn.on, from: withdrawn.on, kind: 'withdrawal', note: withdrawn.why }] : []),
    ];
  });
}

/** Made, and each later change of where it stands. */
export function promiseEvents(commitment: Commitment, { t, locale, campaign, place }: Around): TimelineEventView[] {
  const { jurisdiction: { id, name } } = commitment;
  const own = commitment.language ?? campaign.defaultLanguage;
  const text = plainIn(commitment.text, commitment.words['text'], locale, own) ?? { text: commitment.text, lang: own };
  return commitment.history.filter(({ datedEdtf }) => datedEdtf !== null).map((entry): TimelineEventView => ({
    key: `promise-${commitment.id}-${entry.id}`, date: entry.datedEdtf, from: firstDay(entry.datedEdtf), kind: entry.status === 'promised' ? 'promise' : 'promise-status',
    title: text, note: entry.status === 'promised' ? null : said(t, t('face.happened.status', { status: t.maybe(`ui.commitment.${entry.status}`) ?? t('ui.commitment.withdrawn') })),
    places: [place(id, name)], href: `/campaigns/${campaign.slug}/countries/${id}`, source: null,
  }));
}

const SEASONS: Readonly<Record<string, string>> = { 21: '03', 22: '06', 23: '09', 24: '12', 33: '01', 34: '04', 35: '07', 36: '10', 40: '01', 41: '07' };

/** The first day that an EDTF date can mean, seasons of the northern half of the year (data/README.md); null for what cannot be read. */
export function firstDay(edtf: string | null): string | null {
  const [, year, part, day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(edtf ?? '') ?? [];
  if (!year) return null;
  return `${year}-${part ? (SEASONS[part] ?? part) : '01'}-${day ?? '01'}`;
}
