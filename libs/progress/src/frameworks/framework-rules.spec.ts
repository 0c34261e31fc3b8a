import { describe, expect, it } from '@jest/globals';
import type { MeasuresInput } from '#libs/petitions';
import { frameworkFaults, MOST_INDICATORS, tidyFramework } from './framework-rules.js';

const goal = (key: string, title: Record<string, string> = { en: key }) => ({ key, title });
const indicator = (key: string, of: string, change: object = {}) => ({ key, goal: of, title: { en: key }, description: { en: 'Is there one?' }, ...change });
const sound: MeasuresInput = { goals: [goal('law'), goal('help')], indicators: [indicator('law.plan', 'law'), indicator('help.line', 'help')] };
const codes = (change: Partial<MeasuresInput>, known: Pick<MeasuresInput, 'goals' | 'indicators'> = { goals: [], indicators: [] }): string[] => frameworkFaults({ ...sound, ...change }, known).map(({ field, code }) => `${field}:${code}`);

describe('goals and indicators', () => {
  it('are sound with a title each, and what is asked', () => expect(codes({})).toEqual([]));
  it('want at least one of each, and no more than a card can hold', () => {
    expect(codes({ goals: [], indicators: [] })).toEqual(['goals:required', 'indicators:required']);
    expect(codes({ indicators: Array.from({ length: MOST_INDICATORS + 1 }, (_, n) => indicator(`law.${n}`, 'law')) })).toEqual(['indicators:too_many']);
  });
  it('tell every fault at its place', () => {
    expect(codes({
      goals: [goal('law'), goal('law', { fr: ' ' }), goal('Help me')],
      indicators: [indicator('', 'law', { title: { en: 'Plan' } }), indicator('law.plan', 'nothing', { title: {} }), indicator('law.courts', '', { description: { en: '' } }), indicator('law.x', 'law', { title: { english: 'x' } })],
    })).toEqual([
      'goals.1.key:taken', 'goals.2.key:malformed', 'indicators.0.key:required', 'goals.1.title:required', 'indicators.1.goal:unknown', 'indicators.1.title:required', 'indicators.2.goal:required', 'indicators.2.description:required',
      'indicators.3.title:unknown',
    ]);
  });
  it('keep keys that are there, in whatever letters a file had them', () => {
    const old = { goals: [goal('Law'), goal('help')], indicators: [indicator('OPSC', 'Law')] };
    expect(codes(old, old)).toEqual([]);
    expect(codes(old)).toEqual(['goals.0.key:malformed', 'indicators.0.key:malformed']);
  });
  it('are written one goal after the other, without empty languages', () =>
    expect(tidyFramework({ goals: [goal('b', { en: ' B ', fr: '' }), goal('a')], indicators: [indicator('a.1', 'a'), indicator('b.1', 'b'), indicator('a.2', 'a')] })).toMatchObject({
      goals: [{ key: 'b', title: { en: 'B' } }, { key: 'a' }], indicators: [{ key: 'b.1' }, { key: 'a.1' }, { key: 'a.2' }],
    }));
});
