import { describe, expect, it } from '@jest/globals';
import { type Publication } from '#libs/embargo';
import { type WholeCampaign } from '#libs/petitions';
import { translator } from '../../i18n/index.js';
import { noticesOf } from './publication-notices.js';
import { publicationEvents } from './timeline-view.js';

const at = (day: number): Date => new Date(Date.UTC(2026, 2, day));
const publication = (id: string, more: Partial<Publication> = {}): Publication => ({ id, kind: 'ranking', title: { en: `Ranking ${id}` }, publicAt: at(3), withdrawn: null, correctedBy: null, ...more }) as Publication;
const notices = (...all: Publication[]): unknown => noticesOf(all, (words) => ({ text: words['en'] ?? '', lang: 'en' })).map(({ key, withdrawn, corrected }) => [key, withdrawn?.on ?? null, corrected?.by.text ?? null]);

describe('what is told of a publication since it was public', () => {
  it('is that it was withdrawn, or corrected by which one, or both; of others nothing', () => {
    expect(notices(publication('a', { correctedBy: 'b' }), publication('b', { publicAt: at(9) }), publication('c', { withdrawn: { at: at(8), why: { en: 'Wrong.' } } }), publication('d'))).toEqual([['a', null, 'Ranking b'], ['c', '2026-03-08', null]]);
    expect(notices(publication('a', { correctedBy: 'b', withdrawn: { at: at(8), why: { en: 'Wrong.' } } }), publication('b', { publicAt: at(9) }))).toEqual([['a', '2026-03-08', 'Ranking b']]);
  });

  it('is not a correction that was itself withdrawn', () => {
    expect(notices(publication('a', { correctedBy: 'b' }), publication('b', { withdrawn: { at: at(10), why: { en: 'Wrong again.' } } }))).toEqual([['b', '2026-03-10', null]]);
  });

  it('stands in the timeline on both days, with a title of another language kept apart', () => {
    const around = { campaign: { slug: 'spec', defaultLanguage: 'en' } as WholeCampaign, t: translator('ar'), locale: 'ar' as const, place: (id: string) => ({ id }) };
    const events = publicationEvents([publication('a', { correctedBy: 'b', withdrawn: { at: at(8), why: { en: 'Wrong.' } } }), publication('b', { publicAt: at(9) })], around);
    expect(events.map(({ key, kind, date }) => [key, kind, date])).toEqual([['publication-a', 'publication', '2026-03-03'], ['withdrawn-a', 'withdrawal', '2026-03-08'], ['publication-b', 'publication', '2026-03-09']]);
    expect(events[0]?.note).toMatchObject({ text: expect.stringMatching(/سُحبت.*صُحّحت.*«\u2068Ranking b\u2069»/s), lang: 'ar' });
    expect(events[1]?.note).toEqual({ text: 'Wrong.', lang: 'en' });
    expect(events[2]?.note).toBeNull();
  });
});
