/** The languages of the shell. Texts of petitions may be in any language and carry their own `lang`. */
export const LOCALES = ['en', 'fr', 'ar'] as const;
export type Locale = (typeof LOCALES)[number];

/** English dates are written day first, as most of the countries concerned do. */
const FORMAT_LOCALE: Record<Locale, string> = { en: 'en-GB', fr: 'fr', ar: 'ar' };

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && (LOCALES as readonly string[]).includes(value);
}

/** The locale handed to Intl: the page's language with its regional habit of writing dates. */
export function formatLocale(locale: Locale): string {
  return FORMAT_LOCALE[locale];
}

/** A language's name in itself, for the language switch: "Français", "العربية". */
export function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** Best shell language for an Accept-Language header (RFC 9110, 12.5.4); English if none fits. */
export function preferredLocale(acceptLanguage: string | undefined): Locale {
  const wishes = (acceptLanguage ?? '')
    .slice(0, 400)
    .split(',')
    .map((part, order) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q), order };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.order - b.order);
  return wishes.map(({ language }) => language).find(isLocale) ?? 'en';
}
