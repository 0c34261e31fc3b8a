import { DateTime } from 'luxon';

/** `HH:MM` of a person's own clock; over midnight where `to` lies before `from`. */
export interface QuietHours { from: string; to: string }

/**
 * When a notice that can wait is sent: now, or when the reader's quiet hours end.
 * Where clocks change that night, the end is the instant their clock next shows it (a time that is left out: the first after it).
 *
 * @param timeZone IANA; of the reader
 */
export function whenToTell(now: Date, quietHours: QuietHours | null, timeZone: string): Date {
  if (!quietHours) return now;
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  if (!local.isValid) return now;
  const [at, from, to] = [local.hour * 60 + local.minute, minutes(quietHours.from), minutes(quietHours.to)];
  const quiet = from < to ? at >= from && at < to : at >= from || at < to;
  if (!quiet) return now;
  const day = at < to ? local : local.plus({ days: 1 });
  const end = day.set({ hour: Math.floor(to / 60), minute: to % 60, second: 0, millisecond: 0 }).toJSDate();
  // On the night that has an hour twice, the end may be the one that is over.
  return end > now ? end : now;
}

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 60 + rest;
}
