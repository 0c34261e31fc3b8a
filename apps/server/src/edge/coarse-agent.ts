/** In this order: each pretends to be those after it. */
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'], [/OPR\/|Opera/, 'Opera'], [/SamsungBrowser/, 'Samsung Internet'], [/Firefox|FxiOS/, 'Firefox'], [/Chrom(?:e|ium)|CriOS/, 'Chrome'], [/Safari/, 'Safari'], [/curl\//, 'curl'],
];
const SYSTEMS: readonly [RegExp, string][] = [[/iPhone|iPad|iPod/, 'iOS'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X|Macintosh/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux|X11/, 'Linux']];

/** "Firefox, Linux": enough to know one's own computer by, and nothing by which a person could be followed. Null: none of those known. */
export function coarseAgent(header: string | undefined): string | null {
  const named = (list: readonly [RegExp, string][]): string | undefined => list.find(([pattern]) => pattern.test(header ?? ''))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(', ') || null;
}
