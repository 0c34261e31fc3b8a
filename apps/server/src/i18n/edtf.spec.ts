import { describe, expect, it } from '@jest/globals';
import { formatEdtf } from './edtf.js';
import { formatFigure } from './figures.js';
import { translator } from './translator.js';
import { preferredLocale } from './locales.js';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('dates known only roughly', () => {
  it.each([
    ['2011-05-12', '12 May 2011', 'on 12 May 2011'],
    ['2011-05', 'May 2011', 'in May 2011'],
    ['2011', '2011', 'in 2011'],
    ['2011-23', 'autumn 2011', 'in autumn 2011'],
    ['2011-09-21/2011-09-30', 'late September 2011', 'in late September 2011'],
    ['2011-10-01/2011-10-10', 'early October 2011', 'in early October 2011'],
    ['2012-33', 'first quarter of 2012', 'in the first quarter of 2012'],
    ['2010-06/2010-08', 'June to August 2010', 'between June and August 2010'],
    ['2009-07/2010-10', 'July 2009 to October 2010', 'between July 2009 and October 2010'],
    ['2011?', '2011 (uncertain)', 'in 2011 (uncertain)'],
    ['2011~', 'about 2011', 'about 2011'],
    ['2011/..', 'since 2011', 'since 2011'],
    ['2010-10-08T09:30+02:00', '8 October 2010', 'on 8 October 2010'],
  ])('says %s in English', (edtf, bare, phrase) => {
    expect(formatEdtf('en', edtf)).toBe(bare);
    expect(formatEdtf('en', edtf, 'phrase')).toBe(phrase);
  });

  it.each([
    ['2011-05-12', 'le 12 mai 2011'],
    ['2011-23', 'à l’automne 2011'],
    ['2011-09-21/2011-09-30', 'fin septembre 2011'],
    ['2012-33', 'au premier trimestre 2012'],
  ])('says %s in French', (edtf, phrase) => {
    expect(plain(formatEdtf('fr', edtf, 'phrase'))).toBe(phrase);
  });

  it('says dates in Arabic', () => {
    expect(formatEdtf('ar', '2011-23')).toBe('خريف 2011');
    expect(formatEdtf('ar', '2011-09-21/2011-09-30')).toContain('أواخر سبتمبر');
  });

  it('gives back what it cannot read, and says that it has no date', () => {
    for (const strange of ['2011-02-30', '2011-99', 'soon', '156u']) expect(formatEdtf('en', strange)).toBe(strange);
    expect(formatEdtf('en', null)).toBe('date not in the source');
  });
});

describe('figures', () => {
  const en = translator('en');
  it('never calls an unknown figure zero', () => {
    expect(formatFigure(en, null)).toBe('no figure published');
    expect(formatFigure(en, { value: null, qualifier: 'exact' })).toBe('no figure published');
    expect(formatFigure(en, { value: 0, qualifier: 'exact' })).toBe('0');
  });
  it('carries its qualifier in words', () => {
    expect(formatFigure(en, { value: 5979779, qualifier: 'lower-bound' })).toBe('at least 5,979,779');
    expect(plain(formatFigure(translator('fr'), { value: 15000, qualifier: 'more-than' }))).toBe('plus de 15 000');
  });
});

describe('Arabic plurals', () => {
  it('uses each of the six forms', () => {
    const t = translator('ar');
    const said = [0, 1, 2, 3, 11, 100].map((n) => t('site.handovers.signatures', { n }));
    expect(said).toEqual(['لا تواقيع', 'توقيع واحد', 'توقيعان', '3 تواقيع', '11 توقيعًا', '100 توقيع']);
  });
});

describe('languages', () => {
  it('takes the best-liked language that the shell speaks', () => {
    expect(preferredLocale('nl, fr-BE;q=0.8, en;q=0.9')).toBe('en');
    expect(preferredLocale('fr-FR,fr;q=0.9')).toBe('fr');
    expect(preferredLocale('ar;q=0, de')).toBe('en');
    expect(preferredLocale(undefined)).toBe('en');
  });
});
