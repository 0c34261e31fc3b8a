import { DomainError, type FieldFault } from '#libs/config';
import { type WholeCampaign, type Words } from '#libs/petitions';
import { FACTS_ERRORS, type RankingRules } from '#libs/progress';
import { type MessageKey, type Translator } from '../../i18n/index.js';
import { type FieldError } from '../../ui/index.js';
import { faultsOf } from '../desk.js';
import { type FormBody, figureOf, latinDigits, textOf } from '../form-body.js';
import { slugFrom } from '../petition-forms.js';
import { languagesOf, wordsFrom } from '../publications/forms.js';

/** A method that nobody wrote yet: each indicator weighs the same, and silence neither helps nor harms. */
const PLAIN: RankingRules = { points: { green: 2, yellow: 1, red: 0 }, goals: {}, indicators: {}, notKnown: 'left-out', notAssessed: 'left-out', minimumKnown: 50 };
/** Keys are part of addresses; a number is put behind those that are taken. */
const KEY_LENGTH = 50;

export interface MethodForm { key: string; title: Words; description: Words; rules: RankingRules }

/** A method as it was typed. `weighed`: keys of all goals and indicators. @throws DomainError where a word is missing */
export function methodFrom(body: FormBody, campaign: WholeCampaign, weighed: { goals: readonly string[]; indicators: readonly string[] }, taken: readonly string[]): MethodForm {
  const languages = languagesOf(campaign);
  const [title, description] = [wordsFrom(body, 'title', languages), wordsFrom(body, 'description', languages)];
  assertWords(campaign, { title, description });
  const weights = (of: string, keys: readonly string[]): Record<string, number> => Object.fromEntries(keys.map((key): [string, number] => [key, numberIn(body, `${of}.${key}`)]).filter(([, weight]) => weight !== 1));
  const next = textOf(body, 'method');
  return {
    key: taken.includes(next) ? next : freeKey(titleIn(title, campaign), 'method', taken), title, description,
    rules: {
      points: { green: numberIn(body, 'points.green'), yellow: numberIn(body, 'points.yellow'), red: numberIn(body, 'points.red') },
      goals: weights('goals', weighed.goals), indicators: weights('indicators', weighed.indicators),
      notKnown: silence(textOf(body, 'notKnown')), notAssessed: silence(textOf(body, 'notAssessed')), minimumKnown: numberIn(body, 'minimumKnown'),
    },
  };
}

/** The fields of a method as they stand, to begin its next version with; without one, of a plain method. */
export function methodValues(method: Pick<MethodForm, 'title' | 'description' | 'rules'> | null): Record<string, string> {
  const { points, goals, indicators, notKnown, notAssessed, minimumKnown } = method?.rules ?? PLAIN;
  const named = (of: string, values: Readonly<Record<string, number | string>>): [string, string][] => Object.entries(values).map(([key, value]) => [`${of}${key}`, String(value)]);
  return Object.fromEntries([
    ...named('title-', method?.title ?? {}), ...named('description-', method?.description ?? {}), ...named('points.', points), ...named('goals.', goals), ...named('indicators.', indicators), ...named('', { notKnown, notAssessed, minimumKnown }),
  ]);
}

export interface RankingForm { key: string; title: Words; round: string; method: { key: string; version: number } }

/** What is to be ranked, and how. @throws DomainError where something was not chosen */
export function rankingFrom(body: FormBody, campaign: WholeCampaign, taken: readonly string[]): RankingForm {
  const title = wordsFrom(body, 'name', languagesOf(campaign));
  const [, key = '', version = ''] = /^([a-z0-9.-]+)@(\d{1,5})$/.exec(textOf(body, 'by')) ?? [];
  const round = textOf(body, 'round');
  assertWords(campaign, { name: title }, [...(round === '' ? [{ field: 'round', code: 'required' }] : []), ...(key === '' ? [{ field: 'by', code: 'required' }] : [])]);
  return { key: freeKey(titleIn(title, campaign), 'ranking', taken), title, round, method: { key, version: Number(version) } };
}

const WORDS: Readonly<Record<string, MessageKey>> = { name: 'facts.ranking.title', title: 'facts.ranking.method.title', description: 'facts.ranking.method.description' };

/** What is wrong, at the fields of the forms, each with what it is about. `weighed`: names of goals and indicators. */
export const rankingFaults = (thrown: unknown, t: Translator, weighed: ReadonlyMap<string, string> = new Map()): FieldError[] => faultsOf(thrown, t, (field) => (field === 'points' ? 'points.green' : field === 'publicationId' ? 'publication' : field)).map((error) => {
  const [, words = '', language = ''] = /^(\w+)-(.+)$/.exec(error.field) ?? [];
  const what = WORDS[words];
  const label = what ? t('publications.in-language', { what: t(what), language: t.language(language) }) : (weighed.get(error.field) ?? t.maybe(error.field.replace(/^points\./, 'progress.rating.')));
  return label ? { ...error, label } : error;
});

function assertWords(campaign: WholeCampaign, words: Readonly<Record<string, Words>>, faults: readonly FieldFault[] = []): void {
  const missing = Object.entries(words).filter(([, texts]) => Object.keys(texts).length === 0).map(([name]) => ({ field: `${name}-${campaign.defaultLanguage}`, code: 'required' }));
  if (missing.length + faults.length > 0) throw new DomainError(FACTS_ERRORS.invalid, 'invalid', { fields: [...missing, ...faults] });
}

const titleIn = (title: Words, { defaultLanguage }: WholeCampaign): string => title[defaultLanguage] ?? title['en'] ?? Object.values(title)[0] ?? '';

/** A title in other letters than ours makes no address: then the word for what it is. */
function freeKey(title: string, otherwise: string, taken: readonly string[]): string {
  const key = slugFrom(latinDigits(title)).slice(0, KEY_LENGTH) || otherwise;
  let free = key;
  for (let n = 2; taken.includes(free); n++) free = `${key}-${n}`;
  return free;
}

const numberIn = (body: FormBody, name: string): number => figureOf(body, name) ?? Number.NaN;
const silence = (text: string): 'left-out' | 'lowest' => (text === 'lowest' ? 'lowest' : 'left-out');
