import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { DomainError } from '#libs/config';
import { type Publication } from '#libs/embargo';
import { REPORT_KINDS, ReportEditions } from '#libs/publications';
import { by } from '../../api/handovers/handovers.controller.js';
import { PublicationRights } from '../../api/publications/publication-rights.js';
import { ReportDesk } from '../../api/reports/report-desk.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { type Translator } from '../../i18n/index.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf, typed } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { EditionsPage, editionsPath } from './editions-page.js';

const PAGE_SIZE = 50;

/** The publication was found: what there is not is a report of the place that was chosen, or was not. */
function faultsOfFreezing(thrown: unknown, t: Translator): FieldError[] {
  return thrown instanceof DomainError && thrown.kind === 'not-found' ? [{ field: 'jurisdiction', message: t('reports.freeze.no-place') }] : faultsOf(thrown, t);
}

/** Reports under a publication, for those who organise the whole campaign. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/campaigns/:campaign/publications/:publication/reports')
export class EditionsPageController {
  constructor(private readonly desks: Desks, private readonly rights: PublicationRights, private readonly editions: ReportEditions, private readonly reports: ReportDesk) {}

  @Get()
  async show(@Param('campaign') slug: string, @Param('publication') id: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { publication } = await this.rights.require(slug, id, actor);
    await this.send(reply, this.desks.open(request), publication, pageOf(query));
  }

  @Post()
  async freeze(@Param('campaign') slug: string, @Param('publication') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { publication } = await this.rights.require(slug, id, actor);
    const kind = REPORT_KINDS.find((one) => one === textOf(body, 'kind')) ?? 'appendix';
    const jurisdiction = kind === 'country' || kind === 'region' ? textOf(body, 'jurisdiction') : null;
    try {
      await this.editions.create({ campaign: slug, publicationId: publication.id, kind, jurisdiction, language: desk.page.t.locale }, by(actor));
      this.desks.leave(reply, desk, editionsPath(publication));
    } catch (thrown) {
      await this.send(reply, desk, publication, 1, { values: typed(body), errors: faultsOfFreezing(thrown, desk.page.t) });
    }
  }

  private async send(reply: FastifyReply, desk: Desk, publication: Publication, page: number, failed: { values: Readonly<Record<string, string>>; errors: readonly FieldError[] } = { values: {}, errors: [] }): Promise<void> {
    const { items, total } = await this.editions.list({ campaignId: publication.campaignId, publicationId: publication.id, audience: 'organisers', page, pageSize: PAGE_SIZE });
    const { t } = desk.page;
    const places = (await this.reports.live(publication.campaign)).flatMap(({ jurisdiction }) => (jurisdiction ? [{ id: jurisdiction.id, name: t.place(jurisdiction.id, jurisdiction.names[t.locale] ?? Object.values(jurisdiction.names)[0] ?? jurisdiction.id) }] : []));
    this.desks.send(reply, EditionsPage({ desk, view: { publication, editions: items, places: places.sort((a, b) => a.name.localeCompare(b.name, t.locale)), ...failed, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) } }), failed.errors.length > 0 ? 422 : 200);
  }
}
