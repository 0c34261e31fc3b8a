import type { PetitionStatus } from '../petition-rules.js';

/** `correction`: a typo; who signed before and after signed the same. `meaning`: what is asked became something else. */
export const TEXT_CHANGES = ['correction', 'meaning'] as const;
export type TextChange = (typeof TEXT_CHANGES)[number];

export interface CallWords { key: string; text: string }

/** All that is said in one language; its versions keep it together. */
export interface TextParts {
  title: string;
  demand: string;
  notice: string | null;
  calls: readonly CallWords[];
}

/** `title`, `demand`, `notice`, or `call:<key>`. */
export type TextField = string;

export function fieldsOf(parts: TextParts): [TextField, string][] {
  return [
    ['title', parts.title], ['demand', parts.demand], ['notice', parts.notice ?? ''],
    ...parts.calls.map(({ key, text }): [TextField, string] => [`call:${key}`, text]),
  ];
}

export const fieldOf = (parts: TextParts, field: TextField): string => fieldsOf(parts).find(([name]) => name === field)?.[1] ?? '';

/**
 * Whether a change waits for a second person before it is shown. A draft is reviewed as a whole when it opens; a small
 * correction by an organiser stands at once, one by a translator does not: their word alone must not change what people sign.
 */
export function waitsForSecondPerson(change: { status: PetitionStatus; reviewRequired: boolean; change: TextChange; mayOrganise: boolean }): boolean {
  if (change.status === 'draft' || !change.reviewRequired) return false;
  return change.change === 'meaning' || !change.mayOrganise;
}

/**
 * The edition that a new version belongs to: what people see as "version 2".
 *
 * @param own edition of this language's version before, null: there is none
 * @param source of a translation that follows all of its source: the source's edition
 */
export function editionAfter(now: { status: PetitionStatus; change: TextChange; own: number | null; source: number | null }): number {
  if (now.status === 'draft') return now.own ?? 1;
  if (now.own === null) return now.source ?? 1;
  if (now.source !== null && now.source > now.own) return now.source;
  return now.change === 'meaning' && (now.source === null || now.source === now.own) ? now.own + 1 : now.own;
}

export interface SourceVersion extends TextParts { version: number; change: TextChange }

/** A text made from another language's. `sourceThen`: the source's version when it was written, for fields of which nobody said more. */
export interface Translation extends TextParts { sources: Readonly<Record<string, number>>; sourceThen?: number | null }

const madeFromOf = (translation: Translation, field: TextField): number | null => translation.sources[field] ?? translation.sourceThen ?? null;

/** One field of a translation, and what became of its source since it was made. */
export interface FieldState {
  field: TextField;
  state: 'missing' | 'current' | 'out-of-date';
  /** The source version it was made from; null: unknown, nobody said so. */
  madeFrom: number | null;
  /** What the source said then. */
  then: string | null;
}

/**
 * What a translation misses. A field is out of date when its source says something else than in the version it was made
 * from, and not only by small corrections since.
 *
 * @param versions of the source, in any order
 */
export function translationState(source: TextParts, versions: readonly SourceVersion[], translation: Translation | null): FieldState[] {
  return fieldsOf(source).filter(([, text]) => text !== '').map(([field, text]): FieldState => {
    if (!translation || fieldOf(translation, field) === '') return { field, state: 'missing', madeFrom: null, then: null };
    const madeFrom = madeFromOf(translation, field);
    const made = versions.find(({ version }) => version === madeFrom);
    if (!made) return { field, state: 'current', madeFrom, then: null };
    const then = fieldOf(made, field);
    const meant = versions.filter(({ version, change }) => version > made.version && change === 'meaning').some((later) => fieldOf(later, field) !== fieldOf(before(versions, later.version) ?? made, field));
    return { field, state: then !== text && meant ? 'out-of-date' : 'current', madeFrom, then };
  });
}

function before(versions: readonly SourceVersion[], version: number): SourceVersion | null {
  return versions.filter((one) => one.version < version).sort((a, b) => b.version - a.version)[0] ?? null;
}

/**
 * What each field of a saved translation was made from: the present source for what was written anew or said to be right still,
 * else what it was made from before.
 */
export function sourcesAfter(saved: TextParts, before: Translation | null, confirmed: readonly TextField[], sourceVersion: number): Record<string, number> {
  return Object.fromEntries(fieldsOf(saved).filter(([, text]) => text !== '').map(([field, text]) => {
    const kept = before && fieldOf(before, field) === text && !confirmed.includes(field) ? madeFromOf(before, field) : null;
    return [field, kept ?? sourceVersion];
  }));
}

/** The second person is somebody else than whoever last wrote any of the words. */
export const maySecond = (person: string, lastEditors: readonly string[]): boolean => !lastEditors.includes(person);
