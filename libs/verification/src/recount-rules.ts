/** Hours of the day, UTC, in which few people sign anywhere that a campaign is likely to be. */
const QUIET = { from: 2, to: 6 };
const HOUR = 3_600_000;

/** Whether it is time to recount everything: once a night, and after a night that was missed (the machine was off) as soon as possible. */
export function isDue(now: Date, last: Date | null): boolean {
  const since = last === null ? 20 * HOUR : now.getTime() - last.getTime();
  const quiet = now.getUTCHours() >= QUIET.from && now.getUTCHours() < QUIET.to;
  return quiet ? since >= 20 * HOUR : since >= 30 * HOUR;
}
