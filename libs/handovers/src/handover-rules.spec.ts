import { describe, expect, it } from '@jest/globals';
import { assertCanBecome, assertLiving, holdFaults, isMove, patchFaults, recipientFaults, scheduleFaults, type Standing } from './handover-rules.js';
import { HANDOVER_STATUSES } from './handovers.types.js';

const now = new Date('2026-11-22T12:00:00Z');
const planned: Standing = { status: 'planned', date: '2026-11-22', startTime: '10:00', timeZone: 'Europe/London', place: 'London', signatures: null };
const held: Standing = { ...planned, status: 'held', signatures: 1000 };
const said = (faults: { field: string; code: string }[]): string[] => faults.map((fault) => `${fault.field}:${fault.code}`);

describe('what may become of a handover', () => {
  it.each(['held', 'refused', 'absent', 'cancelled'] as const)('a planned or listed one may become %s', (to) => {
    expect(() => assertCanBecome('planned', to)).not.toThrow();
    expect(() => assertCanBecome('listed', to)).not.toThrow();
  });

  it.each(['held', 'refused', 'absent'] as const)('one that is %s becomes nothing else, not even the same again', (from) => {
    for (const to of HANDOVER_STATUSES) expect(() => assertCanBecome(from, to)).toThrow('handovers.already_held');
  });

  it('a cancelled one stays cancelled', () => {
    for (const to of HANDOVER_STATUSES) expect(() => assertCanBecome('cancelled', to)).toThrow('handovers.already_cancelled');
  });

  it('nothing becomes of a record', () => {
    expect(() => assertLiving({ kind: 'record' })).toThrow('handovers.frozen');
    expect(() => assertLiving({ kind: 'live' })).not.toThrow();
  });
});

describe('holding a handover', () => {
  it('takes the planned day if it is exact', () => {
    expect(holdFaults(planned, { outcome: 'held', signatures: 900 }, now)).toEqual([]);
    expect(said(holdFaults({ ...planned, date: '2026-11' }, { outcome: 'held', signatures: 900 }, now))).toEqual(['heldOn:required']);
    expect(said(holdFaults({ ...planned, date: null }, { outcome: 'absent' }, now))).toEqual(['heldOn:required']);
  });

  it('asks for the figure that was presented, unless nobody took it', () => {
    expect(said(holdFaults(planned, { outcome: 'held' }, now))).toEqual(['signatures:required']);
    expect(holdFaults(planned, { outcome: 'refused' }, now)).toEqual([]);
    expect(holdFaults(planned, { outcome: 'absent' }, now)).toEqual([]);
  });

  it('knows no handover of tomorrow, by the calendar of its place', () => {
    expect(said(holdFaults(planned, { outcome: 'held', signatures: 1, heldOn: '2026-11-23' }, now))).toEqual(['heldOn:in_future']);
    expect(holdFaults({ ...planned, timeZone: 'Pacific/Kiritimati' }, { outcome: 'held', signatures: 1, heldOn: '2026-11-23' }, now)).toEqual([]);
  });

  it('knows no more residents than signatures, and no figure of nought', () => {
    expect(said(holdFaults(planned, { outcome: 'held', signatures: 10, residents: 11 }, now))).toEqual(['residents:more_than_all']);
    expect(said(holdFaults(planned, { outcome: 'held', signatures: 0 }, now))).toEqual(['signatures:out_of_range']);
    expect(said(holdFaults(planned, { outcome: 'held', heldOn: '2026-11', signatures: 1 }, now))).toEqual(['heldOn:date_unreadable']);
  });
});

describe('changing a handover', () => {
  it('is a move when the day, time, zone or place differs, and only then', () => {
    expect(isMove(planned, { title: 'x', date: '2026-11-22', place: 'London' })).toBe(false);
    for (const patch of [{ date: '2026-12' }, { startTime: null }, { timeZone: 'UTC' }, { place: 'Leeds' }]) expect(isMove(planned, patch)).toBe(true);
  });

  it('asks why it moves, and why what took place is corrected', () => {
    expect(said(patchFaults(planned, { date: '2026-12-01' }, now))).toEqual(['reason:required']);
    expect(patchFaults(planned, { date: '2026-12-01', reason: 'The minister is abroad' }, now)).toEqual([]);
    expect(said(patchFaults(held, { signatures: 1001 }, now))).toEqual(['reason:required']);
    expect(patchFaults(held, { signatures: 1001, reason: 'A sheet was found' }, now)).toEqual([]);
  });

  it('asks for no reason when a date is found at last', () => {
    expect(patchFaults({ ...planned, date: null, startTime: null }, { date: '2026-12-01' }, now)).toEqual([]);
  });

  it('takes no figures before the day, and keeps the one that was received', () => {
    expect(said(patchFaults(planned, { signatures: 5 }, now))).toEqual(['signatures:not_held_yet']);
    expect(said(patchFaults(held, { signatures: null, reason: 'x' }, now))).toEqual(['signatures:required']);
  });

  it('puts what took place on a day that has been', () => {
    expect(said(patchFaults(held, { date: '2026-12-01', startTime: null, reason: 'x' }, now))).toEqual(['date:in_future']);
    expect(said(patchFaults(held, { date: '2026-10', startTime: null, reason: 'x' }, now))).toEqual(['date:day_required']);
  });

  it('leaves a cancelled one alone', () => {
    expect(() => patchFaults({ ...planned, status: 'cancelled' }, { title: 'x' }, now)).toThrow('handovers.already_cancelled');
  });
});

describe('booking a handover', () => {
  it('wants recipients to be somebody', () => {
    expect(said(recipientFaults([{ kind: 'executive', office: 'Minister' }, { kind: 'other', name: ' ' }]))).toEqual(['recipients.1:recipient_empty']);
  });

  it('may leave the date open, but not name a time for it', () => {
    expect(scheduleFaults({ campaign: 'c', jurisdiction: 'GB' }, 'UTC')).toEqual([]);
    expect(said(scheduleFaults({ campaign: 'c', jurisdiction: 'GB', startTime: '10:00' }, 'UTC'))).toContain('startTime:time_without_day');
  });
});
