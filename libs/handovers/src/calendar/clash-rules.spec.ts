import { describe, expect, it } from '@jest/globals';
import { clashes, type ClashSurroundings, delegateKey, type PlannedHandover } from './clash-rules.js';

const ana = { key: 'ana@example.org', name: 'Ana' };
const ours: PlannedHandover = { id: 'a', jurisdiction: 'SE', from: '2026-12-09', to: '2026-12-09', exact: true, place: 'Stockholm', delegates: [ana] };
const other = (day: string, more: Partial<PlannedHandover> = {}): PlannedHandover => ({ ...ours, id: 'b', jurisdiction: 'NO', place: 'Oslo', from: day, to: day, ...more });
const nothing: ClashSurroundings = { others: [], terms: [], blackouts: [] };
const codes = (around: Partial<ClashSurroundings>, handover = ours): string[] => clashes(handover, { ...nothing, ...around }).map(({ code }) => code);

describe('clashes', () => {
  it('the same delegate on the same day, whoever has the name spelt how', () => {
    expect(clashes(ours, { ...nothing, others: [other('2026-12-09')] })).toEqual([{ code: 'delegate_same_day', name: 'Ana', handoverId: 'b', jurisdiction: 'NO', day: '2026-12-09' }]);
    expect(delegateKey({ email: 'Ana@Example.org', name: 'A. Silva' })).toBe(ana.key);
    expect(delegateKey({ email: null, name: ' Ana  SILVA ' })).toBe('ana silva');
    expect(codes({ others: [other('2026-12-09', { delegates: [{ key: 'bo', name: 'Bo' }] })] })).toEqual([]);
  });

  it.each([['2026-12-08', ['delegate_travels']], ['2026-12-10', ['delegate_travels']], ['2026-12-07', []], ['2026-12-11', []]])('the same delegate elsewhere on %s: %j', (day, found) => {
    expect(codes({ others: [other(day)] })).toEqual(found);
  });

  it('nobody travels who stays in the same house', () => {
    expect(codes({ others: [other('2026-12-10', { jurisdiction: 'SE', place: 'Stockholm' })] })).toEqual(['same_week']);
  });

  it.each([['2026-12-07', 1], ['2026-12-13', 1], ['2026-12-06', 0], ['2026-12-14', 0]])('two of one country in a week from Monday to Sunday: %s', (day, n) => {
    expect(codes({ others: [other(day, { jurisdiction: 'SE', delegates: [] })] }).filter((code) => code === 'same_week')).toHaveLength(n);
  });

  it('a term that ends before the day, and none that ends on it or goes on', () => {
    const term = (to: string | null) => ({ office: 'Minister', person: 'Berg', to });
    expect(clashes(ours, { ...nothing, terms: [term('2026-12-08')] })).toEqual([{ code: 'term_ends', office: 'Minister', person: 'Berg', day: '2026-12-08' }]);
    expect(codes({ terms: [term('2026-12-09'), term(null)] })).toEqual([]);
  });

  it('a time before an election, its first and last day included', () => {
    const blackout = (from: string, to: string) => ({ from, to, reason: 'Election' });
    expect(codes({ blackouts: [blackout('2026-12-09', '2026-12-20'), blackout('2026-12-01', '2026-12-09')] })).toEqual(['blackout', 'blackout']);
    expect(codes({ blackouts: [blackout('2026-12-10', '2026-12-20'), blackout('2026-12-01', '2026-12-08')] })).toEqual([]);
  });

  it('of a rough date only what all its days meet', () => {
    const rough = { ...ours, from: '2026-12-01', to: '2026-12-31', exact: false };
    expect(codes({ others: [other('2026-12-09')], blackouts: [{ from: '2026-12-05', to: '2026-12-10', reason: 'x' }] }, rough)).toEqual([]);
    expect(codes({ blackouts: [{ from: '2026-11-01', to: '2026-12-31', reason: 'x' }] }, rough)).toEqual(['blackout']);
  });

  it('nothing where no date is known', () => {
    expect(codes({ others: [other('2026-12-09')], terms: [{ office: 'M', person: 'B', to: '2000-01-01' }] }, { ...ours, from: null, to: null, exact: false })).toEqual([]);
  });
});
