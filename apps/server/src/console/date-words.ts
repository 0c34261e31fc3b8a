import { edtfBounds } from '#libs/petitions';
import { formatEdtf, formatLocale, type Locale } from '../i18n/index.js';
import { latinDigits } from './form-body.js';

/** Months, seasons, quarters, halves: what EDTF writes in the month's place. */
const PARTS = [...Array.from({ length: 12 }, (_, n) => n + 1), 21, 22, 23, 24, 33, 34, 35, 36, 40, 41].map((part) => String(part).padStart(2, '0'));
const known = new Map<string, ReadonlyMap<string, string>>();

/**
 * A date as an organiser types it, in EDTF: the day and its rougher kin in digits (`2026-12-03`, `3/12/2026`, `12/2026`, `2026`),
 * EDTF itself (`2026-23`, `2026-12~`), and every form that we print ourselves ("3 December 2026", "autumn 2026", "late September
 * 2026"). What cannot be read is given back as it came, to be refused by the rules; null if nothing came.
 */
export function edtfFrom(typed: string, locale: Locale): string | null {
  const text = latinDigits(typed).trim();
  if (text === '') return null;
  if (edtfBounds(text)) return text;
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/.exec(text) ?? [];
  // Day first, as our own dates are written in every language we speak.
  if (year) return valid(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) ?? typed;
  const [, onlyMonth = '', itsYear = ''] = /^(\d{1,2})[./ -](\d{4})$/.exec(text) ?? [];
  if (itsYear) return valid(`${itsYear}-${onlyMonth.padStart(2, '0')}`) ?? typed;
  const named = /\b(\d{4})\b/.exec(text)?.[1];
  return (named && wordsOf(locale, named).get(plain(text, locale))) ?? typed;
}

const valid = (edtf: string): string | null => (edtfBounds(edtf) ? edtf : null);

/** How each date of a year is said in the language, turned round. */
function wordsOf(locale: Locale, year: string): ReadonlyMap<string, string> {
  const key = `${locale} ${year}`;
  let words = known.get(key);
  if (!words) {
    const made = new Map<string, string>();
    for (const edtf of datesOf(year)) {
      if (!edtfBounds(edtf)) continue;
      for (const form of ['bare', 'phrase'] as const) made.set(plain(latinDigits(formatEdtf(locale, edtf, form)), locale), edtf);
      if (/-\d\d-\d\d$/.test(edtf) && !edtf.includes('/')) made.set(plain(latinDigits(shortOf(locale, edtf)), locale), edtf);
    }
    if (known.size > 60) known.clear();
    known.set(key, (words = made));
  }
  return words;
}

const shortOf = (locale: Locale, day: string): string =>
  new Intl.DateTimeFormat(formatLocale(locale), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

function* datesOf(year: string): Generator<string> {
  for (const part of PARTS) {
    yield `${year}-${part}`;
    yield `${year}-${part}~`;
  }
  for (let month = 1; month <= 12; month++) {
    const start = `${year}-${String(month).padStart(2, '0')}`;
    const days = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
    for (let day = 1; day <= days; day++) yield `${start}-${String(day).padStart(2, '0')}`;
    yield `${start}-01/${start}-10`;
    yield `${start}-11/${start}-20`;
    yield `${start}-21/${start}-${days}`;
  }
}

const plain = (text: string, locale: Locale): string => text.toLocaleLowerCase(locale).replace(/[\u200e\u200f,،]/g, '').replace(/\s+/g, ' ').trim();
