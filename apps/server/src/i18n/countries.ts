import isoCountries from 'i18n-iso-countries';
import { formatLocale, type Locale } from './locales.js';
import { translator } from './translator.js';

export interface CountryOption {
  code: string;
  name: string;
}

const lists = new Map<Locale, readonly CountryOption[]>();

/** All countries and territories of ISO 3166-1, named and sorted in the language. */
export function countryOptions(locale: Locale): readonly CountryOption[] {
  let options = lists.get(locale);
  if (!options) {
    const t = translator(locale);
    const collator = new Intl.Collator(formatLocale(locale));
    options = Object.keys(isoCountries.getAlpha2Codes())
      .map((code) => ({ code, name: t.place(code) }))
      .sort((a, b) => collator.compare(a.name, b.name));
    lists.set(locale, options);
  }
  return options;
}
