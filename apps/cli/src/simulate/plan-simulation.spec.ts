import { describe, expect, it } from '@jest/globals';
import { planSimulation, type SimulationOptions } from './plan-simulation.js';

const options: SimulationOptions = { count: 1_000, duplicates: 0.1, faulty: 0.02, confirm: 0.5, seed: 'one', run: 'r1' };

describe('a simulation', () => {
  it('sends as many posts as asked for, in the shares asked for', () => {
    const { signers, faulty, sent } = planSimulation(options);
    const repeats = signers.reduce((sum, { atOnce, later }) => sum + atOnce.length + later.length, 0);
    expect([sent, signers.length, repeats, faulty.length]).toEqual([1_000, 880, 100, 20]);
    const confirming = signers.filter(({ confirms }) => confirms).length;
    expect(confirming).toBeGreaterThan(380);
    expect(confirming).toBeLessThan(500);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(planSimulation(options)).toEqual(planSimulation(options));
    expect(planSimulation(options)).not.toEqual(planSimulation({ ...options, seed: 'two' }));
  });

  it('writes to mailboxes that exist nowhere', () => {
    for (const { email } of planSimulation(options).signers) expect(email).toMatch(/\.invalid$/);
  });

  it('asks of nobody more than three posts, also where nearly all are repeats', () => {
    const { signers, sent } = planSimulation({ ...options, count: 30, duplicates: 0.9, faulty: 0 });
    expect(sent).toBe(30);
    expect(Math.max(...signers.map(({ atOnce, later }) => atOnce.length + later.length))).toBeLessThanOrEqual(2);
  });
});
