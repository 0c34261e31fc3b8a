import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './date-rules.js';
import { commitmentReminder, handoverReminder } from './reminder-rules.js';

const day = '2026-12-20';
const planned = { status: 'planned' as const, from: day, to: day, exact: true };
const before = (days: number): string => addDays(day, -days);

describe('reminders of a handover', () => {
  it.each([[15, null], [14, 'in-14-days'], [8, 'in-14-days'], [7, 'in-7-days'], [2, 'in-7-days'], [1, 'in-1-day'], [0, null], [-1, 'result-awaited']] as const)(
    '%i days before the day: %s', (days, kind) => expect(handoverReminder(planned, before(days))).toBe(kind));

  it('count down to an exact day only, and ask for the result after the last possible one', () => {
    const rough = { status: 'planned' as const, from: '2026-12-01', to: '2026-12-31', exact: false };
    expect(handoverReminder(rough, '2026-11-25')).toBeNull();
    expect(handoverReminder(rough, '2026-12-31')).toBeNull();
    expect(handoverReminder(rough, '2027-01-01')).toBe('result-awaited');
  });

  it('end once it is held, refused, listed or cancelled', () => {
    fc.assert(fc.property(fc.constantFrom('held', 'refused', 'absent', 'cancelled', 'listed'), fc.integer({ min: -30, max: 30 }), (status, days) =>
      handoverReminder({ ...planned, status: status }, before(days)) === null));
  });

  it('are at most four, however often and at whatever days one looks', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -40, max: 40 })), (days) =>
      new Set(days.map((n) => handoverReminder(planned, before(n))).filter((kind) => kind !== null)).size <= 4));
  });
});

describe('reminders of a commitment', () => {
  it.each([[15, null], [14, 'due-in-14-days'], [1, 'due-in-14-days'], [0, 'due'], [-1, 'overdue']] as const)(
    '%i days before it is due: %s', (days, kind) => expect(commitmentReminder({ status: 'in-progress', dueTo: day }, before(days))).toBe(kind));

  it('end with the commitment', () => {
    expect(commitmentReminder({ status: 'fulfilled', dueTo: day }, before(-5))).toBeNull();
    expect(commitmentReminder({ status: 'promised', dueTo: null }, before(-5))).toBeNull();
  });
});
