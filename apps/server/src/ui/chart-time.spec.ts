import { describe, expect, it } from '@jest/globals';
import { axisMarks, labelled } from './chart-time.js';

const points = (...values: number[]) => values.map((value) => ({ value }));

describe('The words at a chart', () => {
  it('name the first and the last day and few between', () => {
    expect(axisMarks(3)).toEqual([0, 1, 2]);
    expect(axisMarks(48)).toEqual([0, 12, 24, 35, 47]);
    expect(axisMarks(0)).toEqual([]);
  });

  it('stand at the highest bar and at the last, unless they would cover each other', () => {
    expect(labelled(points(1, 9, 2, 3, 4))).toEqual([1, 4]);
    expect(labelled(points(...Array.from({ length: 30 }, (_, n) => n)))).toEqual([29]);
    expect(labelled(points(...Array.from({ length: 30 }, (_, n) => (n === 28 ? 90 : n))))).toEqual([28]);
  });

  it('stand nowhere where nothing was counted', () => {
    expect(labelled(points(0, 0, 0))).toEqual([]);
    expect(labelled([])).toEqual([]);
  });
});
