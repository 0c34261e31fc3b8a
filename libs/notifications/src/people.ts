/** Words by language, as titles are stored. */
export type ByLanguage = Readonly<Record<string, string>>;

/** The words in this language, else in the given other one, else in whichever there is; with the language they are in. */
export function wordsIn(words: ByLanguage, language: string, otherwise: string): { text: string; language: string } {
  for (const tag of [language, otherwise, 'en', ...Object.keys(words)]) {
    const text = words[tag];
    if (text) return { text, language: tag };
  }
  return { text: '', language };
}

export interface Place { name: string; names: ByLanguage; iso2: string | null }

/** A country or region by its name in this language; where nobody wrote one, as CLDR names the country. */
export function placeName(place: Place, language: string): string {
  const written = place.names[language];
  if (written) return written;
  if (place.iso2 && language !== 'en') return new Intl.DisplayNames(language, { type: 'region' }).of(place.iso2) ?? place.name;
  return place.name;
}

/** Only what is an address may become a Reply-To. */
export const replyAddress = (contact: string | null): string | null => (contact && /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(contact) ? contact : null);

