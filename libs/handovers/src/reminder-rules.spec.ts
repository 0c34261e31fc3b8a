import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from './date-rules.js';
import { commitmentReminder, handoverReminder, letterReminder, reminderTurn } from './reminder-rules.js';

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
  const open = { status: 'in-progress' as const, dueTo: day, dueKind: 'due' as const };
  it.each([[15, null], [14, 'due-in-14-days'], [1, 'due-in-14-days'], [0, 'due'], [-1, 'overdue'], [-29, 'overdue'], [-30, 'overdue-again'], [-209, 'overdue-again'], [-210, null]] as const)(
    '%i days before it is due: %s', (days, kind) => expect(commitmentReminder(open, before(days))?.kind ?? null).toBe(kind));

  it('end with the commitment', () => {
    expect(commitmentReminder({ ...open, status: 'fulfilled' }, before(-5))).toBeNull();
    expect(commitmentReminder({ ...open, dueTo: null }, before(-5))).toBeNull();
  });

  it('of one without a promised day begin on the day to look again', () => {
    const review = { ...open, dueKind: 'review' as const };
    expect([14, 1, 0, -1, -31].map((days) => commitmentReminder(review, before(days)))).toEqual([null, null, { kind: 'review', nth: 0 }, { kind: 'review', nth: 0 }, { kind: 'review', nth: 1 }]);
  });
});

/** What is told over days, each once: as the service does it by `about`. */
const toldOver = (days: number, look: (today: string) => { kind: string; nth: number } | null): string[] => {
  const told = new Set<string>();
  for (let n = 0; n < days; n++) {
    const due = look(addDays('2027-01-01', n));
    if (due) told.add(`${due.kind}+${due.nth}`);
  }
  return [...told];
};

describe('over two years', () => {
  it('a promise that nobody keeps is told of nine times, and never again', () => {
    const promise = { status: 'promised' as const, dueTo: '2027-03-01', dueKind: 'due' as const };
    expect(toldOver(730, (today) => commitmentReminder(promise, today))).toEqual([
      'due-in-14-days+0', 'due+0', 'overdue+0', ...[1, 2, 3, 4, 5, 6].map((nth) => `overdue-again+${nth}`)]);
  });

  it('is as many whenever the clockwork looks, daily or now and then', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 729 })), (days) => {
      const promise = { status: 'promised' as const, dueTo: '2027-03-01', dueKind: 'due' as const };
      const told = new Set(days.map((n) => commitmentReminder(promise, addDays('2027-01-01', n))).filter((one) => one !== null).map(({ kind, nth }) => `${kind}+${nth}`));
      return told.size <= 9;
    }));
  });

  it('one that is looked at again every half year is told of on each of these days', () => {
    let dueTo = '2027-03-31';
    const told = toldOver(730, (today) => {
      const due = commitmentReminder({ status: 'in-progress', dueTo, dueKind: 'review' }, today);
      if (due) {
        const about = { kind: `${due.kind}@${dueTo}`, nth: due.nth };
        dueTo = addDays(dueTo, 182);
        return about;
      }
      return null;
    });
    expect(told).toEqual(['review@2027-03-31+0', 'review@2027-09-29+0', 'review@2028-03-29+0', 'review@2028-09-27+0']);
  });

  it('a letter without an answer is told of three times, and not once it has one', () => {
    const letter = { replyBy: '2027-02-01', sentOn: '2027-01-02', answeredOn: null };
    expect(toldOver(730, (today) => letterReminder(letter, today))).toEqual([0, 1, 2].map((nth) => `letter-unanswered+${nth}`));
    expect(toldOver(730, (today) => letterReminder({ ...letter, answeredOn: '2027-01-20' }, today))).toEqual([]);
    expect(toldOver(730, (today) => letterReminder({ ...letter, sentOn: null }, today))).toEqual([]);
  });
});

describe('a reminder beyond the five of a day', () => {
  const now = new Date('2026-11-22T08:30:00Z');

  it('goes at the same hour of the next day, and after a week of full days stays in the console', () => {
    expect(reminderTurn({ sentToday: 4, putOff: 0 }, now)).toBe('now');
    expect(reminderTurn({ sentToday: 5, putOff: 0 }, now)).toEqual({ at: new Date('2026-11-23T08:30:00Z') });
    expect(reminderTurn({ sentToday: 5, putOff: 7 }, now)).toBe('never');
    expect(reminderTurn({ sentToday: 0, putOff: 7 }, now)).toBe('now');
  });
});
