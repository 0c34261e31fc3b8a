import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { isLocale, type Locale } from '../../i18n/index.js';

/** Where a poster's short link leads, without a language. */
export interface ShortLinkTarget {
  path: string;
  /** Of the shop, if the pages speak it. */
  locale: Locale | null;
}

interface LinkRow {
  language: string;
  campaign: string;
  petition: string | null;
}

/** The short links on posters. Whoever stands in a shop with a phone in hand is led somewhere useful, whatever is wrong. */
@Injectable()
export class ShortLinks {
  constructor(private readonly db: Database) {}

  /** The petition of the shop's country, else the shop's campaign, else the newest campaign, else the home page. */
  async target(typed: string): Promise<ShortLinkTarget> {
    const code = typed.toLowerCase().replace(/^[^a-z0-9]+|[^a-z0-9]+$/gu, '');
    const row = /^[a-z0-9]+(-[a-z0-9]+)*$/u.test(code) && code.length <= 40 ? await this.find(code) : null;
    const locale = isLocale(row?.language.split('-')[0]) ? (row?.language.split('-')[0] as Locale) : null;
    if (row?.petition) return { path: `/petitions/${row.petition}?via=${code}`, locale };
    if (row) return { path: `/campaigns/${row.campaign}`, locale };
    const [newest] = await this.db.rows<{ slug: string }>(`select slug from campaigns where kind = 'live' order by demonstration, id desc limit 1`);
    return { path: newest ? `/campaigns/${newest.slug}` : '', locale: null };
  }

  /** Of several campaigns with this code the newest, but one in which the shop's country can be signed for before one in which not. */
  private async find(code: string): Promise<LinkRow | null> {
    const [row] = await this.db.rows<LinkRow>(
      `select s.language, c.slug as campaign, p.slug as petition
         from stores s
         join campaigns c on c.id = s.campaign_id and c.kind = 'live'
         left join petitions p on p.campaign_id = c.id and p.jurisdiction_id = s.jurisdiction_id and p.status <> 'draft' and p.takes_signatures
        where s.code = $1
        order by p.status = 'open' desc nulls last, c.id desc limit 1`, [code]);
    return row ?? null;
  }
}
