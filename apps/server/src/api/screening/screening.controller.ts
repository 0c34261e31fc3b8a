import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { type Actor, notFound } from '#libs/access';
import { type ChallengeState, ChallengeStates, type Cluster, clusterId, Clusters, type Deed, type DoneDeed, type Outcome } from '#libs/signatures';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { PetitionRights } from '../petitions/petition-rights.js';
import { ScreeningModeDto, ScreeningReasonDto } from './screening.dto.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DEEDS: Readonly<Record<string, Deed>> = { invalidation: 'invalidated', release: 'released' };

/** What of a petition's signatures belongs together, and what its organisers do about it. */
@ApiTags('Screening')
@AllowRoles('owner', 'organiser')
@Controller('api/v1/petitions/:petition/screening')
export class ScreeningApiController {
  constructor(private readonly rights: PetitionRights, private readonly states: ChallengeStates, private readonly clusters: Clusters) {}

  @Get()
  @ApiQuery({ name: 'page', required: false })
  @ApiOperation({ summary: 'Whether a challenge is asked for, how many are held, and clusters, the largest first', description: 'A cluster is a hint. `key` is a keyed number without meaning elsewhere.' })
  async show(@Param('petition') slug: string, @Query('page') page: string | undefined, @CurrentActor() actor: Actor): Promise<{ state: ChallengeState; items: Cluster[]; total: number; held: number; disposableShare: number | null; done: DoneDeed[] }> {
    const { id } = await this.rights.requireOrganiser(slug, actor);
    return { state: await this.states.of(id), ...(await this.clusters.list(id, { page: /^[1-9]\d{0,5}$/.test(page ?? '') ? Number(page) : 1 })), done: await this.clusters.done(id) };
  }

  @Post('mode')
  @Limit('organising')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask for a challenge: always, never, or by itself' })
  async mode(@Param('petition') slug: string, @Body() { mode }: ScreeningModeDto, @CurrentActor() actor: Actor): Promise<ChallengeState> {
    const { id } = await this.rights.requireOrganiser(slug, actor);
    await this.states.decide(id, mode, actor.userId);
    return this.states.of(id);
  }

  @Get('clusters/:cluster')
  @ApiOperation({ summary: 'What invalidating or releasing a cluster would do: exact, by country and channel' })
  async preview(@Param('petition') slug: string, @Param('cluster') cluster: string, @CurrentActor() actor: Actor): Promise<{ invalidation: Outcome; release: Outcome }> {
    const { id } = await this.rights.requireOrganiser(slug, actor);
    const which = clusterId(cluster);
    return { invalidation: await this.clusters.preview(id, which, 'invalidated'), release: await this.clusters.preview(id, which, 'released') };
  }

  @Post('clusters/:cluster/:deed')
  @Limit('organising')
  @HttpCode(200)
  @ApiOperation({ summary: 'Invalidate or release a cluster', description: '`deed`: `invalidation` or `release`. At most 20,000 at once; counts follow in the same transaction.' })
  async act(@Param('petition') slug: string, @Param('cluster') cluster: string, @Param('deed') deed: string, @Body() { reason }: ScreeningReasonDto, @CurrentActor() actor: Actor): Promise<Outcome> {
    const { id } = await this.rights.requireOrganiser(slug, actor);
    const known = DEEDS[deed];
    if (!known) throw notFound();
    return this.clusters.act(id, clusterId(cluster), known, reason, actor.userId);
  }

  @Post('done/:done/undo')
  @Limit('organising')
  @HttpCode(204)
  @ApiOperation({ summary: 'Undo it', description: 'Idempotent. Whoever took their name back meanwhile stays withdrawn.' })
  async undo(@Param('petition') slug: string, @Param('done') done: string, @CurrentActor() actor: Actor): Promise<void> {
    const { id } = await this.rights.requireOrganiser(slug, actor);
    if (!UUID.test(done)) throw notFound();
    await this.clusters.undo(id, done, actor.userId);
  }
}
