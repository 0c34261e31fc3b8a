import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { TallyFigures } from '#libs/tallies';

/** How many were counted lately, by the calendar of a time zone. */
export interface Rate {
  today: number;
  /** The seven days that end with today. */
  week: number;
  weekBefore: number;
}

export interface DayCount {
  day: string;
  n: number;
}

@Injectable()
export class Rates {
  constructor(private readonly figures: TallyFigures) {}

  async of(petitionIds: readonly number[], now: Date, timeZone: string): Promise<Map<number, Rate>> {
    const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
    const rates = new Map(petitionIds.map((id): [number, Rate] => [id, { today: 0, week: 0, weekBefore: 0 }]));
    for (const { petitionId, day, n } of await this.figures.daily(petitionIds, today.minus({ days: 13 }).toJSDate(), timeZone)) {
      const rate = rates.get(petitionId);
      const ago = Math.round(today.diff(DateTime.fromISO(day, { zone: timeZone }), 'days').days);
      if (!rate || ago > 13) continue;
      if (ago === 0) rate.today += n;
      if (ago < 7) rate.week += n;
      else rate.weekBefore += n;
    }
    return rates;
  }

  /** Counted signatures of all these petitions together, each day of the last weeks, the days without any as 0. */
  async days(petitionIds: readonly number[], days: number, now: Date, timeZone: string): Promise<DayCount[]> {
    const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day');
    const first = today.minus({ days: days - 1 });
    const sums = new Map<string, number>();
    for (const { day, n } of await this.figures.daily(petitionIds, first.toJSDate(), timeZone)) sums.set(day, (sums.get(day) ?? 0) + n);
    return Array.from({ length: days }, (_, n) => {
      const day = first.plus({ days: n }).toISODate() ?? '';
      return { day, n: sums.get(day) ?? 0 };
    });
  }
}
