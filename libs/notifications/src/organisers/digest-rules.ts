import { DateTime } from 'luxon';

/** Local hours in which a digest may still go out: a worker that was down at seven catches up, but nobody gets it at night. */
const FROM_HOUR = 7;
const TO_HOUR = 12;

/** The reader's own day if it is their morning now, else null. A zone nobody knows counts as UTC. */
export function digestDay(now: Date, timeZone: string): string | null {
  const zoned = DateTime.fromJSDate(now, { zone: timeZone });
  const local = zoned.isValid ? zoned : DateTime.fromJSDate(now, { zone: 'UTC' });
  return local.hour >= FROM_HOUR && local.hour < TO_HOUR ? local.toFormat('yyyy-MM-dd') : null;
}

/** The day so many days after. */
export const daysAfter = (day: string, days: number): string => DateTime.fromISO(day, { zone: 'UTC' }).plus({ days }).toFormat('yyyy-MM-dd');
