import type { FieldFault } from '#libs/config';
import type { MeasuresInput } from '#libs/petitions';
import { filled, LONGEST, tidyWords, wordsFaults } from '../cards/assessment-rules.js';

export const MOST_GOALS = 20;
export const MOST_INDICATORS = 100;
const KEY = /^[a-z0-9]+([.-][a-z0-9]+)*$/;

/** What is wrong with goals and indicators, by their place in the lists. A key that is there already stays as it is, in whatever letters. */
export function frameworkFaults({ goals, indicators }: MeasuresInput, known: Pick<MeasuresInput, 'goals' | 'indicators'>): FieldFault[] {
  const listed = new Set(goals.map(({ key }) => key));
  return [
    ...sizeFaults('goals', goals.length, MOST_GOALS), ...sizeFaults('indicators', indicators.length, MOST_INDICATORS),
    ...keyFaults('goals', goals, known.goals), ...keyFaults('indicators', indicators, known.indicators),
    ...goals.flatMap(({ title, description }, n) => [...neededFaults(`goals.${n}.title`, title, LONGEST.line), ...wordsFaults(`goals.${n}.description`, description ?? {}, LONGEST.reason)]),
    ...indicators.flatMap(({ goal, title, description }, n) => [
      ...(listed.has(goal) ? [] : [{ field: `indicators.${n}.goal`, code: goal === '' ? 'required' : 'unknown' }]),
      ...neededFaults(`indicators.${n}.title`, title, LONGEST.line), ...neededFaults(`indicators.${n}.description`, description, LONGEST.reason),
    ]),
  ];
}

/** Words without empty languages, and indicators one goal after the other: so they are numbered. */
export function tidyFramework({ goals, indicators }: MeasuresInput): MeasuresInput {
  return {
    goals: goals.map(({ key, title, description }) => ({ key, title: tidyWords(title), ...(description ? { description: tidyWords(description) } : {}) })),
    indicators: goals.flatMap(({ key }) => indicators.filter(({ goal }) => goal === key)).map((one) => ({ ...one, title: tidyWords(one.title), description: tidyWords(one.description) })),
  };
}

function sizeFaults(field: string, size: number, most: number): FieldFault[] {
  return size === 0 ? [{ field, code: 'required' }] : size > most ? [{ field, code: 'too_many' }] : [];
}

function keyFaults(of: string, entries: readonly { key: string }[], known: readonly { key: string }[]): FieldFault[] {
  return entries.flatMap(({ key }, n): FieldFault[] => {
    const field = `${of}.${n}.key`;
    if (key === '') return [{ field, code: 'required' }];
    if (entries.findIndex((other) => other.key === key) < n) return [{ field, code: 'taken' }];
    return known.some((other) => other.key === key) || (KEY.test(key) && key.length <= LONGEST.key) ? [] : [{ field, code: 'malformed' }];
  });
}

const neededFaults = (field: string, words: Readonly<Record<string, string>>, longest: number): FieldFault[] => (filled(words) === 0 ? [{ field, code: 'required' }] : wordsFaults(field, words, longest));
