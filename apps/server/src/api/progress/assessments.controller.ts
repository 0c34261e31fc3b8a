import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor } from '#libs/access';
import { type Assessment, AssessmentsService, CardReplies, type CardRound, CardsReader, type Page, type RoundStanding } from '#libs/progress';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { ProgressRights } from './progress-rights.js';
import { AssessmentQueryDto, NewAssessmentDto, NewReplyDto, NewRoundDto, PublishRoundDto, SendAssessmentBackDto } from './progress.dto.js';

/** How cards are made: drafted, handed in, found right by a second person, published by an instant. Nothing is overwritten. */
@ApiTags('Progress')
@Controller('api/v1/campaigns/:campaign/progress')
export class AssessmentsController {
  constructor(private readonly assessments: AssessmentsService, private readonly replies: CardReplies, private readonly cards: CardsReader, private readonly rights: ProgressRights) {}

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('rounds')
  @ApiOperation({ summary: 'Open a round of assessment', description: 'It is measured by the campaign\'s goals and indicators as they are worded now.' })
  async open(@Param('campaign') slug: string, @Body() body: NewRoundDto, @CurrentActor() actor: Actor): Promise<CardRound> {
    const campaignId = await this.rights.organiseCampaign(slug, actor);
    return this.cards.round({ campaignId, audience: 'organisers' }, await this.assessments.createRound(campaignId, body, by(actor)));
  }

  @AllowRoles('owner', 'organiser', 'auditor', 'reader')
  @Get('rounds/:round/standing')
  @ApiOperation({ summary: 'How far a round got' })
  async standing(@Param('campaign') slug: string, @Param('round') key: string, @CurrentActor() actor: Actor): Promise<RoundStanding> {
    const { campaignId } = await this.rights.round(slug, key, actor);
    return this.assessments.standing(campaignId, key);
  }

  @AllowRoles('owner', 'organiser', 'auditor', 'reader')
  @Get('rounds/:round/assessments')
  @ApiOperation({ summary: 'Assessments of a round, of the places whose inside one may read' })
  async list(@Param('campaign') slug: string, @Param('round') key: string, @Query() { current, ...query }: AssessmentQueryDto, @CurrentActor() actor: Actor): Promise<Page<Assessment>> {
    const { campaignId, within } = await this.rights.round(slug, key, actor);
    return this.assessments.list(campaignId, key, { ...query, within, current: current !== 'false' });
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('rounds/:round/assessments')
  @ApiOperation({ summary: 'Write the next version of a rating, as a draft', description: 'One that was open is laid aside; one that is published stays until the new version is.' })
  async draft(@Param('campaign') slug: string, @Param('round') round: string, @Body() { jurisdiction, indicator, ...body }: NewAssessmentDto, @CurrentActor() actor: Actor): Promise<Assessment> {
    const { campaignId } = await this.rights.organise(slug, round, jurisdiction, actor);
    const input = { ...body, rating: body.rating ?? null, reasons: body.reasons ?? {}, sources: body.sources ?? [] };
    return this.assessments.draft({ campaignId, round, jurisdiction, indicator }, input, by(actor));
  }

  @AllowRoles('owner', 'organiser', 'auditor', 'reader')
  @Get('assessments/:assessment')
  @ApiOperation({ summary: 'One version of a rating' })
  async get(@Param('campaign') slug: string, @Param('assessment') id: string, @CurrentActor() actor: Actor): Promise<Assessment> {
    return (await this.rights.assessment(slug, id, 'read', actor)).assessment;
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('assessments/:assessment/submit')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand a draft in for a second person to look at' })
  async submit(@Param('campaign') slug: string, @Param('assessment') id: string, @CurrentActor() actor: Actor): Promise<Assessment> {
    const { campaignId } = await this.rights.assessment(slug, id, 'organise', actor);
    await this.assessments.submit(campaignId, [id], by(actor));
    return this.assessments.get(campaignId, id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('assessments/:assessment/approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Find it right, as a second person', description: 'Nobody approves what they wrote on since it was last published.' })
  async approve(@Param('campaign') slug: string, @Param('assessment') id: string, @CurrentActor() actor: Actor): Promise<Assessment> {
    const { campaignId } = await this.rights.assessment(slug, id, 'organise', actor);
    await this.assessments.approve(campaignId, [id], by(actor));
    return this.assessments.get(campaignId, id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('assessments/:assessment/send-back')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give it back, with what is to be mended' })
  async sendBack(@Param('campaign') slug: string, @Param('assessment') id: string, @Body() { remark }: SendAssessmentBackDto, @CurrentActor() actor: Actor): Promise<Assessment> {
    const { campaignId } = await this.rights.assessment(slug, id, 'organise', actor);
    await this.assessments.sendBack(campaignId, id, remark, by(actor));
    return this.assessments.get(campaignId, id);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('rounds/:round/publish')
  @HttpCode(200)
  @ApiOperation({ summary: 'Bind whatever is approved of a round to a publication', description: 'It goes public with the publication\'s instant, by itself. A publication that is public takes no more: a change is published by another one.' })
  async publish(@Param('campaign') slug: string, @Param('round') key: string, @Body() { publication }: PublishRoundDto, @CurrentActor() actor: Actor): Promise<{ published: number }> {
    const campaignId = await this.rights.organiseCampaign(slug, actor);
    return { published: await this.assessments.publishRound(campaignId, key, publication, by(actor)) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('rounds/:round/replies')
  @ApiOperation({ summary: 'Keep what a government says to its card, or to one rating of it', description: 'It stands beside the card as soon as that is public. A correction is a new reply that names the one it replaces.' })
  async reply(@Param('campaign') slug: string, @Param('round') round: string, @Body() body: NewReplyDto, @CurrentActor() actor: Actor): Promise<{ id: string }> {
    const { campaignId } = await this.rights.organise(slug, round, body.jurisdiction, actor);
    return { id: await this.replies.record(campaignId, { ...body, round }, by(actor)) };
  }
}
