import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dataFolder } from '#libs/petitions';
import { edtfOf, eventFaults, inOrder, knownInstrumentDate, stateFrom } from './instrument-rules.js';
import { type InstrumentEvent, type InstrumentEventKind } from './instrument.types.js';

type Told = Pick<InstrumentEvent, 'id' | 'event' | 'date'>;
let n = 0;
const told = (event: InstrumentEventKind, date: string | null, bounds: { since?: string; until?: string } = {}, id = `e${(n += 1)}`): Told => {
  const known = knownInstrumentDate({ event, date, ...bounds });
  if (!known) throw new Error('no such date');
  return { id, event, date: known };
};

interface Entry { id: string; jurisdiction: string | null; instrument: string; event: InstrumentEventKind; date: string | null; since: string | null; until: string | null }
const RECORD = (JSON.parse(readFileSync(path.join(dataFolder(), 'stop-sex-trafficking/progress-cards.json'), 'utf8')) as { ratifications: Entry[] }).ratifications;
const ofRecord = (jurisdiction: string, instrument: string): Told[] =>
  RECORD.filter((one) => one.jurisdiction === jurisdiction && one.instrument === instrument).map((one) => told(one.event, one.date, { ...(one.since ? { since: one.since } : {}), ...(one.until ? { until: one.until } : {}) }, one.id));

describe('when something became of an instrument', () => {
  it('is a day, a month, or lies between two bounds', () => {
    expect(knownInstrumentDate({ event: 'ratified', date: '2011-09-20' })).toMatchObject({ from: '2011-09-20', to: '2011-09-20' });
    expect(knownInstrumentDate({ event: 'ratified', date: '2011-07' })).toMatchObject({ from: '2011-07-01', to: '2011-07-31' });
    expect(knownInstrumentDate({ event: 'ratified', since: '2009-09', until: '2011-09' })).toMatchObject({ edtf: null, from: '2009-09-01', to: '2011-09-30' });
    expect(knownInstrumentDate({ event: 'ratified' })).toMatchObject({ from: null, to: null });
  });
  it('is the time of looking, for what was found still open', () =>
    expect(knownInstrumentDate({ event: 'not-ratified', until: '2011-09' })).toMatchObject({ from: '2011-09-01', to: '2011-09-30' }));
  it('is refused where it cannot be read, ends before it begins, or is told twice', () => {
    for (const wrong of [{ date: 'soon' }, { since: '2011-09', until: '2009-09' }, { date: '2011', since: '2010' }]) expect(knownInstrumentDate({ event: 'ratified', ...wrong })).toBeUndefined();
  });
  it('is one EDTF text for whoever says it in words', () => {
    expect(edtfOf({ edtf: null, since: '2009-09', until: '2011-09' })).toBe('2009-09/2011-09');
    expect(edtfOf({ edtf: null, since: '2009-09', until: null })).toBe('2009-09/..');
    expect(edtfOf({ edtf: null, since: null, until: null })).toBeNull();
  });
});

