/**
 * The countries and territories of ISO 3166-1, and XK, which Kosovo uses, as the browser's own CLDR data names them: no list is shipped.
 * Left out are codes that CLDR names though they are nobody's country of residence: groups, test codes, exceptional reservations.
 */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

let codes: readonly string[] | null = null;

export function countryCodes(): readonly string[] {
  if (codes) return codes;
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter((code) =>
    !NO_COUNTRIES.has(code) && names.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code); // DD, SU, UK … lead to others
  return codes;
}

export interface CountryName {
  code: string;
  name: string;
}

const lists = new Map<string, readonly CountryName[]>();

/** All countries, named and sorted in the language. */
export function countriesIn(locale: string): readonly CountryName[] {
  let list = lists.get(locale);
  if (!list) {
    const names = new Intl.DisplayNames([locale], { type: 'region' });
    const collator = new Intl.Collator(locale);
    list = countryCodes().map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => collator.compare(a.name, b.name));
    lists.set(locale, list);
  }
  return list;
}

/** Countries whose name, in the screen's language, in English or in themselves' code, has a word that begins with what was typed; by place in the list. */
export function searchCountries(locale: string, typed: string): readonly CountryName[] {
  const wanted = fold(typed);
  const all = countriesIn(locale);
  if (wanted === '') return all;
  const english = new Map(countriesIn('en').map(({ code, name }) => [code, name]));
  const fits = (name: string): boolean => ` ${fold(name)}`.includes(` ${wanted}`);
  return all.filter(({ code, name }) => fits(name) || fits(english.get(code) ?? '') || code.toLowerCase() === wanted);
}

/** Without case, accents, Arabic vowel signs and forms of alef, and the Arabic article, which nobody types when looking something up. */
const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[آأإٱ]/g, 'ا').replace(/[\s\p{P}]+/gu, ' ').replace(/(^| )ال/g, '$1').trim();
