import { describe, expect, it } from '@jest/globals';
import { csvOf } from '#libs/publications';
import { CATALOGUES, LOCALES, translator } from '../i18n/index.js';
import { cellsOf, entered, inOneLanguage, joined, said, type Table } from './dataset.js';
import { DATASETS } from './datasets/index.js';
import { translationsOf } from './datasets/translations.js';
import { type DataSources } from './sources.js';
import { columnsIn, dataPackage, sourcesOf } from './data-package.js';

const TABLES = DATASETS.map(({ table }) => table);

describe('the data dictionary', () => {
  it.each(LOCALES)('says in %s what each table and each column means', (locale) => {
    const missing = TABLES.flatMap(({ name, columns }) => [`data.table.${name}`, `data.about.${name}`, ...columns.map((column) => `data.column.${column.name}`)]).filter((key) => CATALOGUES[locale][key] === undefined);
    expect([...new Set(missing)]).toEqual([]);
  });

  it('explains no column that there is not', () => {
    const known = new Set(TABLES.flatMap(({ columns }) => columns.map(({ name }) => `data.column.${name}`)));
    expect(Object.keys(CATALOGUES.en).filter((key) => key.startsWith('data.column.') && !known.has(key))).toEqual([]);
  });

  it('names columns once in a table, as programs can, and keys that are columns', () => {
    for (const { name, columns, key } of TABLES) {
      const names = columns.map((column) => column.name);
      expect({ name, twice: names.filter((one, n) => names.indexOf(one) !== n), odd: names.filter((one) => !/^[a-z][a-z_]*$/.test(one)), lost: key.filter((one) => !names.includes(one)) }).toEqual({ name, twice: [], odd: [], lost: [] });
    }
  });

  it('can tell which row a text in other languages belongs to', () => {
    expect(TABLES.filter(({ key, columns }) => key.length === 0 && columns.some(({ translated }) => translated)).map(({ name }) => name)).toEqual([]);
  });

  it('has no column for a signer', () => {
    expect(TABLES.flatMap(({ columns }) => columns.map(({ name }) => name)).filter((name) => /mail|given|family|postcode|town|address|actor|recorded_by|created_by|attested_by|delegate/.test(name))).toEqual([]);
  });
});

describe('the description for programs', () => {
  const described = dataPackage(translator('en'), { slug: 'spec', title: 'Spec', description: null, homepage: 'https://c.example/en/campaigns/spec/data', sources: [{ title: 'A report, A. Author' }] }, TABLES) as {
    profile: string; licenses: { name: string }[]; sources: object[]; resources: { name: string; path: string; schema: { fields: { name: string; type: string; description: string }[]; primaryKey?: string[] } }[];
  };

  it('is a Data Package of Frictionless with a licence, sources and a schema of each file', () => {
    expect(described).toMatchObject({ profile: 'tabular-data-package', licenses: [{ name: 'CC-BY-4.0' }], sources: [{ title: 'A report, A. Author' }] });
    expect(described.resources.map(({ path }) => path)).toEqual(TABLES.map(({ name }) => `${name}.csv`));
    expect(described.resources.every(({ name, schema }) => /^[a-z0-9.-]+$/.test(name) && schema.fields.every(({ type, description }) => ['string', 'integer', 'number', 'boolean', 'date', 'datetime', 'year'].includes(type) && description.length > 3))).toBe(true);
  });

  it('names the documents of a record with their authors', () => {
    expect(sourcesOf({ details: { documents: [{ id: 'a', title: 'Report', author: 'Author' }, { id: 'b', title: 'List', url: 'https://list.example/' }] } })).toEqual([{ title: 'Report, Author' }, { title: 'List', path: 'https://list.example/' }]);
    expect(sourcesOf({ details: {} })).toEqual([]);
  });
});

describe('a table as a file', () => {
  const table = TABLES.find(({ name }) => name === 'recipients')!;

  it('has its columns in their order, empty where nothing is known, and runs nothing in a spreadsheet', () => {
    const file = csvOf(cellsOf(table, [{ handover: 'h', position: 1, recipient_kind: 'executive', office: '=HYPERLINK("x")', body: null, met_only: false }]));
    expect(file).toBe('\ufeffhandover,position,recipient_kind,office,body,name,met_only\r\nh,1,executive,"\'=HYPERLINK(""x"")",,,false\r\n');
  });

  it('joins several values by one sign, and tells none apart from an empty one', () => expect([joined(['a', 'b']), joined([])]).toEqual(['a | b', null]));

  it('keeps the meaning of a column with it', () => expect(columnsIn(translator('en'), table)[0]).toMatchObject({ name: 'handover', type: 'string', meaning: 'Id of the handover' }));
});

describe('what is said in several languages', () => {
  const words = { ar: 'كلمات', nl: 'Woorden', en: 'Words' };
  const table: Table = { name: 'sayings', key: ['round', 'number'], columns: [entered('round'), entered('number', 'integer'), said('text')] };

  it('stands in its table in its own language, else the campaign\'s, else the first there is', () => {
    expect(inOneLanguage({ language: 'nl', text: words }, 'en')).toEqual({ language: 'nl', text: 'Woorden' });
    expect(inOneLanguage({ text: words, other: null, n: 0 }, 'en')).toEqual({ text: 'Words', other: null, n: 0 });
    expect(inOneLanguage({ language: 'sv', text: words }, 'fi')).toEqual({ language: 'sv', text: 'كلمات' });
    expect(inOneLanguage({ text: {} }, 'en')).toEqual({ text: null });
  });

  it('stands among the translations in each, with the key of its row', async () => {
    const rows = await translationsOf([{ table, rows: () => Promise.resolve([{ round: 'first', number: 2, text: words }, { round: 'first', number: 3, text: null }]) }]).rows({} as DataSources, {} as never);
    expect(rows).toEqual(['ar', 'en', 'nl'].map((language) => ({ table: 'sayings', row: 'first/2', field: 'text', language, text: words[language as 'ar'] })));
  });
});
