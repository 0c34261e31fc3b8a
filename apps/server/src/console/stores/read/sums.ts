import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { StoreFigures } from '#libs/signatures';
import type { CollectingCampaign } from '../../../api/stores/store-lists.js';
import { type FigureLine } from '../views/figures.js';
import { storePath } from '../views/store-frame.js';

/** Sums by store and country that add up to what the petitions count. */
@Injectable()
export class SumsReader {
  constructor(private readonly db: Database, private readonly figures: StoreFigures) {}

  /** Stores by area and name, then links that belong to none, then what came without a link. */
  async ofCountry(campaignId: number, jurisdictionId: string): Promise<FigureLine[]> {
    const totals = await this.figures.totals({ campaignId, jurisdictionId });
    const stores = await this.db.rows<{ id: string; code: string; name: string; area: string | null; here: boolean }>(
      `select id, code, name, area, jurisdiction_id = $3 as here from stores where campaign_id = $1 and code = any($2) order by area nulls last, name, id`,
      [campaignId, totals.flatMap(({ code }) => code ?? []), jurisdictionId]);
    const byCode = new Map(totals.map((line) => [line.code, line.counted]));
    const known = new Set(stores.map(({ code }) => code));
    const counted = (code: string | null): number => byCode.get(code) ?? 0;
    return [
      // A store of another country may have brought some too; whoever asks looks after this country only, so there is no link to it.
      ...stores.map(({ id, code, name, area, here }): FigureLine => ({ key: id, kind: 'store', name, area, href: here ? storePath(id, 'figures') : null, counted: counted(code) })),
      ...totals.flatMap(({ code }): FigureLine[] => (code === null || known.has(code) ? [] : [{ key: `link-${code}`, kind: 'link', name: code, area: null, href: null, counted: counted(code) }])),
      { key: 'none', kind: 'none', name: '', area: null, href: null, counted: counted(null) },
    ];
  }

  /** One line a country: what its stores and links brought; and what came without one, of all of them together. */
  async ofCampaign(campaign: CollectingCampaign, countries: readonly string[]): Promise<FigureLine[]> {
    const totals = await this.figures.totals({ campaignId: campaign.id, jurisdictionId: null });
    const byCountry = new Map<string, number>();
    for (const { country, counted } of totals) if (country !== null) byCountry.set(country, (byCountry.get(country) ?? 0) + counted);
    return [
      ...[...byCountry].map(([country, counted]): FigureLine => ({
        key: country, kind: 'country', name: country, area: null, counted,
        href: countries.includes(country) ? `/console/stores/figures?${new URLSearchParams({ campaign: campaign.slug, country }).toString()}` : null,
      })),
      { key: 'none', kind: 'none', name: '', area: null, href: null, counted: totals.find(({ code }) => code === null)?.counted ?? 0 },
    ];
  }
}
