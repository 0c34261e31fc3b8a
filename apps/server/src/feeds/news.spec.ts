import { describe, expect, it } from '@jest/globals';
import { type Publication } from '#libs/embargo';
import { type Commitment, type Handover } from '#libs/handovers';
import { type DoorPetition, type WholeCampaign } from '#libs/petitions';
import { type PublishedTally } from '#libs/tallies';
import { translator } from '../i18n/index.js';
import { commitmentNews, handoverNews, inOrder, petitionNews, publicationNews } from './news.js';

const t = translator('en');
const campaign = { slug: 'spec', kind: 'live', defaultLanguage: 'en' } as unknown as WholeCampaign;
const at = (day: number): Date => new Date(Date.UTC(2026, 2, day));
const norway = { id: 'NO', kind: 'country', name: 'Norway', names: {} };
const petition = (change: object = {}): DoorPetition => ({ slug: 'spec-no', jurisdictionId: 'NO', jurisdiction: norway, status: 'open', openedAt: at(1), closedAt: null, campaign: { kind: 'live' }, ...change }) as unknown as DoorPetition;
const tally = (milestones: PublishedTally['milestones']): PublishedTally => ({ milestones }) as unknown as PublishedTally;

describe('news of a campaign', () => {
  it('tell that a petition opened, which milestones it reached and that it closed, and nothing of a record', () => {
    const milestones = [{ threshold: 1_000, approachingAt: null, reachedAt: at(5).toISOString() }, { threshold: 5_000, approachingAt: at(6).toISOString(), reachedAt: null }];
    expect(petitionNews(t, petition({ status: 'closed', closedAt: at(9) }), tally(milestones)).map(({ title, at: when }) => [title, when.getUTCDate()])).toEqual([
      ['Norway: the petition is open', 1], ['Norway: the petition is closed', 9], ['Norway: 1,000 signatures reached', 5],
    ]);
    expect(petitionNews(t, petition({ campaign: { kind: 'record' } }), tally(milestones))).toEqual([]);
  });

  it('tell of a handover and its answers at the end of the embargo, not when they were written down', () => {
    const handover = {
      id: 'h', status: 'held', jurisdiction: norway, date: { edtf: '2026-03-04' }, stated: { signatures: 1_200, qualifier: 'more-than' },
      responses: [{ id: 'r1', kind: 'letter', text: 'Takk', language: 'no', translations: { en: 'Thanks' }, recordedAt: at(4), replaces: null }, { id: 'r2', kind: 'said', text: 'Well', recordedAt: at(4) }, { id: 'r3', kind: 'answer', text: 'Ja', language: 'no', translations: {}, recordedAt: at(20), replaces: 'r1' }],
    } as unknown as Handover;
    expect(handoverNews(t, campaign, handover, at(10)).map(({ id, at: when, title, text }) => [id, when.getUTCDate(), title, text?.text])).toEqual([
      ['handover/h', 10, 'Norway: signatures handed over', '4 March 2026 · signatures: more than 1,200'], ['answer/r1', 10, 'Norway: an answer came', 'Thanks'], ['answer/r3', 20, 'Norway: an answer was corrected', 'Ja'],
    ]);
    expect(handoverNews(t, campaign, { ...handover, status: 'planned' }, at(10))).toEqual([]);
  });

  it('tell of a broken promise once the office replied, or its time was over', () => {
    const entry = (id: string, status: string, recordedAt: Date, reply: object | null = null): object => ({ id, status, recordedAt, reply });
    const commitment = {
      id: 'c', handoverId: 'h', jurisdiction: { id: 'NO', name: 'Norway' }, text: 'A register will be kept.', language: null, words: {},
      history: [entry('1', 'promised', at(4)), entry('2', 'broken', at(12), { repliedAt: at(15), openUntil: at(26) }), entry('3', 'broken', at(12), { repliedAt: null, openUntil: at(26) })],
    } as unknown as Commitment;
    expect(commitmentNews(t, campaign, commitment, at(10)).map(({ at: when, title }) => [when.getUTCDate(), title])).toEqual([[10, 'Norway: a promise was made'], [15, 'Norway: a promise is now “Not kept”'], [26, 'Norway: a promise is now “Not kept”']]);
  });

  it('tell of a publication at its instant, and in the same place that it was withdrawn', () => {
    const publication = { id: 'p', kind: 'report', title: { en: 'Final report' }, publicAt: at(3), withdrawn: null, corrects: null } as unknown as Publication;
    expect(publicationNews(t, campaign, publication)).toMatchObject([{ id: 'publication/p', at: at(3), title: 'New report: Final report', href: '/campaigns/spec/reports' }]);
    expect(publicationNews(t, campaign, { ...publication, withdrawn: { at: at(8), why: { en: 'A table was wrong.' } } })).toMatchObject([{ id: 'publication/p', at: at(8), title: 'Withdrawn: Final report', text: { text: 'A table was wrong.' } }]);
  });

  it('tell of cards in each country that was judged, and of what became of them', () => {
    const publication = { id: 'p', kind: 'cards', title: { en: 'Cards of 2026' }, publicAt: at(3), withdrawn: null, corrects: null } as unknown as Publication;
    const entries = (more: Partial<Publication>): unknown => publicationNews(t, campaign, { ...publication, ...more }, [norway]).slice(1);
    expect(entries({})).toEqual([{ id: 'publication/p/NO', at: at(3), title: 'Norway: progress card, Cards of 2026', text: null, href: '/campaigns/spec/progress/NO', jurisdiction: 'NO', inCountryOnly: true }]);
    expect(entries({ corrects: 'o' })).toMatchObject([{ id: 'publication/p/NO', title: 'Norway: progress card corrected, Cards of 2026' }]);
    expect(entries({ withdrawn: { at: at(8), why: { en: 'Two cards were mixed up.' } } })).toMatchObject([{ id: 'publication/p/NO', at: at(8), title: 'Norway: progress card withdrawn, Cards of 2026', text: { text: 'Two cards were mixed up.' } }]);
  });

  it('come newest first, and those of one instant always in one order', () => {
    const item = (id: string, day: number): Parameters<typeof inOrder>[0][number] => ({ id, at: at(day), title: id, text: null, href: '/', jurisdiction: null });
    expect(inOrder([item('b', 1), item('c', 2), item('a', 1)]).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});
