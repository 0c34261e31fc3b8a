export type NameFault = 'name-missing' | 'name-too-long' | 'name-control-character' | 'name-invalid-character' | 'name-without-letter';

/** Characters (code points) per field; longer than any passport prints. */
export const MAX_NAME_LENGTH = 100;

/** Joiners that Persian, Sinhala and Indic names need; every other format character can only mislead. */
const JOINERS = /[\u200c\u200d]/g;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
const APOSTROPHES = /['’‘ʼʻʹ՚׳＇`´]/g;
const NAME_CHARACTERS = /^[\p{L}\p{M}\p{Nd}\p{Nl} .,·・‧()/\u00a0\u3000'’‘ʼʻʹ՚׳`´\u200c\u200d\p{Pd}]+$/u;

/**
 * Whether a text can be (one field of) a person's name: any script, one word suffices. Refused are controls, NUL, line
 * breaks, direction characters, and what no name has (markup, "@", "://"), so that no name can carry a message.
 */
export function nameFault(name: string): NameFault | null {
  const text = name.trim();
  if (text === '') return 'name-missing';
  if ([...text].length > MAX_NAME_LENGTH) return 'name-too-long';
  if (INVISIBLE.test(text.replace(JOINERS, ''))) return 'name-control-character';
  if (!NAME_CHARACTERS.test(text)) return 'name-invalid-character';
  return /\p{L}/u.test(text) ? null : 'name-without-letter';
}

export interface NamedPerson {
  givenName: string;
  familyName?: string | null;
  /** ISO 3166-1 alpha-2, of residence. */
  country: string;
  postcode?: string | null;
}

/**
 * The text the name key is made of, or null if there is no usable postcode: a name with only a town never merges.
 *
 * One person writes a name differently on paper, tablet and web; what differs by habit or keyboard is folded. The
 * border between given and family name isn't part of it ("Anna Maria" + "Berg" is "Anna" + "Maria Berg", and somebody
 * with one name, or with all of it in one field, is compared as anybody else). The *order* is part of it: Thomas
 * Martin and Martin Thomas are two names, and which field comes first is asked by the form; swapped doubles are left
 * to review, for merging two people costs one of them the signature. Nothing is transliterated between scripts.
 */
export function normaliseName(person: NamedPerson): string | null {
  const postcode = normalisePostcode(person.country, person.postcode);
  const name = foldName(`${person.givenName} ${person.familyName ?? ''}`);
  if (postcode === null || name === '') return null;
  return [name, person.country.toUpperCase(), postcode].join('\n');
}

const LETTERS: Record<string, string> = {
  // Latin letters that no decomposition takes apart
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k',
  // the final sigma is a way of writing; so is the Russian e without its dots
  ς: 'σ', ё: 'е',
  // alef wasla, and the Persian and Maghrebi forms of yeh and kaf: keyboards differ, not names
  ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');

/** Arabic tatweel, vowel signs, hamza and madda over their bearer, Koranic marks; Hebrew points and accents: optional in writing. */
const OPTIONAL_SIGNS = /[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/gu;
/** In Latin and Greek a mark is a habit (capitals often go without); in Devanagari or Thai it is a vowel and stays. */
const MARKED_LETTER = /([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu;

const ASCII = /^[\0-\x7f]*$/;

export function foldName(name: string): string {
  // What is left of the steps below for the letters of English, and a third of the work.
  if (ASCII.test(name)) return name.replace(/['`]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();
  return foldLetters(name);
}

/** The steps by which any name is folded. */
export function foldLetters(name: string): string {
  return name
    .replace(APOSTROPHES, '') // before NFKC, which makes a blank and a mark of "´"
    .normalize('NFKC')
    .replace(APOSTROPHES, '')
    .toLowerCase()
    .replace(JOINERS, '')
    .normalize('NFD')
    .replace(OPTIONAL_SIGNS, '')
    .replace(MARKED_LETTER, '$1')
    .normalize('NFC')
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

const digits = (...counts: number[]): RegExp => new RegExp(`^(${counts.map((count) => `\\d{${count}}`).join('|')})$`);

/** Shapes without blanks and hyphens (Universal Postal Union, country pages "postal addressing systems"). */
const SHAPES: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries('AT AU BD BE BG CH CY DK HU LU LV NO NZ PH SI ZA'.split(' ').map((country) => [country, digits(4)])),
  ...Object.fromEntries('CZ DE EE ES FI FR GR HR IT JO KE KW LT MX MY NP PK PL SE SK TH TR UA'.split(' ').map((country) => [country, digits(5)])),
  ...Object.fromEntries('CN IN RO RU SG'.split(' ').map((country) => [country, digits(6)])),
  AR: /^([A-Z]\d{4}[A-Z]{3}|\d{4})$/, BH: digits(3, 4), BR: digits(8), CA: /^[A-Z]\d[A-Z]\d[A-Z]\d$/, CL: digits(7), EG: digits(5, 7),
  GB: /^([A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA)$/, IE: /^[A-Z](\d\d|6W)[A-Z\d]{4}$/, IL: digits(5, 7), JP: digits(7), KH: digits(5, 6), KR: digits(5, 6),
  LB: digits(4, 8), MT: /^[A-Z]{3}\d{4}$/, NL: /^\d{4}[A-Z]{2}$/, PT: digits(4, 7), SA: digits(5, 9), TW: digits(3, 5, 6), US: digits(5, 9), VN: digits(5, 6),
};

/** Where the last four digits are an addition that many leave out. */
const FIVE_SUFFICE = new Set(['US', 'SA']);

/**
 * Countries without postcodes: what is typed there ("0000", a P.O. box of a whole company) would make one person of
 * all namesakes of the country. Source as above.
 */
const WITHOUT_POSTCODES = new Set('AE AG AO AW BF BI BJ BO BS BW BZ CF CG CI CK CM DJ DM ER FJ GD GM GQ GY HK JM KI KM KN KP ML MO MR MW NR QA RW SB SC SL SR ST SY TG TK TL TO TV UG VU WS YE ZW'.split(' '));

/**
 * A postcode as its country writes it, without blanks, hyphens, case, a country letter in front ("F-75015", "CH 8001") or
 * foreign digits; null if there is none, or if it can't be one: then it says nothing about who somebody is.
 */
export function normalisePostcode(country: string, postcode: string | null | undefined): string | null {
  const where = country.toUpperCase();
  if (!postcode || postcode.length > 32 || WITHOUT_POSTCODES.has(where)) return null;
  const compact = postcode.normalize('NFKC').toUpperCase().replace(FOREIGN_DIGIT, asciiDigit).replace(/[\s\p{Pd}.,/〒\u00a0]+/gu, '');
  if (!/^[A-Z\d]{3,10}$/.test(compact) || !/[1-9]/.test(compact)) return null;
  const shape = SHAPES[where];
  if (!shape) return compact;
  const bare = [compact, compact.replace(/^[A-Z]{1,3}(?=\d)/, '')].find((candidate) => shape.test(candidate));
  if (bare === undefined) return null;
  return FIVE_SUFFICE.has(where) ? bare.slice(0, 5) : bare;
}

const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;

/** Decimal digits of every script stand in runs of ten, zero first, and each run begins at a non-digit. */
function asciiDigit(digit: string): string {
  let zero = digit.codePointAt(0) as number;
  const value = zero;
  while (value - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(value - zero);
}
