import { describe, expect, it } from '@jest/globals';
import { REPORT_LANGUAGES } from '../phrasebook.js';
import { type ReportData } from './facts/report-data.js';
import { reportFacts } from './facts/report-facts.js';
import { REPORT_FILES, reportFile, reportFragment } from './report.js';
import { dataOfFile } from './testing/data-of-file.js';
import { recordFile } from './testing/record.js';

const goals = [{ key: 'prevention', title: { en: 'Prevention' }, indicators: [{ key: 'p-1', title: { en: 'Schools teach it' } }, { key: 'p-2', title: { en: 'A hotline' } }, { key: 'p-3', title: { en: 'Training' } }] }];
const data: ReportData = {
  ...dataOfFile(recordFile()),
  cards: [
    { key: 'newer', title: { en: 'Review 2012' }, period: '2012', goals, cards: [{ jurisdiction: 'NZ', ratings: { 'p-1': null }, stars: [] }, { jurisdiction: 'GB', ratings: { 'p-1': 'red' }, stars: [] }] },
    { key: 'older', title: { en: 'Review 2011' }, period: null, goals, cards: [{ jurisdiction: 'NZ', ratings: { 'p-1': 'green', 'p-2': 'not-assessed' }, stars: ['p-2'] }, { jurisdiction: 'SE', ratings: {}, stars: [] }] },
  ],
  standings: [
    { jurisdiction: 'NZ', instrument: 'opsc', name: { en: 'Optional Protocol' }, state: 'ratified', reserved: true, events: [{ event: 'pledged', date: '2011-03', note: null }, { event: 'ratified', date: '2009-09/2011-09', note: { en: 'Told by its ministry' } }] },
    { jurisdiction: 'SE', instrument: 'opsc', name: { en: 'Optional Protocol' }, state: 'signed', reserved: false, events: [] },
  ],
  timeline: [
    { key: 'b', kind: 'ratification', date: '2011-09-20', from: '2011-09-20', title: { en: 'It ratified' }, jurisdictions: ['NZ'] },
    { key: 'a', kind: 'launch', date: '2009-05-01/2009-05-03', from: '2009-05-01', title: { en: 'It began' }, jurisdictions: ['GB', 'NZ'] },
    { key: 'c', kind: 'event', date: '2010', from: '2010-01-01', title: { en: 'Elsewhere' }, jurisdictions: ['SE'] },
  ],
};
const nz = reportFacts(data, 'country', 'NZ');
const text = (html: string): string => html.replace(/<[^>]+>/gu, ' ').replace(/\s+/gu, ' ');

