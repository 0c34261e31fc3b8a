import { describe, expect, it } from '@jest/globals';
import { readStoreCsv } from './store-csv-rules.js';

const countries = new Set(['GB', 'FR', 'MA']);
const HEADER = 'code,name,country,area,town,language,time_zone,kind';
const SOUND = 'leeds-1,Leeds Briggate,GB,North,Leeds,en-GB,Europe/London,store';
const faultsOf = (...lines: string[]): string[] => readStoreCsv([HEADER, ...lines].join('\n'), countries).faults.map((fault) => `${fault.field}: ${fault.code}`);

describe('a list of stores', () => {
  it('is read with its columns in any order, semicolons, a BOM, Windows line ends and quotes', () => {
    const file = '\uFEFFname;code;kind;time_zone;language;town;area;country\r\n"Marrakech; medina";medina;partner;Africa/Casablanca;ar;;;ma\r\n\r\n;;;;;;;\r\n';
    const stores = [{ line: 2, code: 'medina', name: 'Marrakech; medina', jurisdictionId: 'MA', area: null, town: null, language: 'ar', timeZone: 'Africa/Casablanca', kind: 'partner' }];
    expect(readStoreCsv(Buffer.from(file), countries)).toEqual({ stores, faults: [] });
    expect(readStoreCsv(file, countries)).toEqual({ stores, faults: [] });
  });

  it('takes a store for one where no kind is given, and writes tags and spaces the usual way', () => {
    expect(readStoreCsv(`${HEADER}\nleeds-1, Leeds   Briggate ,gb,,, en-gb ,Europe/London,`, countries).stores).toMatchObject([{ name: 'Leeds Briggate', language: 'en-GB', kind: 'store', jurisdictionId: 'GB' }]);
  });

  it('names every faulty line, its column and what is wrong, and then has no stores', () => {
    const long = 'x'.repeat(121);
    expect(faultsOf(
      SOUND,
      'Leeds 2,Leeds,GB,,,en,Europe/London,store',
      'leeds-3,,DE,,,en_GB,Europe/Leeds,kiosk',
      SOUND,
      `leeds-4,${long},GB,,,en,+01:00,store`,
      'leeds-5,=SUM(A1),GB,-North,@home,en,UTC,store',
      'leeds-6,Leeds,GB,,en,UTC,store',
      'leeds-7,Le\u202eeds,GB,,,en,UTC,store',
    )).toEqual([
      'line 3: code: bad_store_code',
      'line 4: name: required', 'line 4: country: unknown_country', 'line 4: language: bad_language', 'line 4: time_zone: bad_time_zone', 'line 4: kind: not_allowed',
      'line 5: code: twice_in_file',
      'line 6: time_zone: formula', 'line 6: name: too_long',
      'line 7: name: formula', 'line 7: area: formula', 'line 7: town: formula',
      'line 8: cells',
      'line 9: name: forbidden_characters',
    ]);
    expect(readStoreCsv(`${HEADER}\n${SOUND}\nleeds-2,,GB,,,en,UTC,`, countries).stores).toEqual([]);
  });

  it('counts lines as an editor does, over quoted line breaks', () => {
    expect(faultsOf('a,"two\nlines",GB,,,en,UTC,store', 'b,,GB,,,en,UTC,store')).toEqual(['line 3: name: forbidden_characters', 'line 4: name: required']);
  });

  it('needs all its columns, each once, and no others', () => {
    expect(readStoreCsv('code,name,country,area,town,language,kind,kind,phone\n', countries).faults).toEqual([
      { field: 'line 1: time_zone', code: 'column_missing' }, { field: 'line 1: phone', code: 'column_unknown' }, { field: 'line 1: kind', code: 'column_twice' },
    ]);
  });

  it('is refused as a whole where it is empty, too large, too long, in another encoding or with a quote left open', () => {
    expect(readStoreCsv('', countries).faults).toEqual([{ field: 'file', code: 'required' }]);
    expect(readStoreCsv('x'.repeat(2 * 1024 * 1024 + 1), countries).faults).toMatchObject([{ field: 'file', code: 'too_large' }]);
    expect(readStoreCsv(Buffer.from([0x63, 0xe9, 0x2c]), countries).faults).toEqual([{ field: 'file', code: 'not_utf8' }]);
    const many = Array.from({ length: 5_001 }, (_, n) => SOUND.replace('leeds-1', `leeds-${n}`));
    expect(faultsOf(...many)).toEqual(['file: too_many']);
    expect(faultsOf(...many.slice(0, 5_000))).toEqual([]);
    expect(faultsOf('a,"open,GB,,,en,UTC,store', SOUND)[0]).toMatch(/: malformed$/);
  });
});
