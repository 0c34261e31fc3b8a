import { describe, expect, it } from '@jest/globals';
import { bundleFigures, residentFigures } from './bundle-rules.js';

const member = (id: string, signatures: number | null, verified = 0, qualifier: 'exact' | 'more-than' = 'exact') =>
  ({ id, name: id, stated: signatures === null ? null : { signatures, qualifier }, verified });

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