describe('where a jurisdiction stands', () => {
  it('is not known where nothing is', () => expect(stateFrom([])).toBeNull());
  it('is the most that was done, whatever was pledged', () => {
    expect(stateFrom([told('pledged', '2011-08-16'), told('ratified', '2011-09-20', {}, 'r')])).toMatchObject({ kind: 'ratified', by: 'r' });
    expect(stateFrom([told('ratified', '2010'), told('signed', '2009'), told('in-force', '2011', {}, 'f')])).toMatchObject({ kind: 'in-force', by: 'f' });
    expect(stateFrom([told('signed', '2009', {}, 's'), told('not-ratified', null, { until: '2010' })])).toMatchObject({ kind: 'signed', by: 's' });
  });
  it('is open as long as nothing was done: a pledge says more than a look', () => {
    expect(stateFrom([told('not-ratified', null, { until: '2011-09' })])?.kind).toBe('not-ratified');
    expect(stateFrom([told('pledged', '2011-03'), told('not-ratified', null, { until: '2011-09' })])?.kind).toBe('pledged');
  });
  it('ends with a withdrawal, until it is done anew', () => {
    const before = [told('ratified', '2001'), told('withdrawn', '2005', {}, 'w')];
    expect(stateFrom(before)).toMatchObject({ kind: 'withdrawn', by: 'w' });
    expect(stateFrom([...before, told('ratified', '2009', {}, 'again')])).toMatchObject({ kind: 'ratified', by: 'again' });
  });
  it('carries a reservation', () => {
    expect(stateFrom([told('ratified', '2010-05-01', {}, 'r'), told('reserved', '2010-05-01')])).toMatchObject({ kind: 'ratified', by: 'r', reserved: true });
    expect(stateFrom([told('reserved', '2010')])).toMatchObject({ kind: 'ratified', reserved: true });
  });
  it('does not depend on the order in which things were written down', () => {
    const events = [told('signed', '2009'), told('ratified', '2010'), told('withdrawn', '2011'), told('pledged', '2012')];
    const expected = stateFrom(events);
    for (let turn = 0; turn < events.length; turn++) expect(stateFrom([...events.slice(turn), ...events.slice(0, turn)])).toEqual(expected);
  });
  it('says that two sources cannot both be right, and not which of them is wrong', () => {
    expect(stateFrom([told('ratified', '2010', {}, 'r'), told('not-ratified', null, { until: '2011-09' }, 'open')])?.contradiction).toEqual(['r', 'open']);
    expect(stateFrom([told('ratified', null, { since: '2009', until: '2011-09' }), told('not-ratified', null, { until: '2010-10-08' })])?.contradiction).toBeNull();
  });
});

describe('the record', () => {
  it('narrows Greece by the statement of October 2010, as DISCREPANCIES E8 has it', () =>
    expect(stateFrom(ofRecord('GR', 'Trafficking-Protocol'))).toMatchObject({ kind: 'ratified', by: 'rat-gr-tp', notBefore: { day: '2010-10-08', event: 'open-gr-tp-2010' }, contradiction: null }));
  it('leaves the Czech Republic open, by the later of two looks', () => expect(stateFrom(ofRecord('CZ', 'Trafficking-Protocol'))).toMatchObject({ kind: 'not-ratified', by: 'open-cz-tp-2011' }));
  it('has New Zealand ratified and Indonesia pledged', () => {
    expect(stateFrom(ofRecord('NZ', 'OPSC'))).toMatchObject({ kind: 'ratified', by: 'rat-nz-opsc' });
    expect(stateFrom(ofRecord('ID', 'OPSC'))).toMatchObject({ kind: 'pledged', by: 'pledge-id-opsc' });
  });
  it('is in order by what is known of each date', () =>
    expect(inOrder(ofRecord('MT', 'CoE-Lanzarote')).map(({ id }) => id)).toEqual(['pledge-mt-lanzarote', 'rat-mt-lanzarote']));
});

describe('what an organiser writes down', () => {
  const sound = { instrument: 'OPSC', jurisdiction: 'SE', event: 'ratified' as const, date: '2026-03', evidence: 'https://treaties.example/1' };
  const codes = (change: object): string[] => eventFaults({ ...sound, ...change }, '2026-11-23').map(({ field, code }) => `${field}:${code}`);
  it('needs its evidence, a date that has come, and a place', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ evidence: ' ' })).toEqual(['evidence:required']);
    expect(codes({ evidence: 'javascript:alert(1)' })).toEqual(['evidence:link_unsafe']);
    expect(codes({ date: '2027-01' })).toEqual(['date:in_future']);
    expect(codes({ date: 'one day' })).toEqual(['date:date_unreadable']);
    expect(codes({ since: '2025' })).toEqual(['date:date_or_bounds']);
    expect(codes({ date: null, since: '2026', until: '2025' })).toEqual(['until:ends_before_it_begins']);
    expect(codes({ jurisdiction: null })).toEqual(['jurisdiction:required']);
    expect(codes({ jurisdiction: null, event: 'in-force' })).toEqual([]);
  });
});
