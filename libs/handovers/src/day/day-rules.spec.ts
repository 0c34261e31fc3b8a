import { describe, expect, it } from '@jest/globals';
import { dayFaults, embargoFaults, embargoInstant, isEmbargoed, linkState, pageWindow } from './day-rules.js';

const form = { submission: 'x', outcome: 'held' as const, signatures: 10, receipt: 'none' as const };
const now = new Date('2026-12-06T12:00:00Z');

describe('the page of the day', () => {
  it('opens two days before and closes seven days after, by the clocks of the place', () => {
    expect(pageWindow({ from: '2027-03-27', to: '2027-03-27', timeZone: 'Europe/Stockholm' })).toEqual({ from: new Date('2027-03-24T23:00:00Z'), until: new Date('2027-04-03T22:00:00Z') });
    expect(pageWindow({ from: null, to: null, timeZone: 'UTC' })).toBeNull();
  });

  it('is closed before, after, once revoked and, for a receipt, once used', () => {
    const link = { validFrom: new Date('2026-12-04T00:00:00Z'), validUntil: new Date('2026-12-14T00:00:00Z'), revokedAt: null, usedAt: null };
    expect(linkState(link, now)).toBe('open');
    expect(linkState(link, new Date('2026-12-03T23:59:59Z'))).toBe('early');
    expect(linkState(link, link.validUntil)).toBe('over');
    expect(linkState({ ...link, revokedAt: now }, now)).toBe('revoked');
    expect(linkState({ ...link, usedAt: now }, now)).toBe('used');
  });
});

describe('an embargo', () => {
  it('ends at an instant named in a zone', () => {
    expect(embargoInstant('2026-12-06T18:00', 'Asia/Kathmandu')).toEqual(new Date('2026-12-06T12:15:00Z'));
    expect(embargoInstant('2027-03-28T02:30', 'Europe/Stockholm')).toBeUndefined();
    expect(embargoInstant('tomorrow', 'UTC')).toBeUndefined();
  });

  it('holds until that instant, and for thirty days at most', () => {
    expect(isEmbargoed(new Date(now.getTime() + 1), now)).toBe(true);
    expect(isEmbargoed(now, now)).toBe(false);
    expect(isEmbargoed(null, now)).toBe(false);
    expect(embargoFaults({ until: new Date('2027-02-01T00:00:00Z') }, now)).toEqual([{ field: 'embargoUntil', code: 'out_of_range' }]);
    expect(embargoFaults({ until: new Date('2026-12-10T00:00:00Z') }, now)).toEqual([]);
  });
});

describe('what is recorded of the day', () => {
  it('needs no more than that it took place', () => expect(dayFaults(form, now)).toEqual([]));
  it('needs a number or a scan for a stamped letter or an entry of a register', () => {
    expect(dayFaults({ ...form, receipt: 'letter' }, now)).toEqual([{ field: 'receiptNumber', code: 'required' }]);
    expect(dayFaults({ ...form, receipt: 'register', receiptNumber: 'A 12/26' }, now)).toEqual([]);
    expect(dayFaults({ ...form, receipt: 'letter', receiptDocument: 'id' }, now)).toEqual([]);
  });
  it('takes a photo only if the people in it agreed, and nobody quoted without words', () => {
    expect(dayFaults({ ...form, photo: 'id' }, now)).toEqual([{ field: 'photoAgreed', code: 'required' }]);
    expect(dayFaults({ ...form, quoteBy: 'Minister' }, now)).toEqual([{ field: 'quote', code: 'required' }]);
  });
});
