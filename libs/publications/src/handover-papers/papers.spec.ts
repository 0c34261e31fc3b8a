import { beforeAll, describe, expect, it } from '@jest/globals';
import { PAPER_LANGUAGES } from '../phrasebook.js';
import { type Picture, picturesOf } from '../testing/pictures.js';
import { sampleHandover } from '../testing/samples.js';
import { handoverCertificate, handoverLetter, handoverPacket } from './papers.js';

const LANGUAGES = ['en', 'fr', 'ar'] as const;
const pageCount = (pdf: Buffer): number => (pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/gu) ?? []).length;

describe('papers of a sealed handover', () => {
  let pictures: Record<string, Picture[]>;

  beforeAll(async () => {
    const pdfs: Record<string, Buffer> = {};
    for (const language of LANGUAGES) {
      pdfs[`letter-${language}`] = await handoverLetter(sampleHandover(language));
      pdfs[`certificate-${language}`] = await handoverCertificate(sampleHandover(language));
    }
    pictures = picturesOf(pdfs);
  }, 90_000);

  it.each(LANGUAGES)('lead to the public page by a code on the first page, in %s', (language) => {
    expect(pictures[`letter-${language}`]?.map(({ code }) => code)).toEqual([sampleHandover(language).link]);
    expect(pictures[`certificate-${language}`]?.map(({ code }) => code)).toEqual([sampleHandover(language).link]);
  });

  it.each(LANGUAGES)('give their words and their order to whoever copies or hears them, in %s', (language) => {
    const [page] = pictures[`letter-${language}`] ?? [];
    // pdf.js makes a mark of its own of a dot that stands beside its letter; words of ours hold letters only.
    const letters = (text: string): string => text.normalize('NFC').replace(language === 'ar' ? /[^\p{Script=Arabic}]/gu : /[^\p{L}]/gu, '');
    const said = letters(page?.text ?? '');
    const words = (sampleHandover(language).petitions[0]?.calls ?? []).flatMap((call) => call.text.split(/\s+/u)).map(letters);
    expect(words.length).toBeGreaterThan(30);
    expect(words.filter((word) => !said.includes(word))).toEqual([]);
    expect(page?.roles.filter((role) => role === 'H1')).toHaveLength(1);
    expect(page?.roles.indexOf('Figure')).toBeGreaterThan(page?.roles.indexOf('LI') ?? 0);
  });

  it.each(PAPER_LANGUAGES)('speak %s, the certificate on one page', async (language) => {
    expect(pageCount(await handoverCertificate({ ...sampleHandover('en'), language }))).toBe(1);
  });

  it('keep figures and the day asked for on the first page where calls are too long for it', async () => {
    const calls = Array.from({ length: 15 }, () => ({ text: 'Give every child who was trafficked a safe place to live. '.repeat(8), lang: 'en' }));
    const { petitions: [petition] } = sampleHandover('en');
    expect(pageCount(await handoverLetter(sampleHandover('en', { petitions: petition ? [{ ...petition, calls }] : [] })))).toBe(2);
  });

  it('stay under 5 MB with the petitions of a whole region', async () => {
    const { petitions: [petition] } = sampleHandover('fr');
    if (!petition) throw new Error('no petition');
    const ids = ['GB', 'FR', 'DE', 'ES', 'SE', 'NL', 'IE', 'AT', 'BE', 'CY', 'DK', 'GR', 'LV', 'LU', 'MT', 'PT', 'RO'];
    const packet = await handoverPacket(sampleHandover('fr', { petitions: ids.map((id) => ({ ...petition, place: { id, name: id } })) }));
    expect(packet.length).toBeLessThan(5 * 1024 * 1024);
    expect(pageCount(packet)).toBeGreaterThan(17);
  }, 60_000);

  it('are the same bytes for the same data', async () => {
    expect(await handoverLetter(sampleHandover('ar'))).toEqual(await handoverLetter(sampleHandover('ar')));
  });
});
