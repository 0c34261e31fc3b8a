import { translator, type Locale } from '../../apps/server/src/i18n/index.js';
import { columnsIn } from '../../apps/server/src/open-data/data-package.js';
import { type DataView } from '../../apps/server/src/open-data/data-page.js';
import { DATASETS } from '../../apps/server/src/open-data/datasets/index.js';
import { SECTIONS } from '../../apps/server/src/site/sections.js';
import { recordCampaign } from './samples.js';

/** The record's tables. */
export function dataView(locale: Locale): DataView {
  const { slug, title } = recordCampaign();
  return {
    campaign: { slug, title, demonstration: false, noindex: false }, sections: SECTIONS, base: `/api/v1/campaigns/${slug}/data`,
    tables: DATASETS.map(({ table }) => ({ name: table.name, columns: columnsIn(translator(locale), table) })),
    sources: [{ title: 'Upholding Commitments to Protect Children from Trafficking, September 2011' }, { title: 'A list of handovers', path: 'https://list.example/' }],
  };
}
