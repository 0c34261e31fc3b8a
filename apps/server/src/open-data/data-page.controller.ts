import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig, DomainError } from '#libs/config';
import { campaignUnknown, CampaignReader } from '#libs/petitions';
import { Assets } from '../edge/assets.js';
import { AllowAnyone } from '../edge/decorators.js';
import { datasetJsonLd, PublicHead } from '../feeds/public-head.js';
import { type Locale, translator } from '../i18n/index.js';
import { CampaignSectionsReader } from '../site/read/campaign-sections.js';
import { localeIn, localeOf, pageContext, sendPage } from '../site/serve/page-context.js';
import { textIn } from '../site/read/words.js';
import { columnsIn, sourcesOf } from './data-package.js';
import { DataPage, DataTablePage, type DataView } from './data-page.js';
import { OpenData } from './open-data.js';

/** The page of a campaign's open data, and one of each table. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class DataPageController {
  constructor(private readonly data: OpenData, private readonly campaigns: CampaignReader, private readonly sections: CampaignSectionsReader, private readonly assets: Assets, private readonly config: AppConfig) {}

  @Get('campaigns/:slug/data')
  toOwnLanguage(@Param('slug') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('vary', 'accept-language').redirect(`/${localeOf(request)}/campaigns/${encodeURIComponent(slug)}/data`, 302);
  }

  @Get(':locale/campaigns/:slug/data')
  async show(@Param('locale') segment: string, @Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.viewOf(slug, locale);
    const t = translator(locale);
    const url = `${this.config.publicUrl}/${locale}/campaigns/${slug}/data`;
    const head = PublicHead({ jsonLd: datasetJsonLd({ name: `${t('data.title')} · ${view.campaign.title.text}`, description: t('data.lede'), url, language: locale, files: `${this.config.publicUrl}${view.base}`, tables: view.tables.map(({ name }) => name) }) });
    sendPage(reply, DataPage({ page: pageContext(this.assets, locale, `/campaigns/${slug}/data`), view, head }));
  }

  @Get(':locale/campaigns/:slug/data/:table')
  async columns(@Param('locale') segment: string, @Param('slug') slug: string, @Param('table') name: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.viewOf(slug, locale);
    if (!view.tables.some((table) => table.name === name)) throw new DomainError('route.not_found', 'not-found');
    sendPage(reply, DataTablePage({ page: pageContext(this.assets, locale, `/campaigns/${slug}/data/${name}`), view, name }));
  }

  private async viewOf(slug: string, locale: Locale): Promise<DataView> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw campaignUnknown();
    const t = translator(locale);
    const title = textIn(campaign.title, locale, campaign.defaultLanguage) ?? { text: slug, lang: 'en' };
    return {
      campaign: { slug, title, demonstration: campaign.demonstration, noindex: campaign.noindex }, sections: await this.sections.of(campaign), base: `/api/v1/campaigns/${slug}/data`,
      tables: this.data.tables.map((table) => ({ name: table.name, columns: columnsIn(t, table) })), sources: sourcesOf(campaign),
    };
  }
}
