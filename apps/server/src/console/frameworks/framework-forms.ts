import { DomainError, type FieldFault } from '#libs/config';
import { type MeasuresInput } from '#libs/petitions';
import { CARD_ERRORS, type CampaignFramework } from '#libs/progress';
import { type Translator } from '../../i18n/index.js';
import { type FieldError } from '../../ui/index.js';
import { faultsOf } from '../desk.js';
import { figureOf, type FormBody, latinDigits, textOf } from '../form-body.js';
import { slugFrom } from '../petition-forms.js';

export type Kind = 'goal' | 'indicator';

/** A line of the form: of a goal or indicator that is there (`was`: its key), or an empty one for another. */
export interface Row {
  /** Its number in the names of fields. */
  n: number;
  was: string;
  /** As asked for in a new line. */
  key: string;
  title: string;
  /** What an indicator asks. */
  description: string;
  /** Key of an indicator's goal, or `new.2` for the goal of that new line. */
  goal: string;
  place: string;
  gone: boolean;
}

export type FormRows = Readonly<Record<Kind, readonly Row[]>>;

const MOST = { goal: 24, indicator: 106 } as const;
/** Lines for more; a campaign that has none yet begins with several. */
const EMPTY = { goal: [3, 1], indicator: [4, 2] } as const;
const LONGEST_KEY = 60;

/** The form of what is there, with the words of one language. */
export function rowsOf({ goals, indicators }: CampaignFramework, language: string): FormRows {
  const more = (kind: Kind, rows: Row[]): Row[] => {
    const [first, later] = EMPTY[kind];
    return [...rows, ...Array.from({ length: rows.length === 0 ? first : later }, (_, n): Row => ({ n: rows.length + n, was: '', key: '', title: '', description: '', goal: '', place: '', gone: false }))];
  };
  const row = { key: '', gone: false };
  return {
    goal: more('goal', goals.map(({ key, title }, n) => ({ ...row, n, was: key, title: title[language] ?? '', description: '', goal: '', place: String(n + 1) }))),
    indicator: more('indicator', indicators.map(({ key, goal, title, description }, n) => (
      { ...row, n, was: key, title: title[language] ?? '', description: description[language] ?? '', goal, place: String(indicators.filter((one, before) => before <= n && one.goal === goal).length) }))),
  };
}

/** The form as it was typed. */
export function rowsFrom(body: FormBody): FormRows {
  const rows = (kind: Kind): Row[] => Array.from({ length: MOST[kind] }, (_, n) => n).filter((n) => body[`${kind}.${n}.title`] !== undefined).map((n) => {
    const of = (field: string): string => textOf(body, `${kind}.${n}.${field}`);
    return { n, was: of('was'), key: of('key'), title: of('title'), description: of('description'), goal: of('goal'), place: of('place'), gone: of('gone') === 'true' };
  });
  return { goal: rows('goal'), indicator: rows('indicator') };
}

/** What was typed, with the number of the line from which each goal and indicator came. */
export interface TypedFramework { input: MeasuresInput; lines: Readonly<Record<Kind, readonly number[]>> }

/** @param language of the words that were shown; those in others stay. @throws DomainError where a place is no figure */
export function frameworkFrom(body: FormBody, now: CampaignFramework, language: string): TypedFramework {
  const rows = rowsFrom(body);
  const faults: FieldFault[] = [];
  const inPlace = (kind: Kind, known: readonly { key: string }[]): Row[] => {
    const kept = rows[kind].filter(({ was, gone, key, title, description }) => (was === '' ? `${key}${title}${description}` !== '' : !gone));
    const places = new Map(kept.map(({ n }) => [n, figureOf(body, `${kind}.${n}.place`) ?? Number.POSITIVE_INFINITY]));
    faults.push(...kept.filter(({ n }) => Number.isNaN(places.get(n))).map(({ n }) => ({ field: `${kind}.${n}.place`, code: 'not_positive' })));
    // Told at the new line: the one that has the key shows none to be changed.
    faults.push(...kept.filter(({ was, key }) => was === '' && known.some((one) => one.key === key)).map(({ n }) => ({ field: `${kind}.${n}.key`, code: 'taken' })));
    const after = (a: Row, b: Row): boolean => (places.get(a.n) ?? 0) > (places.get(b.n) ?? 0);
    return kept.sort((a, b) => Number(after(a, b)) - Number(after(b, a)));
  };
  const [goals, indicators] = [inPlace('goal', now.goals), inPlace('indicator', now.indicators)];
  if (faults.length > 0) throw new DomainError(CARD_ERRORS.invalid, 'invalid', { fields: faults });

  const goalKeys = keysOf(goals, now.goals, ({ title }) => slugFrom(latinDigits(title)) || 'goal');
  const goalOf = ({ goal }: Row): string => (goal.startsWith('new.') ? (goalKeys.get(Number(goal.slice(4))) ?? '') : goal);
  const indicatorKeys = keysOf(indicators, now.indicators, (row) => `${goalOf(row) || 'goal'}.${slugFrom(latinDigits(row.title)) || 'indicator'}`);
  const words = (before: Readonly<Record<string, string>> | undefined, text: string): Record<string, string> => ({ ...before, [language]: text });
  return {
    lines: { goal: goals.map(({ n }) => n), indicator: indicators.map(({ n }) => n) },
    input: {
      goals: goals.map((row) => ({ key: goalKeys.get(row.n) ?? '', title: words(now.goals.find(({ key }) => key === row.was)?.title, row.title) })),
      indicators: indicators.map((row) => {
        const before = now.indicators.find(({ key }) => key === row.was);
        return { key: indicatorKeys.get(row.n) ?? '', goal: goalOf(row), title: words(before?.title, row.title), description: words(before?.description, row.description) };
      }),
    },
  };
}

/** Keys by line: those that there are stay, a new one is as typed, or made of the title with a number where it is taken. */
function keysOf(rows: readonly Row[], known: readonly { key: string }[], made: (row: Row) => string): Map<number, string> {
  const keys = new Map(rows.filter(({ was, key }) => was !== '' || key !== '').map((row) => [row.n, row.was || row.key]));
  const taken = new Set([...known.map(({ key }) => key), ...keys.values()]);
  for (const row of rows.filter(({ n }) => !keys.has(n))) {
    const begun = made(row).slice(0, LONGEST_KEY - 3).replace(/[.-]+$/, '');
    let free = begun;
    for (let n = 2; taken.has(free); n++) free = `${begun}-${n}`;
    taken.add(free);
    keys.set(row.n, free);
  }
  return keys;
}

/** What is wrong, at the lines of the form, each with the line it is about; what is about all of them, at their heading. */
export function frameworkFaults(thrown: unknown, t: Translator, lines: TypedFramework['lines'] | null): FieldError[] {
  const fieldOf = (field: string): string => {
    const [, kinds = '', index = '', part = ''] = /^(goals|indicators)\.(\d+)\.(\w+)$/.exec(field) ?? [];
    const kind = kinds === 'goals' ? 'goal' : 'indicator';
    const n = lines?.[kind][Number(index)];
    return kinds === '' || n === undefined ? field : `${kind}.${n}.${part}`;
  };
  return faultsOf(thrown, t, fieldOf).map((error) => {
    const [, kind = '', n = ''] = /^(goal|indicator)\.(\d+)\./.exec(error.field) ?? [];
    if (kind !== '') return { ...error, label: t(kind === 'goal' ? 'framework.goal.n' : 'framework.indicator.n', { n: Number(n) + 1 }) };
    return error.field === 'goals' || error.field === 'indicators' ? { ...error, at: error.field } : error;
  });
}
