import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { FieldFault } from '#libs/config';
import { languageTag, storeFaults, tidy, type StoreFields } from './store-fields.js';
import type { StoreKind } from './stores.types.js';

export const CSV_COLUMNS = ['code', 'name', 'country', 'area', 'town', 'language', 'time_zone', 'kind'] as const;
type Column = (typeof CSV_COLUMNS)[number];
export const CSV_MOST_ROWS = 5_000;
export const CSV_MOST_BYTES = 2 * 1024 * 1024;

const FIELD_OF: Readonly<Record<Column, keyof StoreFields>> = {
  code: 'code', name: 'name', country: 'jurisdictionId', area: 'area', town: 'town', language: 'language', time_zone: 'timeZone', kind: 'kind',
};
const COLUMN_OF = Object.fromEntries(Object.entries(FIELD_OF).map(([column, field]) => [field, column])) as Record<keyof StoreFields, Column>;

/** A store as a line of the file says it. */
export interface CsvStore {
  line: number;
  code: string;
  name: string;
  jurisdictionId: string;
  area: string | null;
  town: string | null;
  language: string;
  timeZone: string;
  kind: StoreKind;
}

interface Row {
  line: number;
  cells: string[];
}

/**
 * Reads a list of stores: UTF-8 with or without BOM, comma or semicolon, a header with all the columns in any order (RFC 4180
 * otherwise). Finds every fault, each by line and column (`line 7: language`); with any, there are no stores.
 */
export function readStoreCsv(file: string | Uint8Array, countries: ReadonlySet<string>): { stores: CsvStore[]; faults: FieldFault[] } {
  const none = (...faults: FieldFault[]) => ({ stores: [], faults });
  if ((typeof file === 'string' ? Buffer.byteLength(file) : file.length) > CSV_MOST_BYTES) return none({ field: 'file', code: 'too_large', facts: { megabytes: CSV_MOST_BYTES / 1024 / 1024 } });
  const text = asText(file);
  if (text === null) return none({ field: 'file', code: 'not_utf8' });
  const read = rowsOf(text);
  if ('field' in read) return none(read);
  const [header, ...rows] = read;
  if (!header) return none({ field: 'file', code: 'required' });
  const columns = header.cells.map((cell) => cell.trim().toLowerCase());
  const headerFaults = faultsOfHeader(columns, header.line);
  if (headerFaults.length > 0) return none(...headerFaults);
  if (rows.length > CSV_MOST_ROWS) return none({ field: 'file', code: 'too_many', facts: { max: CSV_MOST_ROWS } });

  const stores: CsvStore[] = [];
  const faults: FieldFault[] = [];
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    const found = faultsOfRow(row, columns, countries, lineOf);
    if (found.length > 0) faults.push(...found);
    else stores.push(storeOf(row, columns));
  }
  return { stores: faults.length > 0 ? [] : stores, faults };
}

function asText(file: string | Uint8Array): string | null {
  try {
    const text = typeof file === 'string' ? file : new TextDecoder('utf-8', { fatal: true }).decode(file);
    return text.replace(/^\uFEFF/, '');
  } catch {
    return null;
  }
}

function rowsOf(text: string): Row[] | FieldFault {
  const [header = ''] = text.split(/\r\n|\r|\n/, 1);
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  try {
    const records = parse(text, { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 20_000 }) as unknown as { info: Info; record: string[] }[];
    // Spreadsheets leave lines of nothing but delimiters at the end.
    return records.map(({ info, record }) => ({ line: info.lines, cells: record })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as unknown as { lines?: unknown }).lines);
    return { field: Number.isSafeInteger(line) && line > 0 ? `line ${line}` : 'file', code: 'malformed' };
  }
}

function faultsOfHeader(columns: readonly string[], line: number): FieldFault[] {
  const known: readonly string[] = CSV_COLUMNS;
  return [
    ...CSV_COLUMNS.filter((column) => !columns.includes(column)).map((column) => ({ field: `line ${line}: ${column}`, code: 'column_missing' })),
    ...columns.filter((column) => !known.includes(column)).map((column) => ({ field: `line ${line}: ${column.slice(0, 40)}`, code: 'column_unknown' })),
    ...known.filter((column) => columns.filter((other) => other === column).length > 1).map((column) => ({ field: `line ${line}: ${column}`, code: 'column_twice' })),
  ];
}

function faultsOfRow(row: Row, columns: readonly string[], countries: ReadonlySet<string>, lineOf: Map<string, number>): FieldFault[] {
  const at = (column: string): string => `line ${row.line}: ${column}`;
  if (row.cells.length !== columns.length) return [{ field: `line ${row.line}`, code: 'cells', facts: { expected: columns.length, found: row.cells.length } }];
  const faults: FieldFault[] = [];
  // What a spreadsheet would run as a formula (OWASP, CSV injection).
  columns.forEach((column, n) => { if (/^\s*[=+\-@]/.test(row.cells[n] ?? '')) faults.push({ field: at(column), code: 'formula' }); });
  const formulas = new Set(faults.map((fault) => fault.field));
  for (const fault of storeFaults(fieldsOf(row, columns), { whole: true, countries })) {
    const field = at(COLUMN_OF[fault.field as keyof StoreFields]);
    if (!formulas.has(field)) faults.push({ ...fault, field });
  }
  const code = cell(row, columns, 'code');
  const before = lineOf.get(code);
  if (code !== '' && before !== undefined) faults.push({ field: at('code'), code: 'twice_in_file', facts: { line: before } });
  else lineOf.set(code, row.line);
  return faults;
}

const cell = (row: Row, columns: readonly string[], column: Column): string => (row.cells[columns.indexOf(column)] ?? '').trim();

function fieldsOf(row: Row, columns: readonly string[]): Partial<StoreFields> {
  const fields = Object.fromEntries(CSV_COLUMNS.map((column) => [FIELD_OF[column], cell(row, columns, column)])) as Record<keyof StoreFields, string>;
  return { ...fields, jurisdictionId: fields.jurisdictionId.toUpperCase(), kind: (fields.kind === '' ? 'store' : fields.kind.toLowerCase()) as StoreKind };
}

function storeOf(row: Row, columns: readonly string[]): CsvStore {
  const fields = fieldsOf(row, columns);
  return {
    line: row.line, code: fields.code ?? '', name: tidy(fields.name) ?? '', jurisdictionId: fields.jurisdictionId ?? '', area: tidy(fields.area), town: tidy(fields.town),
    language: languageTag(fields.language ?? '') ?? '', timeZone: fields.timeZone ?? '', kind: fields.kind ?? 'store',
  };
}
