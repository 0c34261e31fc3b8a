import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '#libs/config';
import { CampaignReader, campaignUnknown } from '#libs/petitions';
import { AllowAnyone } from '../edge/decorators.js';
import { translator } from '../i18n/index.js';
import { sendPublic } from '../open-data/send-public.js';
import { placeOf } from '../site/read/campaign-view.js';
import { textIn } from '../site/read/words.js';
import { localeIn } from '../site/serve/page-context.js';
import { atomDocument, tagUri } from './atom.js';
import { NewsReader } from './news.reader.js';

const PAGE_SIZE = 50;

/** A campaign's news, and those of one of its countries, for feed readers. */
@ApiExcludeController()
@AllowAnyone()
@Controller(':locale/campaigns/:slug')
export class NewsController {
  constructor(private readonly campaigns: CampaignReader, private readonly news: NewsReader, private readonly config: AppConfig) {}

  @Get('news.atom')
  campaign(@Param('locale') locale: string, @Param('slug') slug: string, @Query('page') page: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(locale, slug, null, page, request, reply);
  }

  @Get('countries/:country/news.atom')
  country(@Param('locale') locale: string, @Param('slug') slug: string, @Param('country') country: string, @Query('page') page: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(locale, slug, country.toUpperCase(), page, request, reply);
  }

  private async send(segment: string, slug: string, country: string | null, asked: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const t = translator(locale);
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw campaignUnknown();
    const place = country === null ? null : (await this.campaigns.jurisdictions(campaign.id)).find(({ id, petition }) => id.toUpperCase() === country && petition?.status !== 'draft');
    if (place === undefined) throw campaignUnknown();
    const all = (await this.news.of(campaign, locale)).filter(({ jurisdiction, inCountryOnly }) => (place === null ? !inCountryOnly : jurisdiction === place.id));
    const pages = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
    const page = typeof asked === 'string' && /^[1-9]\d{0,4}$/.test(asked) ? Math.min(Number(asked), pages) : 1;
    const within = place ? `${slug}/${place.id.toLowerCase()}` : slug;
    const path = `/${locale}/campaigns/${slug}${place ? `/countries/${place.id}` : ''}`;
    const at = (n: number): string => `${this.config.publicUrl}${path}/news.atom${n > 1 ? `?page=${n}` : ''}`;
    const title = textIn(campaign.title, locale, campaign.defaultLanguage)?.text ?? slug;
    const body = atomDocument({
      id: tagUri(this.config.publicUrl, `${within}/news/${locale}`), language: locale, author: campaign.controller ?? 'Countersign', updated: all[0]?.at ?? (await this.news.since(campaign)),
      title: place ? t('data.news.title.place', { campaign: title, place: placeName(t, place) }) : t('data.news.title', { campaign: title }),
      page: `${this.config.publicUrl}${path}`, self: at(page), first: at(1), next: page < pages ? at(page + 1) : null, previous: page > 1 ? at(page - 1) : null,
      entries: all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((item) => ({
        id: tagUri(this.config.publicUrl, `${slug}/${item.id}/${locale}`), title: item.title, updated: item.at, href: `${this.config.publicUrl}/${locale}${item.href}`, summary: item.text,
      })),
    });
    sendPublic(request, reply, { type: 'application/atom+xml; charset=utf-8', body });
  }
}

const placeName = (t: ReturnType<typeof translator>, place: Parameters<typeof placeOf>[0]): string => {
  const { id, name } = placeOf(place, t.locale);
  return t.place(id, name);
};
