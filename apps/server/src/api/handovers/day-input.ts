import { embargoInstant, HandoverInvalidError, type RecordDay } from '#libs/handovers';
import { type RecordDayDto } from './day.dto.js';

/** An instant, as such or as a wall clock in a zone shows it. @throws HandoverInvalidError `embargoUntil: date_unreadable` */
export function embargoFrom(until: string | null | undefined, zone: string | null | undefined): { until: Date; timeZone: string } | null {
  if (!until) return null;
  const timeZone = zone ?? 'UTC';
  const instant = embargoInstant(until, timeZone) ?? (/(Z|[+-]\d\d:\d\d)$/.test(until) ? new Date(until) : undefined);
  if (!instant || Number.isNaN(instant.getTime())) throw new HandoverInvalidError([{ field: 'embargoUntil', code: 'date_unreadable' }]);
  return { until: instant, timeZone };
}

export function recordFrom({ embargoUntil, embargoZone, ...day }: RecordDayDto): RecordDay {
  return { ...day, embargo: embargoFrom(embargoUntil, embargoZone) };
}
