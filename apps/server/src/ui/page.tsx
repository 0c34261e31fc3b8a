import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import { directionOf } from '#libs/markup';
import { formatLocale, type Locale, type Translator } from '../i18n/index.js';
import { type AssetUrl } from './assets.js';

/** What every component of a page may ask for; given once, by `Document`. */
export interface PageContext {
  t: Translator;
  asset: AssetUrl;
  /** Makes an address on this site keep the page's language. */
  link: (path: string) => string;
  /** The same page in each language of the shell. */
  languages: readonly { locale: Locale; href: string }[];
}

const Page = createContext<PageContext | null>(null);
export const PageProvider = Page.Provider;

export function usePage(): PageContext {
  const page = useContext(Page);
  if (!page) throw new Error('a component was rendered outside of a Document');
  return page;
}

/** A text that is not the shell's: it says in which language it is (BCP 47). */
export interface LocalText {
  text: string;
  lang: string;
}

type TextTag = 'span' | 'p' | 'h1' | 'h2' | 'h3' | 'strong' | 'div';

/** Renders a text with `lang` and `dir` where they differ from the page's, so that it is read out and set right. */
export function Text({ value, as: Tag = 'span', class: name }: { value: LocalText; as?: TextTag; class?: string }): JSX.Element {
  return <Tag class={name} {...languageOf(usePage().t, value.lang)}>{value.text}</Tag>;
}

export function languageOf(t: Translator, lang: string): { lang?: string; dir?: 'ltr' | 'rtl' } {
  if (lang === t.locale) return {};
  const dir = directionOf(lang);
  return dir === t.dir ? { lang } : { lang, dir };
}

/** A name within a sentence of another direction (Unicode isolates, UAX 9): for what only a string can say. */
export const apart = (text: string): string => `\u2068${text}\u2069`;

/** The same for a text, which the page's own language needs not. Where an element can stand, `Text` also says which language it is. */
export const inSentence = (t: Translator, { text, lang }: LocalText): string => (lang === t.locale ? text : apart(text));

/** Names joined as the language joins them ("A, B and C"), each kept apart from the page's direction. */
export function NameList({ names }: { names: readonly string[] }): JSX.Element {
  const { t } = usePage();
  const parts = new Intl.ListFormat(formatLocale(t.locale), { type: 'conjunction' }).formatToParts(names);
  return <>{parts.map((part, index) => (part.type === 'element' ? <bdi key={index}>{part.value}</bdi> : part.value))}</>;
}

/** Says, once for a group of texts, that they are not to be had in the page's language. */
export function UntranslatedNote({ texts }: { texts: readonly (LocalText | null | undefined)[] }): JSX.Element | null {
  const { t } = usePage();
  const foreign = [...new Set(texts.filter((text) => text != null).map((text) => text.lang))].filter((lang) => lang.split('-')[0] !== t.locale);
  if (foreign.length === 0) return null;
  const language = t.list(foreign.map((lang) => t.language(lang)));
  return <p class="untranslated">{t(texts.length === 1 ? 'ui.lang.only' : 'ui.lang.only.list', { language })}</p>;
}

export type Children = ComponentChildren;
