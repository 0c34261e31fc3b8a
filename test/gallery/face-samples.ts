import { type Locale } from '../../apps/server/src/i18n/index.js';
import { type BoardView, type CountryView, type FaceFrame, type MapCountryView, type MapView, type Measure, type PromiseView, type TimelineEventView, type TimelineView } from '../../apps/server/src/site/face/view-models.js';
import { areasFor, seenIn } from '../../apps/server/src/site/face/world.js';
import { SECTIONS } from '../../apps/server/src/site/sections.js';
import { RECORD_COUNTRIES } from './countries.js';
import { en, liveCampaign, openPetition, recordCampaign, recordFr, recordGb, toldBundle } from './samples.js';

const recordFrame: FaceFrame = {
  slug: 'stop-sex-trafficking', title: recordCampaign().title, kind: 'record', recordAsOf: '2011-09', demonstration: false, noindex: false,
  sections: SECTIONS.filter((section) => section !== 'progress'), canonicalUrl: 'https://countersign.example/en/campaigns/stop-sex-trafficking/map',
};

const liveFrame = (locale: Locale): FaceFrame => ({ ...recordFrame, slug: 'keep-your-word', title: liveCampaign(locale).title, kind: 'live', recordAsOf: null, demonstration: true, sections: SECTIONS });

/** Promises and ratings made up from a country's place in the list: so that every class is there. */
const mapCountries = (): MapCountryView[] => RECORD_COUNTRIES.map(([id, state, value, qualifier, date], at) => ({
  place: { id }, href: `/campaigns/stop-sex-trafficking/countries/${id}`, state, figure: value === null ? null : { value, qualifier },
  handed: date ? 'held' : id === 'QA' ? 'listed' : id === 'MX' || id === 'US' ? 'planned' : id === 'RU' ? 'not-received' : 'none', handedOn: date ?? (id === 'MX' ? '2011-23' : null),
  promises: { made: at % 4, fulfilled: Math.min(at % 4, at % 3), inProgress: at % 2, broken: 0, overdue: 0 }, card: at % 5 === 0 ? null : { green: at % 12, rated: 12 },
}));

export function mapView(measure: Measure, area = 'world'): MapView {
  const countries = mapCountries();
  const ids = countries.map(({ place }) => place.id);
  return {
    campaign: recordFrame, measure, measures: ['signatures', 'handed', 'kept', 'progress'], area, areas: areasFor(ids), allCountries: ids.length,
    countries: countries.filter(({ place }) => seenIn(area, ids).includes(place.id)),
    regions: ['region-eu', 'region-middle-east', 'global-un'].map((id) => ({ place: { id }, href: `/campaigns/stop-sex-trafficking/countries/${id}` })),
  };
}

export function recordCountry(): CountryView {
  const petition = { ...recordFr(), whatYouCanDo: [] };
  return {
    campaign: recordFrame, place: { id: 'FR' }, kind: 'country', petition, handovers: petition.handovers, commitments: petition.commitments,
    regions: [{ place: { id: 'region-eu' }, href: '/campaigns/stop-sex-trafficking/countries/region-eu' }], members: [],
    card: { href: '/campaigns/stop-sex-trafficking/progress/FR', round: en('Review of 42 countries'), period: '2011', green: 0, yellow: 0, red: 0, notAssessed: 0, notKnown: 12, stars: 4 },
    findings: [
      { key: 'find-11', direction: 'setback', date: '2011', statement: en('A major operator of crisis centres for unaccompanied minors from abroad closed for lack of money; under the French Red Cross quality and access fell.'), about: en('Shelters and care'), others: [], source: { text: en('Upholding Commitments to Protect Children from Trafficking, Section IV Specialised Care Services'), href: null } },
      { key: 'find-12', direction: 'gap', date: '2011-03', statement: en('A comparably alarming state of shelter services is reported.'), about: null, others: ['GR', 'RU', 'RO', 'CA'].map((id) => ({ id })), source: { text: en('A further report'), href: 'https://sources.example/2' } },
      { key: 'find-03', direction: 'good-practice', date: '2011', statement: en('The county board issued guidelines with a focus on children.'), about: en('Co-operation'), others: [], source: null },
      { key: 'find-15', direction: 'neutral', date: '2010', statement: en('Teachers at all school levels may take training, or an online course.'), about: null, others: [], source: null },
    ],
    ratifications: [{ instrument: en('UN Trafficking Protocol'), state: 'ratified', reserved: true, date: '2002-10-29', note: null }], reportHref: '/campaigns/stop-sex-trafficking/reports/FR',
  };
}

