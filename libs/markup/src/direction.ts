export type Direction = 'ltr' | 'rtl';

/** ISO 15924 codes of the scripts that are written from right to left and used today. */
const RIGHT_TO_LEFT: ReadonlySet<string | undefined> = new Set(['Adlm', 'Arab', 'Aran', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa', 'Yezi']);

/** Writing direction of a BCP 47 tag: that of its script, named or likely (UTS #35, "Likely Subtags"). What is no tag runs left to right. */
export function directionOf(tag: string): Direction {
  try {
    return RIGHT_TO_LEFT.has(new Intl.Locale(tag).maximize().script) ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}
