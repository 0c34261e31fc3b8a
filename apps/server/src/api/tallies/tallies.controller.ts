import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { DomainError } from '#libs/config';
import { petitionUnknown, type DoorPetition } from '#libs/petitions';
import { AttestedCounts, LiveCounts, OrganiserMilestones, PublishedTallies, type AttestedCount, type PublishedTally } from '#libs/tallies';
import { AddressKeys } from '../../edge/address-key.js';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { beginEventStream } from '../../edge/event-stream.js';
import { PublicCounts } from '../../reading/public-counts.js';
import { PetitionRights } from '../petitions/petition-rights.js';
import { AttestedCountDto, MilestonesDto } from '../petitions/petitions.dto.js';
import { sendCount } from './count-answer.js';
import { TallyFeed } from './tally-feed.js';

@ApiTags('Tallies')
@Controller('api/v1/petitions/:petition')
export class TalliesController {
  private readonly addresses = new AddressKeys();

  constructor(
    private readonly tallies: PublishedTallies, private readonly counts: PublicCounts, private readonly attested: AttestedCounts, private readonly milestones: OrganiserMilestones,
    private readonly live: LiveCounts, private readonly rights: PetitionRights, private readonly feed: TallyFeed,
  ) {}

  @AllowAnyone()
  /** Most who show no login come past Nest (`CountLane`), to the same end. */
  @Get('tally')
  @ApiOperation({ summary: 'The count', description: 'For everybody: cells under ten merged, high privacy once a day; at most a second old, but for its instant `asOf` when the database is away. With an organiser\'s rights exact, and with what is pending.' })
  async tally(@Param('petition') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { petition, organiser } = await this.rights.visible(slug, request);
    if (!organiser) return sendCount(request, reply, orUnknown(await this.counts.of(petition.id)));
    const tally = orUnknown(await this.tallies.forOrganisers(petition.id));
    void reply.header('cache-control', 'private, no-store').header('vary', 'cookie, authorization').send(tally);
  }

  @AllowAnyone()
  @Get('tally/stream')
  @ApiProduces('text/event-stream')
  @ApiOperation({ summary: 'The public count as server-sent events', description: '`event: tally` at once and after each change.' })
  async stream(@Param('petition') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { petition } = await this.rights.visible(slug, request);
    if (petition.status === 'draft') throw petitionUnknown();
    const leave = this.feed.enter(this.addresses.keyOf(request.ip));
    try {
      const first = orUnknown(await this.counts.of(petition.id)).tally;
      this.begin(petition, first, reply, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('attested-counts')
  @ApiOperation({ summary: 'Add signatures that were counted elsewhere', description: 'Vouched for by a named person, with the document that says so.' })
  async attest(@Param('petition') slug: string, @Body() body: AttestedCountDto, @CurrentActor() actor: Actor): Promise<AttestedCount> {
    const petition = await this.changeable(slug, actor);
    const count = await this.attested.record({ ...body, petitionId: petition.id }, actor.userId);
    this.live.changed([petition.id]);
    return count;
  }

  @AllowRoles('owner', 'organiser', 'translator', 'auditor', 'reader')
  @Get('attested-counts')
  @ApiOperation({ summary: 'Attested counts, also those taken out of the total' })
  async attestedCounts(@Param('petition') slug: string, @Req() request: FastifyRequest): Promise<{ items: AttestedCount[]; total: number }> {
    const { petition, organiser } = await this.rights.visible(slug, request);
    if (!organiser) throw petitionUnknown();
    const items = await this.attested.list(petition.id);
    return { items, total: items.length };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('milestones')
  @ApiOperation({ summary: 'Add thresholds beside the ladder and the target', description: 'One that is passed already is recorded, and nobody is told.' })
  async addMilestones(@Param('petition') slug: string, @Body() { thresholds }: MilestonesDto, @CurrentActor() actor: Actor): Promise<PublishedTally> {
    const petition = await this.changeable(slug, actor);
    await this.milestones.add(petition.id, thresholds, actor.userId);
    this.live.changed([petition.id]);
    return orUnknown(await this.tallies.forOrganisers(petition.id));
  }

  private async changeable(slug: string, actor: Actor): Promise<DoorPetition> {
    const petition = await this.rights.requireOrganiser(slug, actor);
    if (petition.campaign.kind === 'record') throw new DomainError('petitions.frozen', 'conflict');
    if (!petition.takesSignatures) throw new DomainError('petitions.takes_none', 'conflict');
    return petition;
  }

  private begin(petition: DoorPetition, first: PublishedTally, reply: FastifyReply, leave: () => void): void {
    const stream = beginEventStream(reply, () => {
      stop();
      leave();
    });
    const say = (tally: PublishedTally): void => stream.say('tally', tally);
    const stop = this.feed.follow(petition.id, first, { tally: say, heartbeat: stream.heartbeat, end: stream.end });
    say(first);
  }
}

function orUnknown<Found>(found: Found | null): Found {
  if (!found) throw petitionUnknown();
  return found;
}
