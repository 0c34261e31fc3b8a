import { type PromiseView } from './view-models.js';

export const PROMISES_A_PAGE = 25;
export const SORTS = ['due', 'country', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

export interface BoardQuestion {
  country: string | null;
  goal: string | null;
  instrument: string | null;
  status: string | null;
  overdue: boolean;
  sort: Sort;
  page: number;
}

type Asked = 'country' | 'goal' | 'instrument' | 'status' | 'overdue';

export interface BoardPage {
  promises: PromiseView[];
  page: number;
  pages: number;
  total: number;
  /** What can be chosen, with how many there are of it under the other filters. */
  choices: Record<Exclude<Asked, 'overdue'>, { key: string; n: number }[]> & { overdue: number };
}

const MATCHES: Record<Asked, (promise: PromiseView, question: BoardQuestion) => boolean> = {
  country: ({ place }, { country }) => country === null || place.id === country,
  goal: ({ goals }, { goal }) => goal === null || goals.includes(goal),
  instrument: ({ instrument: its }, { instrument }) => instrument === null || its?.key === instrument,
  status: ({ state }, { status }) => status === null || state === status,
  overdue: ({ overdue: its }, { overdue }) => !overdue || its,
};
const ALL = Object.keys(MATCHES) as Asked[];

/** The promises that are asked for, in the order asked for. `named`: how countries are called, to sort by. */
export function boardPage(promises: readonly PromiseView[], question: BoardQuestion, named: (promise: PromiseView) => string, locale: string): BoardPage {
  const without = (left: Asked | null): PromiseView[] => promises.filter((promise) => ALL.every((asked) => asked === left || MATCHES[asked](promise, question)));
  const collator = new Intl.Collator(locale);
  const found = without(null).sort((a, b) => inOrder(question.sort, a, b) || collator.compare(named(a), named(b)));
  const pages = Math.max(1, Math.ceil(found.length / PROMISES_A_PAGE));
  const page = Math.min(Math.max(1, question.page), pages);
  return {
    promises: found.slice((page - 1) * PROMISES_A_PAGE, page * PROMISES_A_PAGE), page, pages, total: found.length,
    choices: {
      country: counted(without('country').map(({ place }) => place.id)), goal: counted(without('goal').flatMap(({ goals }) => goals)),
      instrument: counted(without('instrument').flatMap(({ instrument }) => instrument?.key ?? [])), status: counted(without('status').map(({ state }) => state)),
      overdue: without('overdue').filter(({ overdue }) => overdue).length,
    },
  };
}

function inOrder(sort: Sort, a: PromiseView, b: PromiseView): number {
  switch (sort) {
    case 'country': return 0;
    case 'due': return compared(a.dueTo, b.dueTo, 1);
    case 'newest': return compared(a.since, b.since, -1);
  }
}

/** A day that is not known stands last, whichever way the list runs. */
function compared(a: string | null, b: string | null, way: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -way : way;
}

function counted(keys: readonly string[]): { key: string; n: number }[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, n]) => ({ key, n }));
}
