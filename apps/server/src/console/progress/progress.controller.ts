import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, forbidden, notFound } from '#libs/access';
import { PublicationsService } from '#libs/embargo';
import { AssessmentsService, CardReplies, type FrameworkIndicator } from '#libs/progress';
import { by } from '../../api/handovers/handovers.controller.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { type FormBody, listOf, textOf, textOrNull, typed } from '../form-body.js';
import { publicationPath } from '../publications/publications-page.js';
import { assessmentField, assessmentFrom, replyField, replyFrom, roundField, roundFrom } from './assess-form.js';
import { AssessmentDesk, type SatCard } from './assessment-desk.js';
import { AssessPage, type AssessView } from './assess-page.js';
import { CardDeskPage, cardPath, type CardPageView } from './card-page.js';
import { MatrixPage, type MatrixView, progressPath } from './matrix.js';

/** Where countries are assessed, by one person, and approved, by another; and where what was approved is bound to its publication. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console')
export class ProgressDeskController {
  constructor(
    private readonly desks: Desks, private readonly desk: AssessmentDesk, private readonly assessments: AssessmentsService, private readonly replies: CardReplies, private readonly publications: PublicationsService,
  ) {}

  @Get('progress')
  async first(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.desks.leave(reply, this.desks.open(request), progressPath(await this.desk.firstCampaign(actor)));
  }

  @Get('campaigns/:campaign/progress')
  async matrix(@Param('campaign') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendMatrix(reply, request, slug, textOrNull(query, 'round'), actor, null);
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/progress/rounds')
  async newRound(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { desk, campaign, keeps } = await this.desk.sit(slug, actor, request);
    if (!keeps) throw forbidden();
    try {
      const key = await this.assessments.createRound(campaign.id, roundFrom(body, campaign.defaultLanguage, desk.page.t.locale), by(actor));
      this.desks.leave(reply, desk, `${progressPath(slug)}?round=${key}`, 'round-made');
    } catch (thrown) {
      await this.sendMatrix(reply, request, slug, null, actor, { form: 'round', values: typed(body), chosen: listOf(body, 'jurisdictions'), errors: faultsOf(thrown, desk.page.t, roundField) });
    }
  }

  /** Under a publication that is there, or a new one whose instant is named on its own page. */
  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/progress/:round/publish')
  async publish(@Param('campaign') slug: string, @Param('round') key: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { desk, campaign, keeps, round } = await this.desk.sitAtRound(slug, key, actor, request);
    if (!keeps) throw forbidden();
    try {
      const chosen = textOrNull(body, 'publication');
      if (chosen === null && (await this.assessments.standing(campaign.id, key)).byState.approved === 0) return void (await this.sendMatrix(reply, request, slug, key, actor, null));
      const publication = chosen ?? (await this.publications.create({ campaignId: campaign.id, kind: 'cards', title: round.title }, by(actor))).id;
      await this.assessments.publishRound(campaign.id, key, publication, by(actor));
      this.desks.leave(reply, desk, publicationPath({ campaign: slug, id: publication }), 'cards-bound');
    } catch (thrown) {
      await this.sendMatrix(reply, request, slug, key, actor, { form: 'publish', values: typed(body), chosen: [], errors: faultsOf(thrown, desk.page.t) });
    }
  }

  @Get('campaigns/:campaign/progress/:round/:jurisdiction')
  async card(@Param('campaign') slug: string, @Param('round') key: string, @Param('jurisdiction') jurisdiction: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendCard(reply, await this.desk.sitAtCard(slug, key, jurisdiction, actor, request), null);
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/progress/:round/:jurisdiction/submit')
  async submitAll(@Param('campaign') slug: string, @Param('round') key: string, @Param('jurisdiction') jurisdiction: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.together(await this.desk.sitAtCard(slug, key, jurisdiction, actor, request), reply, 'assessments-submitted', (sat) => this.assessments.submit(sat.campaign.id, named(body, sat), by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/progress/:round/:jurisdiction/approve')
  async approveAll(@Param('campaign') slug: string, @Param('round') key: string, @Param('jurisdiction') jurisdiction: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.together(await this.desk.sitAtCard(slug, key, jurisdiction, actor, request), reply, 'assessments-approved', (sat) => this.assessments.approve(sat.campaign.id, named(body, sat), by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/progress/:round/:jurisdiction/replies')
  async reply(@Param('campaign') slug: string, @Param('round') key: string, @Param('jurisdiction') jurisdiction: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sat = await this.desk.sitAtCard(slug, key, jurisdiction, actor, request);
    this.desk.requireWriting(sat);
    try {
      await this.replies.record(sat.campaign.id, replyFrom(body, key, jurisdiction, sat.desk.page.t.locale), by(actor));
    } catch (thrown) {
      return this.sendCard(reply, sat, { form: 'reply', values: typed(body), errors: faultsOf(thrown, sat.desk.page.t, replyField) });
    }
    this.desks.leave(reply, sat.desk, `${cardPath(sat)}#replies`, 'card-reply-kept');
  }

  @Get('campaigns/:campaign/progress/:round/:jurisdiction/:indicator')
  async assess(@Param('campaign') slug: string, @Param('round') key: string, @Param('jurisdiction') jurisdiction: string, @Param('indicator') indicator: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendRating(reply, await this.desk.sitAtCard(slug, key, jurisdiction, actor, request), indicator, null);
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/progress/:round/:jurisdiction/:indicator')
  async save(@Param('campaign') slug: string, @Param('round') key: string, @Param('jurisdiction') jurisdiction: string, @Param('indicator') indicator: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sat = await this.desk.sitAtCard(slug, key, jurisdiction, actor, request);
    this.desk.requireWriting(sat);
    const submits = textOf(body, 'then') === 'submit';
    const { t } = sat.desk.page;
    try {
      const made = await this.assessments.draft({ campaignId: sat.campaign.id, round: key, jurisdiction, indicator }, assessmentFrom(body, sat.standing.get(indicator)?.sources ?? [], t.locale), by(actor));
      if (submits) await this.assessments.submit(sat.campaign.id, [made.id], by(actor));
    } catch (thrown) {
      return this.sendRating(reply, sat, indicator, { form: 'assess', values: typed(body), errors: faultsOf(thrown, t, (field) => assessmentField(field, sat.campaign.defaultLanguage)) });
    }
    this.desks.leave(reply, sat.desk, cardPath(sat, indicator), submits ? 'assessments-submitted' : 'assessment-saved');
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/progress/:round/:jurisdiction/:indicator/:step')
  async step(
    @Param('campaign') slug: string, @Param('round') key: string, @Param('jurisdiction') jurisdiction: string, @Param('indicator') indicator: string, @Param('step') step: string,
    @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply,
  ): Promise<void> {
    const sat = await this.desk.sitAtCard(slug, key, jurisdiction, actor, request);
    this.desk.requireWriting(sat);
    const ids = named(body, sat);
    const steps: Readonly<Record<string, readonly [string, () => Promise<void>]>> = {
      submit: ['assessments-submitted', () => this.assessments.submit(sat.campaign.id, ids, by(actor))],
      approve: ['assessments-approved', () => this.assessments.approve(sat.campaign.id, ids, by(actor))],
      'send-back': ['assessment-sent-back', () => this.assessments.sendBack(sat.campaign.id, ids[0] ?? '', textOf(body, 'remark'), by(actor))],
    };
    const [done, deed] = steps[step] ?? [];
    if (!done || !deed || ids.length !== 1) throw notFound();
    try {
      await deed();
    } catch (thrown) {
      return this.sendRating(reply, sat, indicator, { form: 'review', values: typed(body), errors: faultsOf(thrown, sat.desk.page.t) });
    }
    this.desks.leave(reply, sat.desk, cardPath(sat, indicator), done);
  }

  private async together(sat: SatCard, reply: FastifyReply, done: string, deed: (sat: SatCard) => Promise<void>): Promise<void> {
    this.desk.requireWriting(sat);
    try {
      await deed(sat);
    } catch (thrown) {
      return this.sendCard(reply, sat, { form: 'steps', values: {}, errors: faultsOf(thrown, sat.desk.page.t) });
    }
    this.desks.leave(reply, sat.desk, cardPath(sat), done);
  }

  private async sendMatrix(reply: FastifyReply, request: FastifyRequest, slug: string, asked: string | null, actor: Actor, failed: MatrixView['failed']): Promise<void> {
    const sat = await this.desk.sit(slug, actor, request);
    const key = asked ?? sat.rounds[0]?.key;
    const round = key === undefined ? null : await this.desk.sitAtRound(slug, key, actor, request);
    const at = round && { ...round, cells: await this.desk.matrix(round), publications: round.keeps ? await this.desk.openPublications(round) : [] };
    this.desks.send(reply, MatrixPage({ view: { sat, at, campaigns: await this.desk.readable(actor), failed } }), failed ? 422 : 200);
  }

  private async sendCard(reply: FastifyReply, sat: SatCard, failed: CardPageView['failed']): Promise<void> {
    this.desks.send(reply, CardDeskPage({ view: { sat, publications: await this.desk.openPublications(sat), failed } }), failed ? 422 : 200);
  }

  private async sendRating(reply: FastifyReply, sat: SatCard, key: string, failed: AssessView['failed']): Promise<void> {
    const indicator: FrameworkIndicator | undefined = sat.framework.goals.flatMap((goal) => goal.indicators).find((one) => one.key === key);
    if (!indicator) throw notFound();
    this.desks.send(reply, AssessPage({ view: { sat, indicator, versions: await this.desk.versions(sat, key), failed } }), failed ? 422 : 200);
  }
}

/** Ids of versions in a form, as far as they are of this card: rights were asked for this place only. */
function named(body: FormBody, { standing }: SatCard): string[] {
  const here = new Set([...standing.values()].map(({ id }) => id));
  const ids = listOf(body, 'assessment');
  if (ids.length === 0 || ids.some((id) => !here.has(id))) throw notFound();
  return ids;
}
