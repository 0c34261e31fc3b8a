import { describe, expect, it } from '@jest/globals';
import { attemptOf, dateFault, dayIn, linesAsked, markDone, markSkipped, nextLine, NOTHING_KEYED } from './line-rules.js';

const sheet = { lines: 4, attempts: {}, secondKeying: false };

describe('the lines of a sheet', () => {
  it('are asked for one after another, each once', () => {
    const asked: number[] = [];
    let keyed = NOTHING_KEYED;
    for (let line = nextLine(sheet, keyed, 0); line !== null; line = nextLine(sheet, keyed, line)) {
      asked.push(line);
      keyed = line === 2 ? markSkipped(keyed, line) : markDone(keyed, line);
    }
    expect(asked).toEqual([1, 2, 3, 4]);
    expect([...keyed.skipped]).toEqual([2]);
  });

  it('come back to one that was jumped over', () => {
    expect(nextLine(sheet, markDone(markDone(NOTHING_KEYED, 3), 4), 4)).toBe(1);
  });

  it('are only those to be typed again, where a manager wants some again', () => {
    const again = { ...sheet, attempts: { '3': 2 } };
    expect(linesAsked(again)).toEqual([3]);
    expect([attemptOf(again, 3), attemptOf(again, 1)]).toEqual([2, 1]);
    expect(nextLine(again, markDone(NOTHING_KEYED, 3), 3)).toBeNull();
  });

  it('are the rest of the sheet too, on the tablet that began it', () => {
    const again = { ...sheet, attempts: { '2': 2 } };
    const begun = markDone(NOTHING_KEYED, 1);
    expect(linesAsked(again, begun.done)).toEqual([1, 2, 3, 4]);
    expect(nextLine(again, begun, 3)).toBe(2);
    expect(nextLine(again, markDone(begun, 2), 2)).toBe(3);
  });

  it('are all of them in a second keying, whatever was typed again before', () => {
    const second = { ...sheet, attempts: { '3': 2 }, secondKeying: true };
    expect(linesAsked(second)).toEqual([1, 2, 3, 4]);
    expect(nextLine(second, NOTHING_KEYED, 0)).toBe(1);
    expect(attemptOf(second, 3)).toBe(2);
  });

  it('stay typed once typed, and are typed if they were left out by mistake', () => {
    expect(markSkipped(markDone(NOTHING_KEYED, 1), 1).done.has(1)).toBe(true);
    expect(markDone(markSkipped(NOTHING_KEYED, 1), 1).skipped.has(1)).toBe(false);
  });
});

describe('the date of a sheet', () => {
  it.each([
    ['2026-11-20', null], ['2026-11-22', null], ['2026-11-01', null],
    ['', 'missing'], ['20.11.2026', 'missing'], ['2026-11-23', 'future'], ['2026-10-31', 'early'],
  ])('%p is judged %p', (day, fault) => {
    expect(dateFault(day, '2026-11-01', '2026-11-22')).toBe(fault);
  });

  it('is the store\'s own day', () => {
    const midnight = Date.parse('2026-11-21T23:30:00Z');
    expect([dayIn('UTC', midnight), dayIn('Africa/Cairo', midnight), dayIn('America/New_York', midnight)]).toEqual(['2026-11-21', '2026-11-22', '2026-11-21']);
  });
});
