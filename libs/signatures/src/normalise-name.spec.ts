import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldLetters, foldName, nameFault, normaliseName, normalisePostcode } from './normalise-name.js';

const key = (givenName: string, familyName?: string): string | null => normaliseName({ givenName, familyName, country: 'GB', postcode: 'SW1A 1AA' });

describe('The text of a name key', () => {
  it.each([
    ['José', 'Núñez', 'JOSE', 'NUNEZ'], ['Anna Maria', 'Berg', 'Anna', 'Maria Berg'], ['Anna', 'Berg', 'Anna Berg', ''], ['Jean-Pierre', 'Roux', 'Jean Pierre', 'Roux'],
    ['Sinéad', 'O’Neil', 'sinead', "O'Neil"], ['Sinéad', 'O´Neil', 'sinead', 'ONeil'], ['Groß', 'Weiß', 'GROSS', 'WEISS'], ['Søren', 'Łukasz', 'Soren', 'Lukasz'], ['İpek', 'Işık', 'ipek', 'ISIK'],
    ['Νίκος', 'Παππάς', 'ΝΙΚΟΣ', 'ΠΑΠΠΑΣ'], ['Семён', 'Соловьёв', 'СЕМЕН', 'Соловьев'], ['مُحَمَّد', 'أحمد', 'محمـد', 'احمد'], ['علی', 'کریمی', 'علي', 'كريمي'], ['آمنة', 'إبراهيم', 'امنة', 'ابراهيم'],
    ['שָׂרָה', 'כֹּהֵן', 'שרה', 'כהן'], ['Ｔａｒō', 'ヤマダ', 'taro', 'ﾔﾏﾀﾞ'], ['Maria‌', ' Lopez  ', 'maria', 'lopez'], ['A. B.', 'Clark', 'A B', 'Clark'],
  ])('is the same for %s %s and %s %s', (given, family, given2, family2) => {
    expect(key(given, family)).not.toBeNull();
    expect(key(given, family)).toBe(key(given2, family2));
  });

  it.each([
    ['Thomas', 'Martin', 'Martin', 'Thomas'], ['Anna', 'Berg', 'Anne', 'Berg'], ['राम', 'सिंह', 'रमा', 'सिंह'], ['สม', 'ใจ', 'สมี', 'ใจ'], ['Иван', 'Бойко', 'Иван', 'Боико'],
    ['王', '伟', '王', '薇'], ['Jo', 'Li', 'Joli', ''],
  ])('differs for %s %s and %s %s', (given, family, given2, family2) => expect(key(given, family)).not.toBe(key(given2, family2)));

  it('is folded by the same rules on the short way of plain letters', () => {
    fc.assert(fc.property(fc.string({ unit: fc.nat(0x7f).map((code) => String.fromCharCode(code)), maxLength: 30 }), (name) => {
      expect(foldName(name)).toBe(foldLetters(name));
    }), { numRuns: 2_000 });
  });

  it('takes one name', () => expect(key('Sukarno')).toBe('sukarno\nGB\nSW1A1AA'));

  it('is null without a postcode, whatever else is given, and without a letter', () => {
    expect(normaliseName({ givenName: 'Anna', familyName: 'Berg', country: 'GB' })).toBeNull();
    expect(normaliseName({ givenName: 'Anna', country: 'GB', postcode: ' ' })).toBeNull();
    expect(normaliseName({ givenName: '-', country: 'GB', postcode: 'SW1A 1AA' })).toBeNull();
  });

  it('differs by country and postcode', () => {
    const base = { givenName: 'Anna', familyName: 'Berg', postcode: '1010' };
    expect(new Set(['AT', 'BE'].map((country) => normaliseName({ ...base, country }))).size).toBe(2);
    expect(normaliseName({ ...base, country: 'AT' })).not.toBe(normaliseName({ ...base, country: 'AT', postcode: '1020' }));
  });

  it('does not change when it is made of itself, nor by case, nor by how marks are encoded', () => {
    const name = fc.string({ unit: fc.oneof(fc.constantFrom(...'aéßİıσςñøأىـ َ王राम-’.ёÄ\u0301\u0307'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), minLength: 1, maxLength: 15 });
    fc.assert(fc.property(name, (text) => {
      const once = key(text);
      fc.pre(once !== null);
      expect(key(`${once?.split('\n')[0]}`)).toBe(once);
      expect(key(text.normalize('NFD'))).toBe(key(text.normalize('NFC')));
    }), { numRuns: 2_000 });
  });
});

describe('A postcode', () => {
  it.each([
    ['GB', 'sw1a 1aa', 'SW1A1AA'], ['GB', 'SW1A-1AA', 'SW1A1AA'], ['FR', 'F-75015', '75015'], ['CH', 'CH 8001', '8001'], ['LV', 'LV-1010', '1010'], ['SE', '111 22', '11122'], ['NL', '1234 ab', '1234AB'],
    ['US', '20500-0003', '20500'], ['US', '20500', '20500'], ['CA', 'k1a 0b1', 'K1A0B1'], ['JP', '〒100-8111', '1008111'], ['JP', '１００－８１１１', '1008111'], ['EG', '١١٥١١', '11511'], ['IN', '११०००१', '110001'],
    ['MT', 'VLT 1117', 'VLT1117'], ['IE', 'D6W XK12', 'D6WXK12'], ['PT', '1000-001', '1000001'], ['AD', 'ad500', 'AD500'],
  ])('of %s, %s, is %s', (country, typed, expected) => expect(normalisePostcode(country, typed)).toBe(expected));

  it.each([
    ['QA', '12345'], ['AE', '00000'], ['HK', '999077'], ['FR', '00000'], ['FR', '7501'], ['GB', 'London'], ['GB', 'SW1A'], ['DE', 'n/a'], ['AD', '-'], ['AD', '000'], ['GB', ''], ['GB', null], ['GB', 'SW1A 1AA\u0000'], ['AD', '1'.repeat(40)],
  ])('of %s, %j, says nothing about who somebody is', (country, typed) => expect(normalisePostcode(country, typed)).toBeNull());
});

describe('A name', () => {
  it.each(['Sukarno', "O'Neil", 'Jean-Pierre', 'María José', 'محمد', 'علی‌رضا', '王伟', 'ක්‍රිෂ්ණා', 'สมชาย', 'J. R. R.', 'Catherine·Li', 'Nguyễn', 'Henry 8th', 'X'.repeat(100)])(
    '%s is accepted', (name) => expect(nameFault(name)).toBeNull());

  it.each([
    ['', 'name-missing'], [' \u3000', 'name-missing'], ['X'.repeat(101), 'name-too-long'], ['Jo\u0000', 'name-control-character'], ['Jo\u202eoJ', 'name-control-character'], ['Jo\u2066x\u2069', 'name-control-character'],
    ['Jo\nBcc: x', 'name-control-character'], ['Jo\u200bx', 'name-control-character'], ['Jo\ud800', 'name-control-character'], ['Jo\tx', 'name-control-character'],
    ['<b>Jo</b>', 'name-invalid-character'], ['jo@example.org', 'name-invalid-character'], ['http://x.y', 'name-invalid-character'], ['Jo 💙', 'name-invalid-character'], ['=1+1', 'name-invalid-character'],
    ['...', 'name-without-letter'], ['12', 'name-without-letter'],
  ])('%j is refused as %s', (name, code) => expect(nameFault(name)).toBe(code));
});
