import { describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { calendarFile } from './calendar-file.js';
import { type HandoverListItem } from './handovers.types.js';

const base: HandoverListItem = {
  id: '0193a1b2-0000-7000-8000-000000000001', key: null, campaign: 'keep-your-word', jurisdiction: { id: 'SE', name: 'Sweden', kind: 'country' }, level: 'national', status: 'planned',
  date: { edtf: '2026-12-06', from: '2026-12-06', to: '2026-12-06', exact: true, note: null, startTime: '14:00', timeZone: 'Europe/Stockholm', startsAt: new Date('2026-12-06T13:00:00Z') },
  place: 'Rosenbad 4; Stockholm, 2nd floor', title: null, recipients: [], stated: null, commitments: 0, responses: 0, words: {}, demonstration: true, record: false, calendarSequence: 3,
};
const rough: HandoverListItem = {
  ...base, id: '0193a1b2-0000-7000-8000-000000000002', place: null, calendarSequence: 0,
  date: { edtf: '2027-33', from: '2027-01-01', to: '2027-03-31', exact: false, note: null, startTime: null, timeZone: 'UTC', startsAt: null },
};
const cancelled: HandoverListItem = { ...base, id: '0193a1b2-0000-7000-8000-000000000003', status: 'cancelled', date: { ...base.date, startTime: null, startsAt: null } };
const undated: HandoverListItem = { ...base, id: '0193a1b2-0000-7000-8000-000000000004', date: { ...rough.date, edtf: null, from: null, to: null } };

const words = {
  name: 'Handovers',
  summary: (handover: HandoverListItem) => `Handover:\n${handover.jurisdiction.name}, 1,000 signatures; “keep your word”`,
  description: (handover: HandoverListItem) => (handover.date.exact ? 'First line\nsecond line' : `Known only roughly: ${handover.date.edtf}`),
};
const file = calendarFile([base, rough, cancelled, undated], words, { now: new Date('2026-11-22T10:00:00Z'), url: (handover) => `https://example.org/handovers/${handover.id}` });

describe('the calendar file', () => {
  it('is read by one parser', () => {
    const events = new ICAL.Component(ICAL.parse(file) as never).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
    expect(events.map((event) => event.uid)).toEqual([base.id, rough.id, cancelled.id]);
    const [exact, span, off] = events;
    expect(exact?.startDate.toJSDate().toISOString()).toBe('2026-12-06T13:00:00.000Z');
    expect(exact?.sequence).toBe(3);
    expect(exact?.summary).toBe('Handover: Sweden, 1,000 signatures; “keep your word”');
    expect(exact?.description).toBe('First line\nsecond line');
    expect(exact?.location).toBe('Rosenbad 4; Stockholm, 2nd floor');
    expect(exact?.component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(span?.startDate.isDate).toBe(true);
    expect([span?.startDate.toString(), span?.endDate.toString()]).toEqual(['2027-01-01', '2027-04-01']);
    expect(span?.component.getFirstPropertyValue('status')).toBe('TENTATIVE');
    expect(span?.description).toContain('2027-33');
    expect(off?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  });

  it('is read by another', () => {
    const events = Object.values(nodeIcal.sync.parseICS(file)).filter((part) => part?.type === 'VEVENT');
    expect(events).toHaveLength(3);
    const byUid = new Map(events.map((event) => [event.uid, event]));
    expect(byUid.get(base.id)?.start?.toISOString()).toBe('2026-12-06T13:00:00.000Z');
    expect(byUid.get(base.id)).toMatchObject({ sequence: 3, status: 'CONFIRMED', summary: 'Handover: Sweden, 1,000 signatures; “keep your word”' });
    expect(byUid.get(rough.id)).toMatchObject({ datetype: 'date', status: 'TENTATIVE' });
    expect(byUid.get(cancelled.id)).toMatchObject({ status: 'CANCELLED' });
  });

  it('keeps to lines of 75 octets that end as the RFC wants them', () => {
    const lines = file.split('\r\n');
    expect(file).not.toMatch(/[^\r]\n/);
    expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  });
});
