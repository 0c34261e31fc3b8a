const FIRST_MS = 200;
const LONGEST_MS = 30_000;
/** Whoever lived this long was well: the next crash is a new story. */
const WELL_AFTER_MS = 60_000;

/** How long to wait before a crashed process is started again: twice as long each time, up to half a minute. */
export function nextPause(earlierCrashes: number, livedMs: number): { readonly ms: number; readonly crashes: number } {
  const crashes = livedMs >= WELL_AFTER_MS ? 1 : earlierCrashes + 1;
  return { ms: Math.min(FIRST_MS * 2 ** (crashes - 1), LONGEST_MS), crashes };
}
