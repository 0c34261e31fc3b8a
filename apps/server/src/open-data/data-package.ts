import { type WholeCampaign } from '#libs/petitions';
import { type Translator } from '../i18n/index.js';
import { type Column, type Table } from './dataset.js';

/** What is ours may be used by anybody who names us (DCAT and Frictionless both name licences so). */
export const LICENCE = { name: 'CC-BY-4.0', path: 'https://creativecommons.org/licenses/by/4.0/', title: 'Creative Commons Attribution 4.0 International' } as const;

export interface DataSourceName { title: string; path?: string }

/** The documents that a record was taken from: theirs is what they say, ours how it is laid out. */
export function sourcesOf(campaign: Pick<WholeCampaign, 'details'>): DataSourceName[] {
  const documents = (campaign.details['documents'] ?? []) as { title: string; author?: string; url?: string }[];
  return documents.map(({ title, author, url }) => ({ title: author ? `${title}, ${author}` : title, ...(url ? { path: url } : {}) }));
}

/** What a column means, in a sentence: the data dictionary. */
export interface ColumnWords extends Column { meaning: string }

export function columnsIn(t: Translator, { columns }: Table): ColumnWords[] {
  return columns.map((column) => ({ ...column, meaning: t.maybe(`data.column.${column.name}`) ?? column.name }));
}

/**
 * The description of a campaign's tables for programs: Data Package and Table Schema of Frictionless (specs.frictionlessdata.io),
 * `tabular-data-package`. Paths are relative to the description. `unit`, `source` and `translated` are additions,
 * which the specification allows.
 */
export function dataPackage(t: Translator, campaign: { slug: string; title: string; description: string | null; homepage: string; sources: readonly DataSourceName[] }, tables: readonly Table[]): object {
  return {
    profile: 'tabular-data-package', name: campaign.slug, title: campaign.title, ...(campaign.description ? { description: campaign.description } : {}), homepage: campaign.homepage,
    licenses: [LICENCE], ...(campaign.sources.length > 0 ? { sources: campaign.sources } : {}),
    resources: tables.map((table) => ({
      profile: 'tabular-data-resource', name: table.name, title: t.maybe(`data.table.${table.name}`) ?? table.name, description: t.maybe(`data.about.${table.name}`) ?? '', path: `${table.name}.csv`,
      format: 'csv', mediatype: 'text/csv', encoding: 'utf-8', dialect: { delimiter: ',', lineTerminator: '\r\n', doubleQuote: true, header: true },
      schema: {
        fields: columnsIn(t, table).map(({ name, type, unit, source, translated, meaning }) => ({ name, type, description: meaning, ...(type === 'datetime' ? { format: 'any' } : {}), ...(unit ? { unit } : {}), source, ...(translated ? { translated } : {}) })),
        missingValues: [''], ...(table.key.length > 0 ? { primaryKey: table.key } : {}),
      },
    })),
  };
}
