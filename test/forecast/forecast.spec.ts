import { describe, expect, it } from '@jest/globals';
import { outlooks } from '#libs/tallies';
import { type Curve, questionOf, type Question, scoreOf, tuningCurves, unseenCurves, moreUnseenCurves, WAYS } from './curves.js';

const answer = (question: Question) => outlooks(question, [question.threshold])[0]?.range ?? null;
const [tuning, unseen, more] = [tuningCurves(), unseenCurves(), moreUnseenCurves(60)];
const scoreAt = (curves: readonly Curve[], way: number) => scoreOf(curves.map((curve) => questionOf(curve, way)), answer);

describe('The forecast on petition curves it was not tuned on', () => {
  it.each([...WAYS])('holds the truth on at least seven of ten, with a range no wider than 1.6 times the wait, when %f of the way is made', (way) => {
    const score = scoreAt(unseen, way);
    process.stdout.write(`forecast, unseen curves at ${way}: ${JSON.stringify(score)}\n`);
    expect(score.asked).toBe(10);
    expect(score.held).toBeGreaterThanOrEqual(7);
    expect(score.medianWidth).toBeLessThan(1.6);
  });

  it('was not merely lucky with these ten: of sixty more it holds three in four', () => {
    for (const way of WAYS) {
      const score = scoreAt(more, way);
      process.stdout.write(`forecast, 60 more at ${way}: ${JSON.stringify(score)}\n`);
      expect(score.held / score.asked).toBeGreaterThanOrEqual(0.75);
      expect(score.medianWidth).toBeLessThan(1.6);
    }
  });
});

describe('The forecast on the thirty curves for tuning', () => {
  it('holds the truth on four in five, neither too early nor too late as a rule', () => {
    for (const way of WAYS) {
      const score = scoreAt(tuning, way);
      process.stdout.write(`forecast, 30 for tuning at ${way}: ${JSON.stringify(score)}\n`);
      expect(score.held).toBeGreaterThanOrEqual(24);
      expect(Math.abs(score.early - score.late)).toBeLessThanOrEqual(4);
    }
  });
});

describe('The score', () => {
  const [question] = unseen.map((curve) => questionOf(curve, 0.8));
  const of = (range: { from: number; to: number | null } | null) => scoreOf([question as Question], () => range);

  it('does not let a range without an end, or none at all, hold what came', () => {
    expect(question?.truth).toBeLessThan(Infinity);
    expect(of({ from: 0, to: null })).toMatchObject({ held: 0, open: 1 });
    expect(of(null)).toMatchObject({ held: 0, silent: 1 });
    expect(of({ from: 0, to: (question?.truth ?? 0) - 1 })).toMatchObject({ held: 0, late: 1 });
  });

  it('takes different curves for tuning and for scoring', () => {
    const names = [...tuning, ...unseen].map(({ name }) => name);
    expect(new Set(names).size).toBe(40);
    expect(new Set([...tuning, ...unseen].map(({ hourly }) => hourly.slice(0, 200).join())).size).toBe(40);
  });
});
