import { type JSX } from 'preact';
import { type PetitionView } from '../site/view-models.js';
import { plainProse, type PageContext } from '../ui/index.js';
import { jsonLdText } from './json-ld.js';

export { campaignJsonLd, countryJsonLd, datasetJsonLd, petitionJsonLd, reportJsonLd } from './json-ld.js';

export const SHARE_SIZE = { width: 1200, height: 630 } as const;

/** What a page is when somebody sends it to somebody (ogp.me). Addresses are absolute. */
export interface Sharing {
  title: string;
  description: string | null;
  url: string;
  image: { url: string; alt: string } | null;
}

export interface PublicHeadProps {
  jsonLd?: object;
  /** Atom feeds that tell what is new here. */
  feeds?: readonly { href: string; title: string }[];
  sharing?: Sharing & { locale: string };
}

/** What programs read of a page: feeds, data, and how it looks when it is sent on. */
export function PublicHead({ jsonLd, feeds = [], sharing }: PublicHeadProps): JSX.Element {
  return (
    <>
      {feeds.map(({ href, title }) => <link key={href} rel="alternate" type="application/atom+xml" href={href} title={title} />)}
      {sharing && <Shared sharing={sharing} />}
      {jsonLd && <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: jsonLdText(jsonLd) }} />}
    </>
  );
}

/** X reads the same where it finds nothing of its own but the kind of card. */
function Shared({ sharing: { title, description, url, image, locale } }: { sharing: NonNullable<PublicHeadProps['sharing']> }): JSX.Element {
  const open = (name: string, content: string): JSX.Element => <meta key={name} {...{ property: `og:${name}` }} content={content} />;
  return (
    <>
      {open('type', 'website')}{open('site_name', 'Countersign')}{open('title', title)}{description && open('description', description)}{open('url', url)}{open('locale', OPEN_GRAPH_LOCALE[locale] ?? locale)}
      {image && <>{open('image', image.url)}{open('image:type', 'image/png')}{open('image:width', String(SHARE_SIZE.width))}{open('image:height', String(SHARE_SIZE.height))}{open('image:alt', image.alt)}</>}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
    </>
  );
}

/** Open Graph names a country with the language. */
const OPEN_GRAPH_LOCALE: Readonly<Record<string, string>> = { en: 'en_GB', fr: 'fr_FR', ar: 'ar_AR' };

/** How a petition looks when it is sent on. The alternative text is what the picture says. */
export function petitionSharing(page: PageContext, view: PetitionView): NonNullable<PublicHeadProps['sharing']> {
  const { t } = page;
  const origin = new URL(view.canonicalUrl).origin;
  const place = t.place(view.place.id, view.place.name);
  return {
    title: `${view.title.text} · ${place}`, description: summaryOf(view) ?? null, url: view.canonicalUrl, locale: t.locale,
    image: view.state === 'research-only' || view.state === 'draft' ? null : { url: `${origin}/share/${view.slug}/${t.locale}.png`, alt: t('embed.share.alt', { title: view.title.text, place }) },
  };
}

export const newsFeed = (page: PageContext, campaign: { slug: string; title: string }): { href: string; title: string } => ({
  href: page.link(`/campaigns/${campaign.slug}/news.atom`), title: page.t('data.news.title', { campaign: campaign.title }),
});

/** Nobody shows more than that. */
const MOST_LETTERS = 200;

/** The first sentences of what is asked, for those who show a page before it is opened. */
export function summaryOf({ preamble }: Pick<PetitionView, 'preamble'>): string | undefined {
  const text = preamble ? (plainProse(preamble.text).split('\n\n')[0] ?? '') : undefined;
  return text === undefined || text.length <= MOST_LETTERS ? text : `${text.slice(0, text.lastIndexOf(' ', MOST_LETTERS))} …`;
}
