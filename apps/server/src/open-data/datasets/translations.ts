import { type Cell, entered, isWords, reckoned, type Table, type WordyRow } from '../dataset.js';
import type { Dataset } from './index.js';

export const TRANSLATIONS: Table = { name: 'translations', key: ['table', 'row', 'field', 'language'], columns: [reckoned('table'), reckoned('row'), reckoned('field'), entered('language'), entered('text')] };

/** Every text that the other tables give in one language, in each that there is. */
export function translationsOf(datasets: readonly Dataset[]): Dataset {
  const wordy = datasets.filter(({ table }) => table.columns.some(({ translated }) => translated));
  return {
    table: TRANSLATIONS,
    rows: async (sources, campaign) => {
      const all: WordyRow[] = [];
      for (const { table, rows } of wordy) all.push(...(await rows(sources, campaign)).flatMap((row) => textsOf(table, row)));
      return all;
    },
  };
}

function textsOf({ name, key, columns }: Table, row: WordyRow): WordyRow[] {
  const which = key.map((column) => String(row[column] as Cell)).join('/');
  return columns.filter(({ translated }) => translated).flatMap(({ name: field }) => {
    const words = row[field];
    return isWords(words) ? Object.entries(words).filter(([, text]) => text !== '').sort(([a], [b]) => (a < b ? -1 : 1)).map(([language, text]) => ({ table: name, row: which, field, language, text })) : [];
  });
}
