import { performance } from 'node:perf_hooks';
import { afterAll, describe, expect, it } from '@jest/globals';
import { sampleCard, sampleHandover, samplePoster, sampleSheet } from '../testing/samples.js';
import { reportFacts } from '../reports/facts/report-facts.js';
import { dataOfFile } from '../reports/testing/data-of-file.js';
import { recordFile } from '../reports/testing/record.js';
import { type PressOrder, setPaper } from './orders.js';
import { PdfPress } from './pdf-press.js';

const country: PressOrder = { paper: 'report', facts: reportFacts(dataOfFile(recordFile()), 'country', 'GB'), language: 'fr', link: 'https://example.org/r' };
const card: PressOrder = { paper: 'staff-card', data: sampleCard('en') };
const holes: PressOrder = { paper: 'poster', data: { ...samplePoster('en'), title: 'Keep 你 word' }, size: 'A4' };

describe('the press', () => {
  const press = new PdfPress();
  afterAll(() => press.onApplicationShutdown());

  it.each<[string, PressOrder]>([
    ['a report', country], ['a letter of a handover', { paper: 'handover-letter', data: sampleHandover('ar') }], ['a certificate', { paper: 'handover-certificate', data: sampleHandover('en') }],
    ['a poster', { paper: 'poster', data: samplePoster('fr'), size: 'A3' }], ['sheets', { paper: 'sheets', groups: [sampleSheet('en')] }], ['a staff card', card],
  ])('sets %s with the bytes it has in this thread', async (_name, order) => {
    const set = await press.set(order);
    expect(set.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(set.equals(await setPaper(order))).toBe(true);
  }, 60_000);

  it('leaves this thread free', async () => {
    const before = performance.eventLoopUtilization();
    await press.set(country);
    const { active, idle } = performance.eventLoopUtilization(before);
    expect(active).toBeLessThan(idle);
  }, 60_000);

  it('tells which letters no font has, and goes on with the next paper', async () => {
    const [refused, next] = await Promise.allSettled([press.set(holes), press.set(card)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'DomainError', code: 'publications.glyphs_missing', kind: 'conflict', facts: { letters: '你 (U+4F60)' } } });
    expect(next.status).toBe('fulfilled');
  }, 60_000);

  it('refuses only the paper that cannot be handed to a thread', async () => {
    const odd = { paper: 'poster', data: { ...samplePoster('en'), title: () => '' }, size: 'A4' } as unknown as PressOrder;
    const [refused, next] = await Promise.allSettled([press.set(odd), press.set(card)]);
    expect([refused.status, next.status]).toEqual(['rejected', 'fulfilled']);
  }, 60_000);
});

describe('a press with too much to do, or that ends', () => {
  it('refuses what would wait behind twenty others, and those that wait when the process ends', async () => {
    const press = new PdfPress();
    const asked = Promise.allSettled(Array.from({ length: 22 }, () => press.set(card)));
    const twentySecond = await press.set(card).catch((error: unknown) => error);
    expect(twentySecond).toMatchObject({ code: 'service.unavailable', kind: 'unavailable', retryAfterS: 10 });
    await press.onApplicationShutdown();
    expect((await asked).map((one) => one.status === 'rejected' && (one.reason as { code?: string }).code)).toEqual(Array.from({ length: 22 }, () => 'service.unavailable'));
    await expect(press.set(card)).rejects.toMatchObject({ code: 'service.unavailable' });
  }, 60_000);
});
