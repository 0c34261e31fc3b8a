import { type SourceReference, type Words } from '#libs/petitions';

/**
 * What a published table is: its columns, each with type, unit and where its values come from, and how its rows are read. The meaning
 * of a column stands in the catalogues, under its name (`data.column.<name>`), so that one name means the same in every table.
 */

export const COLUMN_TYPES = ['string', 'integer', 'boolean', 'date', 'datetime', 'year', 'number'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/**
 * - `counted`: reckoned from signatures entered one by one, by the rules of publication
 * - `attested`: vouched for by somebody, or printed
 * - `entered`: written by organisers, or taken over from the record's documents
 * - `reckoned`: follows from other columns
 */
export const COLUMN_SOURCES = ['counted', 'attested', 'entered', 'reckoned'] as const;
export type ColumnSource = (typeof COLUMN_SOURCES)[number];

export const UNITS = ['signatures', 'countries', 'percent'] as const;
export type Unit = (typeof UNITS)[number];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly source: ColumnSource;
  readonly unit?: Unit;
  /** Rows give it in words by language: the table shows one of them, `translations` every one. */
  readonly translated?: true;
}

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;
/** A row as it is read: what is said in several languages has them all. */
export type WordyRow = Readonly<Record<string, Cell | Words>>;

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Together they tell rows apart; empty: rows have no name. */
  readonly key: readonly string[];
}

/** `entered('place')`, or with a type. */
export const entered = (name: string, type: ColumnType = 'string'): Column => ({ name, type, source: 'entered' });
export const reckoned = (name: string, type: ColumnType = 'string'): Column => ({ name, type, source: 'reckoned' });
export const said = (name: string): Column => ({ name, type: 'string', source: 'entered', translated: true });
export const counted = (name: string): Column => ({ name, type: 'integer', source: 'counted', unit: 'signatures' });
export const attested = (name: string, type: ColumnType = 'integer'): Column => ({ name, type, source: 'attested', ...(type === 'integer' ? { unit: 'signatures' as const } : {}) });

/** The row with one text for each of its words: in the language that the row names as its own, else the campaign's, else the first there is. */
export function inOneLanguage(row: WordyRow, own: string): Row {
  const languages = [row['language'], own].filter((one) => typeof one === 'string');
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, isWords(cell) ? ([...languages, ...Object.keys(cell).sort()].map((one) => cell[one]).find(Boolean) ?? null) : cell]));
}

export const isWords = (cell: Cell | Words | undefined): cell is Words => typeof cell === 'object' && cell !== null;

/** A text with the same in other languages; what these say of its own is what pages show. */
export const withOthers = (text: string | null, language: string, others: Words | null | undefined): Words | null => (text === null ? null : { [language]: text, ...others });

/** The rows as they go into a file: the columns' order, and a boolean as the word of Frictionless' default. */
export function cellsOf({ columns }: Table, rows: readonly Row[]): (string | number | null)[][] {
  return [columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ name }) => plain(row[name] ?? null)))];
}

const plain = (cell: Cell): string | number | null => (typeof cell === 'boolean' ? String(cell) : cell);

export const day = (at: Date | string | null): string | null => (at === null ? null : typeof at === 'string' ? at : at.toISOString().slice(0, 10));
export const instant = (at: Date | null): string | null => at?.toISOString() ?? null;
/** Several values in one cell: none of ours holds this sign between spaces. */
export const joined = (values: readonly string[]): string | null => (values.length === 0 ? null : values.join(' | '));

/** Where a fact of a record stands in its documents. */
export const SOURCE = [entered('source_document'), entered('source_place')] as const;
export const sourceOf = (value: Partial<SourceReference> | null | undefined): { source_document: string | null; source_place: string | null } => ({ source_document: value?.document ?? null, source_place: value?.place ?? null });
