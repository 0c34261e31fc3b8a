import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { nameFault } from '#libs/signatures';
import type { CampaignFile } from '#libs/petitions';
import { batchesOf, planHistory, shareOut, type HistoryPetition } from './history-plan.js';

const START = new Date('2026-11-20T15:30:00Z');
const DAY = 86_400_000;
const file = JSON.parse(readFileSync(new URL('../../../../data/keep-your-word/campaign.json', import.meta.url), 'utf8')) as CampaignFile;
const petitions: HistoryPetition[] = file.jurisdictions.flatMap((one) => {
  const { history } = one.petition;
  return history ? [{ slug: `keep-your-word-${one.id.toLowerCase()}`, timeZone: one.timeZone ?? 'UTC', history }] : [];
});
const britain = petitions.find(({ slug }) => slug === 'keep-your-word-gb') as HistoryPetition;

describe('the invented history', () => {
  it.each(petitions)('of $slug has the people that the file says, within its days', (petition) => {
    const records = planHistory(petition, START);
    const { counted, days, endsDaysBeforeStart = 0 } = petition.history;
    expect(new Set(records.map(({ person, id }) => person.email ?? id)).size).toBe(counted);
    const end = START.getTime() - endsDaysBeforeStart * DAY;
    expect(records.every(({ signedAt }) => signedAt.getTime() < end && signedAt.getTime() >= end - days * DAY)).toBe(true);
    expect(records.every(({ person }) => nameFault(person.givenName) === null && (person.familyName === null || nameFault(person.familyName) === null))).toBe(true);
  });

  it('is the same at every planning, and no id is there twice', () => {
    const once = petitions.flatMap((petition) => planHistory(petition, START));
    expect(petitions.flatMap((petition) => planHistory(petition, START))).toEqual(once);
    expect(new Set(once.map(({ id }) => id)).size).toBe(once.length);
    expect(once.every(({ id }) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
  });

  it('has some people twice, some on paper and some from stores', () => {
    const records = planHistory(britain, START);
    expect(records.length).toBeGreaterThan(britain.history.counted);
    for (const channel of ['online', 'store', 'paper']) expect(records.filter((record) => record.channel === channel).length).toBeGreaterThan(20);
  });

  it('begins with a launch, and goes on so slowly that nobody is told of the next milestone before its share', () => {
    const records = planHistory(britain, START);
    const perDay = Array.from({ length: 21 }, (_, day) => records.filter(({ signedAt }) => Math.floor((START.getTime() - signedAt.getTime()) / DAY) === day).length);
    expect(perDay[20]).toBeGreaterThan(100);
    // 107 are missing; a forecast of less than 72 hours would need more than 35 a day.
    expect(Math.max(...perDay.slice(0, 14))).toBeLessThan(35);
  });

  it('is quiet at night', () => {
    const hours = planHistory(britain, START).map(({ signedAt }) => signedAt.getUTCHours());
    expect(hours.filter((hour) => hour >= 1 && hour < 5).length).toBeLessThan(hours.filter((hour) => hour >= 18 && hour < 22).length / 5);
  });

  it('is written hour by hour, in order, never counted before it was signed', () => {
    const batches = batchesOf(planHistory(britain, START));
    batches.reduce((before, { asOf, records }) => {
      expect(asOf > before).toBe(true);
      expect(records.every(({ signedAt }) => signedAt <= asOf && Math.floor(signedAt.getTime() / 3_600_000) === Math.floor(asOf.getTime() / 3_600_000))).toBe(true);
      return asOf;
    }, new Date(0));
    expect(new Set(batches.map(({ id }) => id)).size).toBe(batches.length);
  });
});

describe('sharing out', () => {
  it('gives whole numbers that add up', () => {
    expect(shareOut(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(shareOut(893, Array.from({ length: 21 }, (_, n) => n + 0.3)).reduce((a, b) => a + b, 0)).toBe(893);
  });
});
