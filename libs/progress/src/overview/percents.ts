/**
 * Whole percents that add up to 100, by the method of the largest remainder (Hamilton): everybody gets the whole part of their share,
 * and what is left over goes, one each, to the largest remainders; of equal ones to whoever stands first. Null where there is nothing
 * to share.
 */
export function wholePercents<Key extends string>(counts: Readonly<Record<Key, number>>): Record<Key, number> | null {
  const keys = Object.keys(counts) as Key[];
  const total = keys.reduce((sum, key) => sum + counts[key], 0);
  if (total === 0) return null;
  // In whole numbers, so that no remainder is a matter of rounding: 100·n = whole·total + remainder.
  const parts = keys.map((key, index) => ({ key, index, whole: Math.floor((100 * counts[key]) / total), remainder: (100 * counts[key]) % total }));
  const left = 100 - parts.reduce((sum, part) => sum + part.whole, 0);
  const favoured = new Set([...parts].sort((a, b) => b.remainder - a.remainder || a.index - b.index).slice(0, left).map((part) => part.key));
  return Object.fromEntries(parts.map(({ key, whole }) => [key, whole + (favoured.has(key) ? 1 : 0)])) as Record<Key, number>;
}