describe('a country’s report tells what followed', () => {
  it('has the newest card that says anything: a newer round in which nothing was said yet hides no older one', () => {
    expect(nz.story?.card).toMatchObject({ round: 'older', goals: [{ indicators: [{ key: 'p-1', rating: 'green', star: false }, { key: 'p-2', rating: 'not-assessed', star: true }, { key: 'p-3', rating: null, star: false }] }] });
    expect(reportFacts(data, 'country', 'GB').story?.card).toMatchObject({ round: 'newer', goals: [{ indicators: [{ rating: 'red' }, { rating: null }, { rating: null }] }] });
    expect(reportFacts(data, 'country', 'FR').story).toEqual({ card: null, standings: [], timeline: [] });
  });

  it('counts in the final report each country by the card that its own report shows', () => {
    const final = reportFacts(data, 'final');
    expect(final.charts.ratingsByGoal).toEqual({ countries: 3, goals: [{ goal: 'prevention', green: 1, yellow: 0, red: 1, notAssessed: 1, unknown: 6 }] });
    expect(text(reportFragment(final, 'en'))).toContain('Progress by goal: ratings on the newest card of each of 3 countries');
    // As it was frozen of one round.
    const frozen = { ...final, charts: { ...final.charts, ratingsByGoal: { round: { en: 'Review 2012' }, countries: 1, goals: [] } } };
    expect(text(reportFragment(frozen, 'en'))).toContain('Progress by goal: Review 2012. Ratings of 1 country');
  });

  it('has in a region’s report its members’ ratings, what became of them and their treaties, and in the final one those of all regions', () => {
    const older = { key: 'oldest', title: {}, period: '2009', goals, cards: [{ jurisdiction: 'GB', ratings: { 'p-1': 'green' as const }, stars: [] }] };
    const region = 'region-eu';
    const final = reportFacts({ ...data, cards: [...data.cards, older] }, 'final');
    const eu = reportFacts({ ...data, cards: [...data.cards, older] }, 'region', region);
    const counts = { green: 0, yellow: 0, red: 1, notAssessed: 0, unknown: 5 };
    const change = { countries: 1, better: 0, same: 0, worse: 1, notComparable: 2 };
    expect(eu.progress).toMatchObject({ goals: { countries: 2, goals: [{ goal: 'prevention', ...counts }] }, places: [{ region, countries: 2, counts, change }], standings: [{ jurisdiction: 'SE', state: 'signed' }] });
    expect(final.progress?.places).toEqual([
      { region: null, countries: 3, counts: { green: 1, yellow: 0, red: 1, notAssessed: 1, unknown: 6 }, change }, expect.objectContaining({ region, countries: 2, counts, change }),
    ]);
    expect(text(reportFragment(final, 'en'))).toContain('All countries 3 1 0 1 1 6');
    expect(text(reportFragment(eu, 'en'))).toContain('Sweden Optional Protocol Signed, not ratified');
    for (const language of REPORT_LANGUAGES) expect(reportFragment(eu, language)).toContain('id="progress"');
  });

  it('has its own treaties and events only, the earliest event first', () => {
    expect(nz.story?.standings.map(({ instrument, state }) => [instrument, state])).toEqual([['opsc', 'ratified']]);
    expect(nz.story?.timeline.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('goes from calls over handovers, card and treaties to the timeline', () => {
    const html = reportFragment(nz, 'en');
    expect([...html.matchAll(/<section class="section" id="([a-z-]+)"/gu)].map(([, id]) => id).slice(0, 4)).toEqual(['entry-nz', 'card', 'instruments', 'timeline']);
    const said = text(html);
    for (const part of ['Schools teach it Green', 'A hotline Not assessed NGOs do the work', 'Training Not known', 'Optional Protocol Ratified with a reservation Promised: March 2011 Ratified: between September 2009 and September 2011 Told by its ministry', '1 May 2009 to 3 May 2009 Start It began', '20 September 2011 Ratified It ratified']) expect(said).toContain(part);
    const empty = text(reportFragment(reportFacts(data, 'country', 'FR'), 'en'));
    for (const part of ['There is no progress card of it.', 'Nothing is known here of treaties, laws and plans.', 'Nothing is written down.']) expect(empty).toContain(part);
  });

  it.each(REPORT_LANGUAGES.flatMap((language) => REPORT_FILES.map((file) => [file, language] as const)))('is written as %s in %s', async (file, language) => {
    const bytes = await reportFile(nz, file, language);
    expect((await reportFile(reportFacts({ ...data, standings: data.standings.toReversed(), timeline: data.timeline.toReversed() }, 'country', 'NZ'), file, language)).equals(bytes)).toBe(true);
    if (file !== 'pdf') for (const part of ['Optional Protocol', 'It ratified', 'Schools teach it']) expect(bytes.toString()).toContain(part);
  }, 60_000);

  it('has a line of CSV for each rating, treaty and event', async () => {
    const lines = (await reportFile(nz, 'csv', 'en')).toString().split(/\r?\n/u);
    const kinds = ['rating', 'instrument', 'instrument-event', 'event'].map((kind) => lines.filter((line) => line.startsWith(`${kind},`)).length);
    expect(kinds).toEqual([3, 1, 2, 2]);
    expect(lines.find((line) => line.startsWith('rating,') && line.includes('p-3'))).toContain('not-known');
  });

  it('stands in no other report, and an edition frozen without it is still shown', () => {
    expect(reportFacts(data, 'final').story).toBeUndefined();
    const { story: _story, ...frozen } = nz;
    expect(reportFragment(frozen, 'en')).not.toContain('id="card"');
  });
});
