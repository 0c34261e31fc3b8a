import { type Words } from '#libs/petitions';
import { type Locale } from '../../i18n/index.js';
import { type LocalText } from '../../ui/index.js';

/** The words in the page's language; else in the given one, else in English, else in whichever there is, saying which. */
export function textIn(words: Words | null | undefined, locale: Locale, otherwise: string): LocalText | null {
  if (!words) return null;
  for (const lang of [locale, otherwise, 'en', ...Object.keys(words)]) {
    const text = words[lang];
    if (text) return { text, lang };
  }
  return null;
}

/** A plain string in the campaign's own language, with the same in others where somebody wrote it. */
export function plainIn(text: string | null, words: Words | null | undefined, locale: Locale, own: string): LocalText | null {
  return text === null ? null : textIn({ [own]: text, ...words }, locale, own);
}
