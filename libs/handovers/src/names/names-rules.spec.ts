import { describe, expect, it } from '@jest/globals';
import { approvalFault, reasonFault } from './names-rules.js';

const asked = { state: 'asked', askedBy: 'anna', askedAt: new Date('2026-03-01T12:00:00Z'), sealId: 's1' };
const by = (more: object = {}): Parameters<typeof approvalFault>[1] => ({ by: 'bert', now: new Date('2026-03-08T11:59:59Z'), standingSeal: 's1', ...more });

describe('names on their way out', () => {
  it('are approved by somebody else than who asked, within seven days, while their seal stands', () => {
    expect(approvalFault(asked, by())).toBeNull();
    expect(approvalFault(asked, by({ by: 'anna' }))).toBe('names.own');
    expect(approvalFault(asked, by({ now: new Date('2026-03-08T12:00:00Z') }))).toBe('names.over');
    for (const standingSeal of ['s2', null]) expect(approvalFault(asked, by({ standingSeal }))).toBe('names.seal_replaced');
    for (const state of ['approved', 'refused', 'expired', 'made', 'erased']) expect(approvalFault({ ...asked, state }, by())).toBe('names.settled');
  });

  it('are asked for with a reason that names nobody’s address', () => {
    expect(reasonFault('The ministry asks by letter 27 of 3 March')).toEqual([]);
    expect(['', 'short', 'because ada@example.org wants them', 'x'.repeat(501)].map((reason) => reasonFault(reason)[0]?.code)).toEqual(['required', 'too_short', 'address_inside', 'too_long']);
  });
});
