import { describe, expect, it } from '@jest/globals';
import { PublishedTallies } from './published-tallies.js';
import { TallyFigures, type TallyView } from './tally-figures.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 20, 12);

/** 800 of 1,000, five an hour for four weeks; counts how often its history is read. */
class SpecFigures extends TallyFigures {
  total = 800;
  readings = 0;

  constructor() {
    super(undefined as never);
  }

  override async view(petitionId: number): Promise<TallyView> {
    return {
      petitionId, slug: 'spec', privacy: 'standard', asOf: new Date(NOW), open: true, openedAt: new Date(NOW - 672 * HOUR), counted: this.total, pending: 0, attested: null, total: this.total,
      cells: [{ country: 'GB', channel: 'online', n: this.total }], attestedByChannel: [], milestones: [], target: null, approachingShare: 0.9,
    };
  }

  override async hourly(): Promise<{ hour: Date; n: number }[]> {
    this.readings += 1;
    return Array.from({ length: 672 }, (_, back) => ({ hour: new Date(NOW - (back + 1) * HOUR), n: 5 }));
  }
}

describe('a published tally', () => {
  it('shows each count as it is, and works out its forecast once a minute however many look', async () => {
    const figures = new SpecFigures();
    const tallies = new PublishedTallies(figures);
    const [first] = await Promise.all(Array.from({ length: 50 }, () => tallies.forPublic(1, NOW)));
    figures.total = 801;
    const second = await tallies.forPublic(1, NOW + 59_000);
    expect(figures.readings).toBe(1);
    expect(first?.nextMilestone).toMatchObject({ threshold: 1_000, remaining: 200 });
    expect(second?.nextMilestone).toMatchObject({ threshold: 1_000, remaining: 199, forecast: first?.nextMilestone?.forecast });
    await tallies.forPublic(1, NOW + 61_000);
    expect(figures.readings).toBe(2);
  });

  it('works out a new forecast at once when another milestone is next', async () => {
    const figures = new SpecFigures();
    const tallies = new PublishedTallies(figures);
    await tallies.forPublic(1, NOW);
    figures.total = 3_000;
    expect((await tallies.forPublic(1, NOW + 1_000))?.nextMilestone?.threshold).toBe(5_000);
    expect(figures.readings).toBe(2);
  });
});
