import { describe, expect, it } from '@jest/globals';
import { dueDate, isOverdue, statusFaults, statusOf } from './commitment-rules.js';
import { COMMITMENT_STATUSES } from './handovers.types.js';

describe('the status of a commitment', () => {
  it('is the newest one recorded, and promised before any', () => {
    expect(statusOf([])).toBe('promised');
    expect(statusOf([{ status: 'promised' }, { status: 'fulfilled' }, { status: 'in-progress' }])).toBe('in-progress');
  });

  it.each(COMMITMENT_STATUSES.filter((status) => status !== 'promised' && status !== 'superseded'))('%s needs evidence', (status) => {
    expect(statusFaults({ status })).toEqual([{ field: 'evidence', code: 'required' }]);
    expect(statusFaults({ status, evidence: '  ' })).toEqual([{ field: 'evidence', code: 'required' }]);
    expect(statusFaults({ status, evidence: 'https://example.org/gazette/12' })).toEqual([]);
    expect(statusFaults({ status, evidence: 'Bill 12: adopted in third reading' })).toEqual([]);
  });

  it('superseded names what took its place, and nothing else does', () => {
    expect(statusFaults({ status: 'superseded', evidence: 'Bill 12' })).toEqual([{ field: 'supersededBy', code: 'required' }]);
    expect(statusFaults({ status: 'superseded', evidence: 'Bill 12', supersededBy: 'other' })).toEqual([]);
    expect(statusFaults({ status: 'fulfilled', evidence: 'Bill 12', supersededBy: 'other' })).toEqual([{ field: 'supersededBy', code: 'out_of_range' }]);
  });

  it('is proved by a kept document as well', () => expect(statusFaults({ status: 'broken', documentId: 'kept' })).toEqual([]));

  it('promised needs none', () => expect(statusFaults({ status: 'promised' })).toEqual([]));

  it('takes no evidence that a browser would run', () => {
    expect(statusFaults({ status: 'fulfilled', evidence: 'javascript:alert(1)' })).toEqual([{ field: 'evidence', code: 'link_unsafe' }]);
    expect(statusFaults({ status: 'fulfilled', evidence: 'DATA:text/html,x' })).toEqual([{ field: 'evidence', code: 'link_unsafe' }]);
  });

  it('may be dated roughly, but not nonsensically', () => {
    expect(statusFaults({ status: 'promised', dated: '2011-07' })).toEqual([]);
    expect(statusFaults({ status: 'promised', dated: 'July' })).toEqual([{ field: 'dated', code: 'date_unreadable' }]);
  });
});

describe('a commitment is overdue', () => {
  const open = { status: 'promised' as const, dueTo: '2026-11-30', campaignKind: 'live' as const };
  it('from the day after its last possible one', () => {
    expect(isOverdue(open, '2026-11-30')).toBe(false);
    expect(isOverdue(open, '2026-12-01')).toBe(true);
  });
  it('never once something became of it, and never without a due date', () => {
    for (const status of ['fulfilled', 'broken', 'superseded', 'lapsed'] as const) expect(isOverdue({ ...open, status }, '2030-01-01')).toBe(false);
    expect(isOverdue({ ...open, dueTo: null }, '2030-01-01')).toBe(false);
  });
  it('never in a record', () => expect(isOverdue({ ...open, campaignKind: 'record' }, '2030-01-01')).toBe(false));
});

describe('the due date of a commitment', () => {
  it('is the one told, exact or rough', () => expect(dueDate('2027-33', '2026-11-22')).toMatchObject({ from: '2027-01-01', to: '2027-03-31' }));
  it('is a review 90 days after the handover when none was told', () => expect(dueDate(undefined, '2026-11-22')).toMatchObject({ edtf: '2027-02-20' }));
  it('is none when that was said, or when nobody knows when the handover was', () => {
    expect(dueDate(null, '2026-11-22')).toMatchObject({ edtf: null });
    expect(dueDate(undefined, null)).toMatchObject({ edtf: null });
  });
  it('is refused when it cannot be read', () => expect(dueDate('soon', '2026-11-22')).toBeUndefined());
});
