import { describe, expect, it } from '@jest/globals';
import { bundleFigures, leastPeople, residentFigures } from './bundle-rules.js';

const member = (id: string, signatures: number | null, verified = 0, qualifier: 'exact' | 'more-than' = 'exact') =>
  ({ id, name: id, stated: signatures === null ? null : { signatures, qualifier }, verified, handover: null });

describe('the figures of a bundle', () => {
  it('stand side by side and are never added', () => {
    const figures = bundleFigures({ signatures: 500, qualifier: 'exact' }, [member('AT', 300, 7), member('BE', 250, 5)]);
    expect(figures).toMatchObject({ stated: { signatures: 500 }, sumOfMembers: { signatures: 550, from: 2, of: 2, lowerBound: false }, verified: 12 });
  });

  it('say from how many members a figure is known, and never take an unknown one for nought', () => {
    expect(bundleFigures(null, [member('AT', 300), member('CY', null)])).toMatchObject({ stated: null, sumOfMembers: { signatures: 300, from: 1, of: 2 } });
    expect(bundleFigures(null, [member('CY', null)]).sumOfMembers).toBeNull();
  });

  it('are a lower bound as soon as one of them is', () => {
    expect(bundleFigures(null, [member('AT', 300), member('CA', 10, 0, 'more-than')]).sumOfMembers?.lowerBound).toBe(true);
  });
});

describe('how many of the signers live in the country', () => {
  it('is not told in public when one side is fewer than ten people', () => {
    expect(residentFigures(100, 95, false)).toEqual({ counted: 100, residents: null });
    expect(residentFigures(100, 9, false)).toEqual({ counted: 100, residents: null });
    expect(residentFigures(100, 90, false)).toEqual({ counted: 100, residents: 90 });
    expect(residentFigures(100, 100, false)).toEqual({ counted: 100, residents: 100 });
  });
  it('is told exactly to organisers', () => expect(residentFigures(100, 95, true)).toEqual({ counted: 100, residents: 95 }));
});

describe('members of a bundle', () => {
  const dated = (id: string, afterBundle: boolean | null) => ({ ...member(id, 100), handover: { id: `${id}-h1`, date: '2011-09-01', afterBundle } });

  it('that handed over after its day are named; of an unknown date nothing is said', () => {
    expect(bundleFigures(null, [dated('AT', true), dated('BE', false), dated('CY', null), member('DK', 5)]).after).toEqual(['AT']);
  });

  it('with a printed figure of their own overlap it in a number that nobody knows', () => {
    const stated = { signatures: 66_750, qualifier: 'exact' } as const;
    expect(bundleFigures(stated, [member('IN', 302_107), member('BD', null), member('NP', null)]).overlapUnknown).toEqual(['IN']);
    expect(bundleFigures(null, [member('IN', 302_107)]).overlapUnknown).toEqual([]);
  });
});

describe('the least number of people behind signatures of several petitions', () => {
  it('counts a known person once, and never fewer than one petition has', () => {
    expect(leastPeople({ people: 150, petitions: [100, 80] })).toBe(150);
    expect(leastPeople({ people: 20, petitions: [100, 80] })).toBe(100);
    expect(leastPeople({ people: 0, petitions: [] })).toBe(0);
  });
});