export function liveCountry(locale: Locale): CountryView {
  const petition = openPetition(locale);
  return {
    ...recordCountry(), campaign: liveFrame(locale), place: petition.place, petition, handovers: [toldBundle(locale)], commitments: [], findings: [], ratifications: [],
    card: { href: '/campaigns/keep-your-word/progress/GB', round: null, period: '2026', green: 3, yellow: 4, red: 2, notAssessed: 1, notKnown: 2, stars: 1 },
  };
}

/** The world of the record: announced, with no petition of its own. */
export const worldCountry = (): CountryView => ({
  ...recordCountry(), place: { id: 'global-un' }, kind: 'world', petition: null, regions: [], card: null, findings: [], ratifications: [], reportHref: null, commitments: [],
  members: RECORD_COUNTRIES.slice(0, 12).map(([id]) => ({ place: { id }, href: `/campaigns/stop-sex-trafficking/countries/${id}` })),
  handovers: [{ ...recordGb().handovers[0]!, id: 'UN-h1', state: 'planned', date: '2011', recipients: [], presenters: [], figure: { value: 7000000, qualifier: 'more-than' }, outcome: null, place: null, claims: [] }],
});

export function timelineView(): TimelineView {
  const event = (key: string, date: string | null, from: string | null, kind: string, title: string, places: string[] = [], note: string | null = null): TimelineEventView => ({
    key, date, from, kind, title: en(title), note: note === null ? null : en(note), places: places.map((id) => ({ id })), href: places.length === 1 ? `/campaigns/stop-sex-trafficking/countries/${places[0]}` : null, source: kind === 'context' ? en('Endnote 2') : null,
  });
  return {
    campaign: recordFrame,
    events: [
      event('a', '2008', '2008-01-01', 'context', 'Third World Congress in Brazil adopts a declaration that guides the campaign'),
      event('b', '2009', '2009-01-01', 'assessment', 'First assessment of state action, 41 countries', [], 'The report on it is placed in 2009 by the main text and in 2010 by an endnote.'),
      event('c', '2010-06/2010-08', '2010-06-01', 'petition', 'Petitions begin in many countries', ['GB', 'FR', 'DE', 'AT', 'AU', 'SE', 'NO']),
      event('d', '2011-02-10', '2011-02-10', 'handover', 'Handed over with 58,045 signatures', ['DK']),
      event('e', '2011-05-12', '2011-05-12', 'handover', 'Handed over with 735,889 signatures', ['GB']),
      event('f', '2011-09-21/2011-09-30', '2011-09-21', 'publication', 'The report on commitments appears'),
      event('f1', '2011-10-03', '2011-10-03', 'publication', 'Ranking of the states', [], 'Corrected on 9 November 2011 by “Ranking of the states, with the published weights”.'),
      event('f2', '2011-11-09', '2011-11-09', 'withdrawal', 'Ranking of the states', [], 'One weight was not the published one.'),
      event('g', '2011-23', '2011-09-01', 'planned-handover', 'Handovers announced', ['MX', 'US']),
      event('h', '2012-33', '2012-01-01', 'planned', 'Follow-up of what was promised'),
      event('i', null, null, 'handover', 'Named in the list of handovers', ['QA']),
    ],
  };
}

export function boardView(locale: Locale): BoardView {
  const promises = [...recordFr().commitments, ...recordFr().commitments].map((commitment, at): PromiseView => ({
    commitment: { ...commitment, id: `${commitment.id}-${at}`, text: { text: openPetition(locale).calls[at % 3]?.text.text ?? '', lang: locale }, state: at === 2 ? 'in-progress' : commitment.state },
    place: { id: ['FR', 'GB', 'NZ', 'region-eu'][at] ?? 'FR' }, href: '/campaigns/keep-your-word/countries/FR', state: at === 2 ? 'in-progress' : commitment.state, kind: 'policy', goals: at % 2 ? ['services'] : ['prevention', 'legal'],
    instrument: at === 1 ? { key: 'tp', name: en('UN Trafficking Protocol') } : at === 2 ? { key: 'lz', name: en('Lanzarote Convention') } : null, dueTo: at === 2 ? '2026-06-30' : null, overdue: at === 2, since: '2011-06-29',
  }));
  return {
    campaign: liveFrame(locale), promises, answered: { calls: 21, byName: 3, byAll: 5, atLeastOnce: 7 },
    answeredBy: [{ place: { id: 'FR' }, href: '/campaigns/keep-your-word/countries/FR', calls: 4, byName: 1, byAllOnly: 3, none: 0 }, { place: { id: 'GB' }, href: '/campaigns/keep-your-word/countries/GB', calls: 17, byName: 2, byAllOnly: 1, none: 14 }],
  };
}
