import { isDay } from './edtf-bounds.js';
import type { EdtfString, FileDate } from './format.js';

/**
 * A date of a campaign file as EDTF. A relative one counts whole days from `firstStart` (`YYYY-MM-DD`, the day of the
 * first start, kept by the installation so that a second import gives the same dates) and is then blurred to its
 * `precision`.
 */
export function resolveDate(date: FileDate, firstStart: string): EdtfString {
  if (typeof date === 'string') return date;
  if (!isDay(firstStart)) throw new RangeError(`not a day: ${firstStart}`);
  const instant = new Date(`${firstStart}T00:00:00Z`);
  instant.setUTCDate(instant.getUTCDate() + date.daysFromStart);
  const day = instant.toISOString().slice(0, 10);
  switch (date.precision) {
    case undefined:
    case 'day':
      return day;
    case 'month':
      return day.slice(0, 7);
    case 'quarter':
      return `${day.slice(0, 4)}-${33 + Math.floor(instant.getUTCMonth() / 3)}`;
    case 'year':
      return day.slice(0, 4);
  }
}
