import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig } from '#libs/config';
import { PublicationsReader } from '#libs/embargo';
import { type WholeCampaign, type Words } from '#libs/petitions';
import { REPORT_TYPES, ReportEditions, reportFragment, type ReportFacts } from '#libs/publications';
import { ReportDesk, reportName } from '../../api/reports/report-desk.js';
import { AccreditedReading } from '../../embargo/accredited-reading.js';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone } from '../../edge/decorators.js';
import { type Locale } from '../../i18n/index.js';
import { type LocalText, type PageContext } from '../../ui/index.js';
import { textIn } from '../read/words.js';
import { localeIn, localeOf, pageContext, sendPage } from '../serve/page-context.js';
import { ReportPage, ReportsPage, type ReportsFrame } from './reports.js';

const PAGE = 25;
const MOST_WITHDRAWN = 20;

/** Reports for everybody, as pages and as files. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class ReportsPagesController {
  constructor(
    private readonly desk: ReportDesk, private readonly editions: ReportEditions, private readonly publications: PublicationsReader, private readonly accredited: AccreditedReading,
    private readonly assets: Assets, private readonly config: AppConfig,
  ) {}

  @Get('campaigns/:slug/reports')
  toList(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get('campaigns/:slug/reports/:report')
  toReport(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    inOwnLanguage(request, reply);
  }

  @Get(':locale/campaigns/:slug/reports')
  async list(@Param('locale') segment: string, @Param('slug') slug: string, @Query('page') asked: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const campaign = await this.desk.campaign(slug);
    const page = pageContext(this.assets, locale, `/campaigns/${slug}/reports`);
    const at = Math.max(1, Math.trunc(Number(asked)) || 1);
    const live = await this.desk.live(slug);
    const { items, total } = await this.editions.list({ campaignId: campaign.id, audience: 'public', page: at, pageSize: PAGE });
    const told = await this.publications.list({ campaignId: campaign.id, audience: 'public', kind: 'report', pageSize: 200 });
    const base = `/campaigns/${slug}/reports`;
    const names = new Map(live.flatMap(({ jurisdiction }) => (jurisdiction ? [[jurisdiction.id, placeName(page, jurisdiction.id, jurisdiction.names, locale)] as const] : [])));
    const place = (id: string | null): { id: string; name: string } | null => (id === null ? null : { id, name: names.get(id) ?? id });
    sendPage(reply, ReportsPage({
      page,
      view: {
        campaign: this.frame(campaign, locale, 'reports'),
        live: live.map(({ name, kind, jurisdiction }) => ({ href: `${base}/${name}`, kind, place: place(jurisdiction?.id ?? null) })).sort((a, b) => (a.place?.name ?? '').localeCompare(b.place?.name ?? '', locale)),
        editions: items.map((one) => ({ id: one.id, href: `${base}/${one.id}`, title: wordsOf(one.title, locale, campaign), kind: one.kind, place: place(one.jurisdiction), publicAt: (one.publicAt ?? one.asOf).toISOString(), correctedBy: one.correctedBy !== null })),
        withdrawn: told.items.flatMap(({ title, withdrawn }) => (withdrawn ? [{ title: wordsOf(title, locale, campaign), at: withdrawn.at.toISOString(), why: wordsOf(withdrawn.why, locale, campaign) }] : [])).slice(0, MOST_WITHDRAWN),
        page: at, pages: Math.max(1, Math.ceil(total / PAGE)),
      },
    }));
  }

  @Get(':locale/campaigns/:slug/reports/:report')
  async show(@Param('locale') segment: string, @Param('slug') slug: string, @Param('report') asked: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const { name, file } = reportName(asked);
    const report = await this.desk.find(slug, name, request);
    if (file) {
      const bytes = await this.desk.file(report, file, locale);
      void reply.header('content-type', REPORT_TYPES[file]).header('cache-control', 'no-cache').header('content-disposition', `${file === 'csv' ? 'attachment' : 'inline'}; filename="${slug}-${name}-${locale}.${file}"`);
      if (report.ahead) this.accredited.keepPrivate(reply);
      return void reply.send(bytes);
    }
    const page = pageContext(this.assets, locale, `/campaigns/${slug}/reports/${name}`);
    const { facts, campaign, edition } = report;
    if (report.ahead) this.accredited.keepPrivate(reply);
    sendPage(reply, ReportPage({
      page,
      view: {
        campaign: this.frame(campaign, locale, `reports/${name}`), kind: facts.kind, href: `/campaigns/${slug}/reports/${name}`, html: reportFragment(facts, locale), sha256: report.sha256, place: placeOf(page, facts, locale),
        edition: edition && { title: wordsOf(edition.title, locale, campaign), publicAt: edition.publicAt?.toISOString() ?? null, correctedBy: edition.correctedBy !== null },
      },
    }), { secret: report.ahead });
  }

  private frame(campaign: WholeCampaign, locale: Locale, path: string): ReportsFrame {
    return {
      slug: campaign.slug, title: wordsOf(campaign.title, locale, campaign), demonstration: campaign.demonstration, noindex: campaign.noindex, canonicalUrl: `${this.config.publicUrl}/${locale}/campaigns/${campaign.slug}/${path}`,
    };
  }
}

function placeOf(page: PageContext, { jurisdiction, names }: ReportFacts, locale: Locale): { id: string; name: string } | null {
  return jurisdiction === null ? null : { id: jurisdiction, name: placeName(page, jurisdiction, names[jurisdiction] ?? {}, locale) };
}

const placeName = (page: PageContext, id: string, names: Words, locale: Locale): string => page.t.place(id, names[locale] ?? Object.values(names)[0] ?? id);

const wordsOf = (words: Words, locale: Locale, campaign: WholeCampaign): LocalText => textIn(words, locale, campaign.defaultLanguage) ?? { text: campaign.slug, lang: 'en' };

function inOwnLanguage(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('vary', 'accept-language').header('cache-control', 'no-cache').redirect(`/${localeOf(request)}${request.url}`, 302);
}
