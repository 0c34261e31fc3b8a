import { describe, expect, it } from '@jest/globals';
import { jobsFor } from './subscriptions.js';

const row = (topic: string, payload: Record<string, unknown>) => ({ id: '7', topic, payload });

describe('the mails that follow from an event', () => {
  it('a jump over a milestone and close to the next gives one job for each of the two', () => {
    const jobs = jobsFor(row('milestone.crossed', { petitionId: 1, approaching: [10_000], reached: [1_000, 5_000], total: 9_100, by: 'share' }));
    expect(jobs.map(({ id, payload }) => [id, payload])).toEqual([
      ['notifications.milestone-7-approaching', { petitionId: 1, step: 'approaching', thresholds: [10_000] }],
      ['notifications.milestone-7-reached', { petitionId: 1, step: 'reached', thresholds: [1_000, 5_000] }],
    ]);
  });

  it('the same event again is the same job', () => {
    const event = row('signatures.unconfirmed', { petitionId: 1, ids: ['a'] });
    expect(jobsFor(event)).toEqual(jobsFor(event));
  });

  it('a reminder knows the day it was meant for', () => {
    const [job] = jobsFor(row('handover.reminder', { handoverId: 'h', kind: 'in-7-days', about: 'h@2026-12-04' }));
    expect(job?.payload).toEqual({ handoverId: 'h', news: 'in-7-days', on: '2026-12-04' });
  });

  it('events that concern nobody’s mailbox give nothing', () => {
    expect(jobsFor(row('commitment.status', { commitmentId: 'c' }))).toEqual([]);
  });
});
