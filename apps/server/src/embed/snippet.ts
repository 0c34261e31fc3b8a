import { escaped } from '#libs/markup';

export const KINDS = ['badge', 'form'] as const;
export type Kind = (typeof KINDS)[number];

export interface Snippet { origin: string; kind: Kind; slug: string; lang: string; title: string }

/**
 * What the frame may do: be itself, send its form, open a page of its own. Not: touch the page around it, lead it elsewhere, open
 * dialogs. `allow-same-origin` gives it our origin, without which its form would come from nowhere and be refused; it is safe beside
 * scripts because the page around it is another origin (HTML, "the iframe element", sandbox).
 */
export const SANDBOX = 'allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin';

/** Pixels: enough for the longest of our languages on a narrow phone. */
const HEIGHT: Readonly<Record<Kind, number>> = { badge: 340, form: 1_420 };

const addressOf = ({ origin, kind, slug, lang }: Snippet): string => `${origin}/embed/${kind}/${slug}?lang=${lang}`;

/** For pages that run no script of others: a plain frame of a fixed height. */
export function plainFrame(what: Snippet): string {
  return `<iframe src="${escaped(addressOf(what))}" title="${escaped(what.title)}"\n  width="100%" height="${HEIGHT[what.kind]}" style="border:0;max-width:30rem"\n  sandbox="${SANDBOX}" referrerpolicy="no-referrer" loading="lazy"></iframe>`;
}

/** A link that works without script, which the script turns into a frame as high as it needs. */
export function scriptFrame(what: Snippet): string {
  return `<a href="${escaped(`${what.origin}/${what.lang}/petitions/${what.slug}`)}" data-countersign="${what.kind}"\n  data-petition="${escaped(what.slug)}" data-lang="${what.lang}">${escaped(what.title)}</a>\n<script async src="${escaped(what.origin)}/embed.js"></script>`;
}
