import type { FieldFault } from '#libs/config';
import { type NewStore, STORE_KINDS } from './stores.types.js';

/** What can be said of a store, by the names the API uses. */
export type StoreFields = Omit<NewStore, 'campaignId'>;
type Field = keyof StoreFields;

const LONGEST: Readonly<Partial<Record<Field, number>>> = { code: 40, name: 120, area: 80, town: 80, language: 35, timeZone: 60 };
const REQUIRED: readonly Field[] = ['code', 'name', 'jurisdictionId', 'language', 'timeZone'];
/** Control signs and invisible ones, but for the two that Persian, Urdu and Indian scripts need. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/u;

/** Whole words, composed, without space around. Empty is null. */
export function tidy(text: string | null | undefined): string | null {
  const words = (text ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ');
  return words === '' ? null : words;
}

/** A BCP 47 tag in its usual form (`en-gb` → `en-GB`), or null. */
export function languageTag(text: string): string | null {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text)) return null;
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}

/** Whether it is a time zone of the IANA database. Offsets such as `+01:00` are none: they know no summer. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** All that is wrong with what is given. What is `undefined` is not looked at, unless `whole`. */
export function storeFaults(fields: Partial<StoreFields>, { whole, countries }: { whole: boolean; countries: ReadonlySet<string> }): FieldFault[] {
  const faults: FieldFault[] = [];
  const given = Object.entries(fields).filter(([, value]) => value !== undefined) as [Field, string | null][];
  for (const field of REQUIRED) {
    const value = fields[field];
    if ((whole || value !== undefined) && tidy(value) === null) faults.push({ field, code: 'required' });
  }
  for (const [field, value] of given) {
    const words = tidy(value);
    if (words === null) continue;
    const max = LONGEST[field];
    if (INVISIBLE.test(value ?? '')) faults.push({ field, code: 'forbidden_characters' });
    else if (max !== undefined && [...words].length > max) faults.push({ field, code: 'too_long', facts: { max } });
    else faults.push(...formFault(field, words, countries));
  }
  return faults;
}

function formFault(field: Field, words: string, countries: ReadonlySet<string>): FieldFault[] {
  switch (field) {
    case 'code': return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(words) ? [] : [{ field, code: 'bad_store_code' }];
    case 'jurisdictionId': return countries.has(words) ? [] : [{ field, code: 'unknown_country' }];
    case 'language': return languageTag(words) ? [] : [{ field, code: 'bad_language' }];
    case 'timeZone': return isTimeZone(words) ? [] : [{ field, code: 'bad_time_zone' }];
    case 'kind': return (STORE_KINDS as readonly string[]).includes(words) ? [] : [{ field, code: 'not_allowed' }];
    case 'name': case 'area': case 'town': return [];
  }
}
