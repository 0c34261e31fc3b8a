import { describe, expect, it } from '@jest/globals';
import { EVENTS_A_PAGE, timelinePage } from './timeline-rules.js';
import { type TimelineEventView } from './view-models.js';

const event = (key: string, date: string | null, from: string | null, change: Partial<TimelineEventView> = {}): TimelineEventView => ({
  key, date, from, kind: 'handover', title: { text: key, lang: 'en' }, note: null, places: [{ id: 'FR' }], href: null, source: null, ...change,
});
const all = { kind: null, place: null, page: 1 };

describe('the timeline', () => {
  const events = [
    event('undated', null, null), event('autumn', '2011-23', '2011-09-01', { kind: 'planned-handover', places: [{ id: 'MX' }, { id: 'US' }] }), event('day', '2011-05-12', '2011-05-12'), event('first', '2009', '2009-01-01', { places: [] }),
  ];

  it('runs by year from the first day that a date can mean, and ends with what has no date', () => {
    expect(timelinePage(events, all).years.map(({ year, events: of }) => [year, of.map(({ key }) => key)])).toEqual([['2009', ['first']], ['2011', ['day', 'autumn']], [null, ['undated']]]);
  });

  it('can be of one kind or one country, and each choice says how much it leads to', () => {
    const page = timelinePage(events, { ...all, place: 'MX' });
    expect([page.total, page.kinds]).toEqual([1, [{ key: 'planned-handover', n: 1 }]]);
    expect(timelinePage(events, { ...all, kind: 'handover' }).places).toEqual([{ key: 'FR', n: 2 }]);
  });

  it('keeps the order of events of one day, and has pages', () => {
    const many = Array.from({ length: EVENTS_A_PAGE + 5 }, (_, n) => event(`e${n}`, '2011', '2011-01-01'));
    const { years, pages } = timelinePage(many, { ...all, page: 2 });
    expect([pages, years[0]?.events.map(({ key }) => key)]).toEqual([2, many.slice(EVENTS_A_PAGE).map(({ key }) => key)]);
  });
});
