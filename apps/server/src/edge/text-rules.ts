import { domainToASCII } from 'node:url';
import countries from 'i18n-iso-countries';

/**
 * What no text of ours holds: controls (NUL too), embeddings, overrides and isolates of writing direction (Unicode UAX 9, by which a
 * name could turn the line around it), line separators, tag characters, non-characters, halves of characters. Joiners and marks, which Persian, Indic and
 * Arabic names need, are not among them.
 */
 
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}\p{Surrogate}]/u;
const FORBIDDEN_IN_LINES = new RegExp(FORBIDDEN.source.replace('\\u0000-\\u001f', '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f'), 'u');

/** @param lines whether tabs and line breaks are welcome */
export function hasForbiddenCharacters(text: string, lines = false): boolean {
  return (lines ? FORBIDDEN_IN_LINES : FORBIDDEN).test(text);
}

/** Whether there is nothing to see: no letter, digit, punctuation or symbol. */
export const isBlank = (text: string): boolean => !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text);

/** Characters as a reader of the limit counts them: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** Nothing has more code points than units: nearly always there is nothing to count. */
export const isAtMost = (text: string, max: number): boolean => text.length <= max || lengthOf(text) <= max;

const LOCAL_PART = /^(?!\.)(?!.*\.\.)[^\s@"(),:;<>[\\\]]{1,64}(?<!\.)$/u;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/** Whether it could be an address that mail reaches: RFC 5321's sizes, RFC 6531's letters, no quoted local parts, no bare hosts. */
export function isEmailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1).toLowerCase();
  if (at < 1 || !LOCAL_PART.test(text.slice(0, at))) return false;
  // ASCII needs no conversion, and is what nearly all have.
  return DOMAIN.test(domain) || (/[^\p{ASCII}]/u.test(domain) && DOMAIN.test(domainToASCII(domain)));
}

/** ISO 3166-1 alpha-2, in capitals; XK, which Kosovo uses, is none of ISO's but what its people have. */
const COUNTRIES: ReadonlySet<string> = new Set([...Object.keys(countries.getAlpha2Codes()), 'XK']);
export const isCountry = (text: string): boolean => COUNTRIES.has(text);

/** BCP 47. */
export function isLanguageTag(text: string): boolean {
  if (text.length > 35 || !/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(text)) return false;
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}
