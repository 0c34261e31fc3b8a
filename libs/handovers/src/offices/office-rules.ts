import { addDays, knownDate } from '../date-rules.js';
import { type FieldFault } from '../handovers.errors.js';
import { type BlackoutInput, type Office, type OfficeInput, type Term, type TermInput } from './offices.types.js';

/** Who is in office on a day. Terms never overlap, so there is one at most. */
export function holderOn(terms: readonly Term[], day: string): Term | null {
  return terms.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? null;
}

/** The name of an office in a language, else in another one there is, with the language it is in. */
export function officeName({ names }: Pick<Office, 'names'>, language: string, otherwise = 'en'): { text: string; language: string } {
  for (const tag of [language, otherwise, 'en', ...Object.keys(names)]) if (names[tag]) return { text: names[tag], language: tag };
  return { text: '', language };
}

/**
 * The terms as they stand after this one is told. Whoever comes later ends an open term before: the day before theirs
 * is then its last. Everything else that overlaps is a fault, for one of the two days must be wrong.
 *
 * @param id of the term that is corrected; null for one that is new
 */
export function placeTerm(terms: readonly Term[], input: TermInput, id: string | null): { faults: FieldFault[]; ends: { id: string; to: string } | null } {
  const faults = termFaults(input);
  if (faults.length > 0) return { faults, ends: null };
  const others = terms.filter((term) => term.id !== id);
  const predecessor = others.find(({ from, to }) => to === null && from < input.from);
  const after = others.map((term) => (term === predecessor ? { ...term, to: addDays(input.from, -1) } : term));
  const clash = after.some(({ from, to }) => from <= (input.to ?? '9999') && input.from <= (to ?? '9999'));
  if (clash) return { faults: [{ field: 'from', code: 'term_overlaps' }], ends: null };
  return { faults: [], ends: predecessor ? { id: predecessor.id, to: addDays(input.from, -1) } : null };
}

export function officeFaults({ names }: OfficeInput): FieldFault[] {
  return Object.values(names).some((name) => name.trim() !== '') ? [] : [{ field: 'names', code: 'required' }];
}

export function blackoutFaults({ from, to, reason }: BlackoutInput): FieldFault[] {
  return [...spanFaults(from, to), ...(reason.trim() === '' ? [{ field: 'reason', code: 'required' }] : [])];
}

function termFaults({ person, from, to }: TermInput): FieldFault[] {
  return [...(person.trim() === '' ? [{ field: 'person', code: 'required' }] : []), ...spanFaults(from, to ?? null)];
}

function spanFaults(from: string, to: string | null): FieldFault[] {
  if (!isDay(from)) return [{ field: 'from', code: from === '' ? 'required' : 'day_required' }];
  if (to === null) return [];
  if (!isDay(to)) return [{ field: 'to', code: 'day_required' }];
  return to < from ? [{ field: 'to', code: 'ends_before_it_begins' }] : [];
}

const isDay = (day: string): boolean => knownDate(day)?.exact === true;
