import { type KitPetition, type KitText } from '#libs/stores';

/** A text of the campaign's, with the language it is in. */
export interface LocalText {
  text: string;
  lang: string;
}

/**
 * Languages to choose from: every one that some petition has a text in, those of the first petition's first (the store's own country
 * leads the kit), the store's language before all.
 */
export function languagesOf(petitions: readonly KitPetition[], storeLanguage: string): string[] {
  const found = new Set(petitions.flatMap(({ texts }) => texts.map(({ language }) => language)));
  const own = [...found].filter((language) => language === storeLanguage || primary(language) === primary(storeLanguage));
  return [...new Set([...own, ...found])];
}

/** The newest text in the language, or null: nobody signs a text that was not chosen. */
export function textIn(petition: KitPetition, language: string): KitText | null {
  return petition.texts.filter((text) => text.language === language).reduce<KitText | null>((newest, text) => (newest === null || text.version > newest.version ? text : newest), null);
}

/** The text to show for a language: in it, else in the petition's own, else any there is. */
export const textFor = (petition: KitPetition, language: string): KitText | null =>
  textIn(petition, language) ?? textIn(petition, petition.defaultLanguage) ?? petition.texts[0] ?? null;

/** Calls in their order, each in the language, else the petition's own, else English, else whatever it has. */
export function callsIn(petition: KitPetition, language: string): LocalText[] {
  return petition.calls.flatMap((call) => {
    const lang = [language, petition.defaultLanguage, 'en', ...Object.keys(call)].find((candidate) => call[candidate]);
    return lang === undefined ? [] : [{ text: call[lang] as string, lang }];
  });
}

/** A campaign's title for a language, with the language it is in. */
export function titleIn(titles: Readonly<Record<string, string>>, language: string, fallback: string): LocalText | null {
  const lang = [language, primary(language), fallback, ...Object.keys(titles)].find((candidate) => titles[candidate]);
  return lang === undefined ? null : { text: titles[lang] as string, lang };
}

/** Paragraphs of a text: parted by empty lines. */
export const paragraphs = (text: string): string[] => text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);

const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';
