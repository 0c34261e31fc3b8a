/**
 * Which countries have postcodes, and what they look like without blanks and hyphens (Universal Postal Union, country pages "postal
 * addressing systems"). The same as `normalisePostcode` of libs/signatures, which makes the name key in the worker: a postcode that it
 * could not use would leave an address-less signer uncountable, so it is asked for again while the signer is still there.
 * test/tablet/same-rules-as-the-worker.spec.ts holds the two together.
 */
const digits = (...counts: number[]): RegExp => new RegExp(`^(${counts.map((count) => `\\d{${count}}`).join('|')})$`);

const SHAPES: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries('AT AU BD BE BG CH CY DK HU LU LV NO NZ PH SI ZA'.split(' ').map((country) => [country, digits(4)])),
  ...Object.fromEntries('CZ DE EE ES FI FR GR HR IT JO KE KW LT MX MY NP PK PL SE SK TH TR UA'.split(' ').map((country) => [country, digits(5)])),
  ...Object.fromEntries('CN IN RO RU SG'.split(' ').map((country) => [country, digits(6)])),
  AR: /^([A-Z]\d{4}[A-Z]{3}|\d{4})$/, BH: digits(3, 4), BR: digits(8), CA: /^[A-Z]\d[A-Z]\d[A-Z]\d$/, CL: digits(7), EG: digits(5, 7),
  GB: /^([A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA)$/, IE: /^[A-Z](\d\d|6W)[A-Z\d]{4}$/, IL: digits(5, 7), JP: digits(7), KH: digits(5, 6), KR: digits(5, 6),
  LB: digits(4, 8), MT: /^[A-Z]{3}\d{4}$/, NL: /^\d{4}[A-Z]{2}$/, PT: digits(4, 7), SA: digits(5, 9), TW: digits(3, 5, 6), US: digits(5, 9), VN: digits(5, 6),
};

const WITHOUT_POSTCODES = new Set('AE AG AO AW BF BI BJ BO BS BW BZ CF CG CI CK CM DJ DM ER FJ GD GM GQ GY HK JM KI KM KN KP ML MO MR MW NR QA RW SB SC SL SR ST SY TG TK TL TO TV UG VU WS YE ZW'.split(' '));

/** Where there are none, the town is asked for instead. */
export const hasPostcodes = (country: string): boolean => !WITHOUT_POSTCODES.has(country);

/** Whether it can be a postcode of the country, however it is spaced, prefixed ("F-75015") or in whatever digits. */
export function isPostcode(country: string, postcode: string): boolean {
  if (postcode.length > 32 || !hasPostcodes(country)) return false;
  const compact = westernDigits(postcode.normalize('NFKC').toUpperCase()).replace(/[\s\p{Pd}.,/〒\u00a0]+/gu, '');
  if (!/^[A-Z\d]{3,10}$/.test(compact) || !/[1-9]/.test(compact)) return false;
  const shape = SHAPES[country];
  return !shape || shape.test(compact) || shape.test(compact.replace(/^[A-Z]{1,3}(?=\d)/, ''));
}

/** Whether its postcodes are digits only, so that a number keyboard serves. */
export const digitsOnly = (country: string): boolean => SHAPES[country] !== undefined && !SHAPES[country].source.includes('A-Z');

/** Where the digits that are typed at a till begin: Arabic, Persian, Devanagari, Bengali, Thai. Others are left to the worker. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];

const westernDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = ZEROS.find((first) => code >= first && code < first + 10);
    return zero === undefined ? digit : String(code - zero);
  });
