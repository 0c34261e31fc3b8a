import { type MapCountryView, type Measure } from './view-models.js';

/**
 * How a country looks on the map, and how its line in the table is called: one decision for both, so that they cannot differ.
 * `rank` 1 to 4 is a pattern that grows denser; 0 a country of which nothing is known or nothing happened, drawn empty;
 * -1 one without a petition, drawn as the land around it.
 */
export interface MapClass {
  /** Of the word in the catalogue, `face.map.class.<measure>.<key>`; for signatures the class's bounds say it. */
  key: string;
  rank: -1 | 0 | 1 | 2 | 3 | 4;
  /** Of a class of figures: from (inclusive) and to (inclusive); null: open. */
  from?: number | null;
  to?: number | null;
}

const NICE = [1, 2, 5];

/** The nearest 1, 2 or 5 × 10ⁿ, so that people can remember the bounds. */
export function niceNumber(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [...NICE.map((nice) => nice * power), 10 * power];
  const distance = (step: number): number => Math.abs(Math.log(step / value));
  return steps.reduce((best, step) => (distance(step) < distance(best) ? step : best));
}

/** At most three bounds between at most four classes, none of them empty: nice numbers near the quartiles. */
export function boundsOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const candidates = [...new Set([0.25, 0.5, 0.75].map((share) => niceNumber(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)))].sort((a, b) => a - b);
  const bounds: number[] = [];
  for (const bound of candidates) {
    const below = bounds.at(-1) ?? -Infinity;
    if (sorted.some((value) => value >= below && value < bound) && sorted.some((value) => value >= bound)) bounds.push(bound);
  }
  return bounds;
}

/** All classes of a measure among these countries, densest first, and which of them each country is in. */
export function classesOf(measure: Measure, countries: readonly MapCountryView[]): { classes: MapClass[]; of: (country: MapCountryView) => MapClass } {
  const all = measure === 'signatures' ? figureClasses(countries) : CLASSES[measure];
  const find = (key: string): MapClass => {
    const found = all.find((one) => one.key === key);
    if (!found) throw new Error(`the measure ${measure} has no class ${key}`);
    return found;
  };
  const of = (country: MapCountryView): MapClass => find(measure === 'signatures' ? figureKey(country, all) : keyOf(measure, country));
  const used = new Set(countries.map((country) => of(country).key));
  return { classes: all.filter(({ key }) => used.has(key)), of };
}

const NO_PETITION: MapClass = { key: 'no-petition', rank: -1 };

const CLASSES: Record<Exclude<Measure, 'signatures'>, readonly MapClass[]> = {
  handed: [{ key: 'held', rank: 4 }, { key: 'not-received', rank: 3 }, { key: 'listed', rank: 2 }, { key: 'planned', rank: 1 }, { key: 'none', rank: 0 }, NO_PETITION],
  kept: [{ key: 'all', rank: 4 }, { key: 'some', rank: 3 }, { key: 'begun', rank: 2 }, { key: 'promised', rank: 1 }, { key: 'none', rank: 0 }, NO_PETITION],
  progress: [{ key: 'most', rank: 4 }, { key: 'half', rank: 3 }, { key: 'few', rank: 2 }, { key: 'no-green', rank: 1 }, { key: 'not-known', rank: 0 }],
};

function figureClasses(countries: readonly MapCountryView[]): MapClass[] {
  const bounds = boundsOf(countries.flatMap(({ figure }) => figure?.value ?? []));
  const ladder = [...bounds.map((bound, at): MapClass => ({ key: `from-${bound}`, rank: 0, from: bound, to: at + 1 < bounds.length ? (bounds[at + 1] ?? 0) - 1 : null }))];
  const lowest: MapClass = { key: 'lowest', rank: 0, from: null, to: bounds.length > 0 ? (bounds[0] ?? 0) - 1 : null };
  const ranked = [lowest, ...ladder].reverse().map((one, at): MapClass => ({ ...one, rank: RANKS[at] ?? 1 }));
  return [...ranked, { key: 'not-published', rank: 0 }, NO_PETITION];
}

const RANKS = [4, 3, 2, 1] as const;

function figureKey({ figure, state }: MapCountryView, classes: readonly MapClass[]): string {
  const value = figure?.value;
  if (value == null) return state === 'research-only' ? 'no-petition' : 'not-published';
  return classes.find(({ from }) => from != null && value >= from)?.key ?? 'lowest';
}

function keyOf(measure: Exclude<Measure, 'signatures'>, country: MapCountryView): string {
  switch (measure) {
    case 'handed': return country.handed === 'none' && country.state === 'research-only' ? 'no-petition' : country.handed;
    case 'kept': return keptKey(country);
    case 'progress': return progressKey(country);
  }
}

function keptKey({ promises: { made, fulfilled, inProgress }, state }: MapCountryView): string {
  if (made === 0) return state === 'research-only' ? 'no-petition' : 'none';
  if (fulfilled === made) return 'all';
  if (fulfilled > 0) return 'some';
  return inProgress > 0 ? 'begun' : 'promised';
}

/** Thirds of the indicators that were rated at all. */
function progressKey({ card }: MapCountryView): string {
  if (!card || card.rated === 0) return 'not-known';
  if (card.green === 0) return 'no-green';
  const share = card.green / card.rated;
  return share >= 2 / 3 ? 'most' : share >= 1 / 3 ? 'half' : 'few';
}
