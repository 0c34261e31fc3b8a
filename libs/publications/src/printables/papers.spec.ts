import { beforeAll, describe, expect, it } from '@jest/globals';
import { PAPER_LANGUAGES, readPhrases } from '../phrasebook.js';
import { type Picture, picturesOf } from '../testing/pictures.js';
import { sampleCard, samplePoster, sampleSheet } from '../testing/samples.js';
import { poster } from './poster.js';
import { sheetLink, sheets } from './sheet.js';
import { staffCard } from './staff-card.js';

/** In which codes are read back, one for each direction; the others are laid out by the same steps. */
const PICTURED = ['en', 'ar'] as const;

const pageCount = (pdf: Buffer): number => (pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/gu) ?? []).length;

describe('printed papers', () => {
  let pictures: Record<string, Picture[]>;

  beforeAll(async () => {
    const pdfs: Record<string, Buffer> = { 'poster-A3': await poster(samplePoster('en'), 'A3') };
    for (const language of PICTURED) {
      pdfs[`poster-${language}`] = await poster(samplePoster(language));
      pdfs[`sheet-${language}`] = await sheets([sampleSheet(language)]);
      pdfs[`card-${language}`] = await staffCard(sampleCard(language));
    }
    pictures = picturesOf(pdfs);
  }, 90_000);

  it.each(PICTURED)('bear codes that a phone reads, in %s', (language) => {
    expect(pictures[`card-${language}`]?.map(({ code }) => code)).toEqual([sampleCard(language).helpLink]);
    expect(pictures[`poster-${language}`]?.map(({ code }) => code)).toEqual([samplePoster(language).link]);
    expect(pictures[`sheet-${language}`]?.map(({ code }) => code)).toEqual([
      'https://keep-your-word.example/tablet/#sheet=10042-0', null, 'https://keep-your-word.example/tablet/#sheet=10043-8', null,
    ]);
  });

  it.each(PAPER_LANGUAGES)('hold the whole staff card on one page, in %s', async (language) => {
    expect(pageCount(await staffCard(sampleCard(language)))).toBe(1);
  });

  it('come as A3 too', () => {
    const [picture] = pictures['poster-A3'] ?? [];
    expect(picture?.width).toBe(Math.ceil(841.89 * 2));
    expect(picture?.code).toBe(samplePoster('en').link);
  });
});

describe('a sheet', () => {
  const pagesOf = async (data: Parameters<typeof sheets>[0]): Promise<number> => pageCount(await sheets(data));
  const one = { sheets: [{ number: '10042-0', lines: 15 }] };

  it('of a short petition without a notice is one page', async () => {
    expect(await pagesOf([sampleSheet('en', { ...one, notice: null })])).toBe(1);
  });

  it('of a long text goes on on the next page instead of losing any of it', async () => {
    const demand = Array.from({ length: 30 }, (_, nth) => `Paragraph ${nth}. ${'We ask again, in the words of today. '.repeat(8)}`).join('\n');
    const calls = Array.from({ length: 15 }, () => ({ text: 'Give every child who was trafficked a safe place to live. '.repeat(6), lang: 'en' }));
    expect(await pagesOf([sampleSheet('en', { ...one, demand, calls, notice: null })])).toBeGreaterThanOrEqual(3);
  });

  it('of forty lines goes on on further pages', async () => {
    expect(await pagesOf([sampleSheet('en', { sheets: [{ number: '10042-0', lines: 40 }], notice: null })])).toBeGreaterThan(1);
  });

  it('may lie in one file with sheets of another language', async () => {
    expect(await pagesOf([sampleSheet('en', { ...one, notice: null }), sampleSheet('ar', { ...one, notice: null })])).toBe(2);
  });

  it('leads to typing mode at itself', () => {
    expect(sheetLink('https://example.org/', '10042-0')).toBe('https://example.org/tablet/#sheet=10042-0');
  });
});

describe('the sentences of printed papers', () => {
  it.each(PAPER_LANGUAGES)('are all there in %s and ask for the same values as in English', (language) => {
    const [english, own] = [readPhrases('en'), readPhrases(language)];
    expect(Object.keys(own)).toEqual(Object.keys(english));
    const values = (message = ''): string[] => [...new Set(message.match(/\{[a-z]+(?=[,}])/giu) ?? [])].sort();
    for (const key of Object.keys(english)) expect({ key, values: values(own[key]) }).toEqual({ key, values: values(english[key]) });
  });

  it('never leave a French mark alone at the beginning of a line', () => {
    expect(Object.entries(readPhrases('fr')).filter(([, message]) => /« | [»:;?!]/u.test(message)).map(([key]) => key)).toEqual([]);
  });
});
