import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone } from '../../edge/decorators.js';
import { SORTS } from '../face/board-rules.js';
import { CountryPage } from '../face/country.js';
import { MapPage } from '../face/map.js';
import { PromisesPage } from '../face/promises.js';
import { TimelinePage } from '../face/timeline.js';
import { BoardViews } from '../read/board-view.js';
import { CountryViews } from '../read/country-view.js';
import { MapViews } from '../read/map-view.js';
import { TimelineViews } from '../read/timeline-view.js';
import { localeIn, localeOf, pageContext, sendPage } from './page-context.js';

type Asked = Readonly<Record<string, unknown>>;

/** The pages around a campaign's petitions: where it is held, what happened, what was promised, and each country's whole story. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class FacePagesController {
  constructor(private readonly maps: MapViews, private readonly countries: CountryViews, private readonly timelines: TimelineViews, private readonly boards: BoardViews, private readonly assets: Assets) {}

  @Get(['campaigns/:slug/map', 'campaigns/:slug/timeline', 'campaigns/:slug/promises', 'campaigns/:slug/countries/:id'])
  toOwnLanguage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('vary', 'accept-language').header('cache-control', 'no-cache').redirect(`/${localeOf(request)}${request.url}`, 302);
  }

  @Get(':locale/campaigns/:slug/map')
  async map(@Param('locale') segment: string, @Param('slug') slug: string, @Query() query: Asked, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.maps.of(slug, locale, { measure: textIn(query, 'measure'), area: textIn(query, 'area') });
    if (!view) throw unknownCampaign();
    sendPage(reply, MapPage({ page: pageContext(this.assets, locale, `/campaigns/${slug}/map`), view }));
  }

  @Get(':locale/campaigns/:slug/countries/:id')
  async country(@Param('locale') segment: string, @Param('slug') slug: string, @Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.countries.of(slug, id, locale);
    if (!view) throw unknownCampaign();
    sendPage(reply, CountryPage({ page: pageContext(this.assets, locale, `/campaigns/${slug}/countries/${id}`), view }));
  }

  @Get(':locale/campaigns/:slug/timeline')
  async timeline(@Param('locale') segment: string, @Param('slug') slug: string, @Query() query: Asked, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.timelines.of(slug, locale);
    if (!view) throw unknownCampaign();
    const question = { kind: textIn(query, 'kind'), place: textIn(query, 'country'), page: pageIn(query) };
    sendPage(reply, TimelinePage({ page: pageContext(this.assets, locale, `/campaigns/${slug}/timeline`), view, question }));
  }

  @Get(':locale/campaigns/:slug/promises')
  async promises(@Param('locale') segment: string, @Param('slug') slug: string, @Query() query: Asked, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.boards.of(slug, locale);
    if (!view) throw unknownCampaign();
    const sort = textIn(query, 'sort');
    const question = {
      country: textIn(query, 'country'), goal: textIn(query, 'goal'), instrument: textIn(query, 'instrument'), status: textIn(query, 'status'),
      overdue: textIn(query, 'overdue') === 'yes', sort: SORTS.find((one) => one === sort) ?? SORTS[0], page: pageIn(query),
    };
    sendPage(reply, PromisesPage({ page: pageContext(this.assets, locale, `/campaigns/${slug}/promises`), view, question }));
  }
}

const unknownCampaign = (): DomainError => new DomainError('campaigns.unknown', 'not-found');

const LONGEST = 60;

/** A plain answer in an address; anything else, and what is longer than any of ours, is no answer. */
function textIn(query: Asked, name: string): string | null {
  const value = query[name];
  return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : null;
}

function pageIn(query: Asked): number {
  const page = Number(textIn(query, 'page') ?? 1);
  return Number.isSafeInteger(page) && page > 0 ? page : 1;
}
