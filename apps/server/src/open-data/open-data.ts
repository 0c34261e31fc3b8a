import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { type WholeCampaign } from '#libs/petitions';
import { csvOf } from '#libs/publications';
import { type Locale, translator } from '../i18n/index.js';
import { textIn } from '../site/read/words.js';
import { cellsOf, inOneLanguage, type Row, type Table } from './dataset.js';
import { DATASETS } from './datasets/index.js';
import { columnsIn, dataPackage, LICENCE, sourcesOf } from './data-package.js';
import { DataSources } from './sources.js';

export const DATA_PAGE_SIZE = 500;

export interface DataPage {
  campaign: string;
  dataset: string;
  licence: typeof LICENCE;
  page: number;
  pageSize: number;
  total: number;
  fields: { name: string; type: string; unit?: string; source: string; translated?: true; meaning: string }[];
  items: Row[];
}

const unknown = (): DomainError => new DomainError('route.not_found', 'not-found');

/** A campaign's public facts as tables. Nothing is read here but what any visitor could read page by page. */
@Injectable()
export class OpenData {
  readonly tables: readonly Table[] = DATASETS.map(({ table }) => table);

  constructor(private readonly sources: DataSources) {}

  /** @throws DomainError 404 for a campaign that is not there */
  async campaign(slug: string): Promise<WholeCampaign> {
    const campaign = await this.sources.campaigns.bySlug(slug);
    if (!campaign) throw unknown();
    return campaign;
  }

  /** @throws DomainError 404 for a table that is not there */
  async rows(campaign: WholeCampaign, name: string): Promise<{ table: Table; rows: Row[] }> {
    const dataset = DATASETS.find(({ table }) => table.name === name);
    if (!dataset) throw unknown();
    const rows = await dataset.rows(this.sources, campaign);
    return { table: dataset.table, rows: rows.map((row) => inOneLanguage(row, campaign.defaultLanguage)) };
  }

  async csv(campaign: WholeCampaign, name: string): Promise<string> {
    const { table, rows } = await this.rows(campaign, name);
    return csvOf(cellsOf(table, rows));
  }

  async page(campaign: WholeCampaign, name: string, asked: { page: number; pageSize: number }, locale: Locale): Promise<DataPage> {
    const { table, rows } = await this.rows(campaign, name);
    const from = (asked.page - 1) * asked.pageSize;
    return { campaign: campaign.slug, dataset: name, licence: LICENCE, ...asked, total: rows.length, fields: columnsIn(translator(locale), table), items: rows.slice(from, from + asked.pageSize) };
  }

  package(campaign: WholeCampaign, locale: Locale): object {
    const title = textIn(campaign.title, locale, campaign.defaultLanguage)?.text ?? campaign.slug;
    const description = textIn(campaign.details['summary'] as Record<string, string> | undefined, locale, campaign.defaultLanguage)?.text ?? null;
    return dataPackage(translator(locale), { slug: campaign.slug, title, description, homepage: `${this.sources.config.publicUrl}/${locale}/campaigns/${campaign.slug}/data`, sources: sourcesOf(campaign) }, this.tables);
  }
}
