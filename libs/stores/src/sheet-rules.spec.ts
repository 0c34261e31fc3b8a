import { describe, expect, it } from '@jest/globals';
import { actsOf, afterAct, luhnDigit, parseSheetNumber, SHEET_ACTS, SHEET_STATES, sheetLineId, sheetNumber, type SheetState } from './sheet-rules.js';

describe('a sheet', () => {
  it('goes its way and no other', () => {
    const ways = SHEET_STATES.flatMap((state) => SHEET_ACTS.flatMap((act) => {
      const after = afterAct(state, act);
      return after ? [`${state} · ${act} · ${after}`] : [];
    }));
    expect(ways.sort()).toEqual([
      'printed · give-out · out', 'printed · return · returned', 'printed · destroy · destroyed',
      'out · return · returned', 'out · destroy · destroyed',
      'returned · return · returned', 'returned · type · typed', 'returned · attest · attested',
      'typed · destroy · destroyed', 'attested · destroy · destroyed',
    ].sort());
  });

  it('that was signed is never destroyed before it is typed or attested', () => {
    expect(afterAct('returned', 'destroy')).toBeNull();
    expect(actsOf('returned')).toEqual(['return', 'type', 'attest']);
  });

  it('comes to rest: nothing is done to a destroyed one', () => {
    expect(actsOf('destroyed')).toEqual([]);
    const reached = new Set<SheetState>(['printed']);
    for (let n = 0; n < 6; n++) for (const state of [...reached]) for (const act of actsOf(state)) reached.add(afterAct(state, act)!);
    expect([...reached].sort()).toEqual([...SHEET_STATES].sort());
  });
});

describe('a sheet\'s number', () => {
  it('ends in the digit after Luhn', () => {
    expect(luhnDigit('7992739871')).toBe(3);
    expect(sheetNumber(10_042)).toBe('10042-0');
  });

  it.each(['10042-0', '100420', ' 1 0042 0', '10042\u20130'])('is understood as %j', (typed) => {
    expect(parseSheetNumber(typed)).toBe('10042-0');
  });

  it('with one digit wrong is no number, and hardly ever with two swapped', () => {
    for (let running = 10_000; running < 10_300; running++) {
      const digits = sheetNumber(running).replace('-', '');
      for (let place = 0; place < digits.length; place++) {
        for (let other = 0; other < 10; other++) {
          if (String(other) === digits[place]) continue;
          expect(parseSheetNumber(digits.slice(0, place) + String(other) + digits.slice(place + 1))).toBeNull();
        }
      }
      for (let place = 0; place + 1 < digits.length; place++) {
        const pair = digits.slice(place, place + 2);
        if (pair[0] === pair[1] || pair === '09' || pair === '90') continue;
        expect(parseSheetNumber(digits.slice(0, place) + pair[1] + pair[0] + digits.slice(place + 2))).toBeNull();
      }
    }
  });

  it.each(['', '10042', 'abc', '10042-', '0042-0', '999999999999999999'])('is not %j', (typed) => {
    expect(parseSheetNumber(typed)).toBeNull();
  });
});

describe('the id of a line', () => {
  it('is the same for whoever types it, and another for every sheet, line and attempt', () => {
    const sheet = '0f8fad5b-d9cb-469f-a165-70867728950e';
    // SHA-256 of "countersign.sheet-line.1\0" + sheet + "\0" + "7" + "\0" + "1", worked out elsewhere.
    expect(sheetLineId(sheet, 7, 1)).toBe('3a85347f-132e-82c9-828c-23f7574f4041');
    const ids = [sheetLineId(sheet, 7, 1), sheetLineId(sheet, 7, 2), sheetLineId(sheet, 8, 1), sheetLineId('1f8fad5b-d9cb-469f-a165-70867728950e', 7, 1)];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
