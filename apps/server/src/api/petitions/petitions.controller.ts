import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, can } from '#libs/access';
import { CallsReader, CallsService, type CallToAction } from '#libs/calls-to-action';
import { HandoversReader, type HandoverListItem } from '#libs/handovers';
import { CampaignReader, campaignUnknown, PetitionReader, PetitionsService, type DoorPetition, type Page, type PetitionIds } from '#libs/petitions';
import { PublishedTallies, type PublishedTally } from '#libs/tallies';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { PublicCounts } from '../../reading/public-counts.js';
import { asPetitionActor, PetitionRights } from './petition-rights.js';
import { CallsDto, ClosePetitionDto, NewPetitionDto, PatchPetitionDto, PetitionQueryDto } from './petitions.dto.js';
import { PetitionLists, type ListedPetition } from './petition-lists.js';

/** A petition with everything that a reader of it may want. */
export interface WholePetition extends Omit<DoorPetition, 'id'> {
  callsToAction: CallToAction[];
  tally: PublishedTally | null;
  handovers: HandoverListItem[];
  /** Organisers only: the edition to name when changing it. */
  version?: number;
}

@ApiTags('Petitions')
@Controller('api/v1/petitions')
export class PetitionsController {
  constructor(
    private readonly petitions: PetitionsService, private readonly calls: CallsService, private readonly callsReader: CallsReader, private readonly reader: PetitionReader,
    private readonly campaigns: CampaignReader, private readonly tallies: PublishedTallies, private readonly counts: PublicCounts, private readonly handovers: HandoversReader,
    private readonly lists: PetitionLists, private readonly rights: PetitionRights, private readonly access: AccessService,
  ) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({ summary: 'Petitions, page by page', description: '`country` finds also the regional petitions it is part of. Drafts are shown to their organisers only.' })
  async list(@Query() query: PetitionQueryDto, @Req() request: FastifyRequest): Promise<Page<ListedPetition>> {
    return this.lists.page({ ...query, drafts: await this.rights.draftsFor(request) });
  }

  @AllowAnyone()
  @Get(':petition')
  @ApiOperation({ summary: 'One petition: texts by language, calls to action, tally, handovers' })
  async get(@Param('petition') slug: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<WholePetition> {
    const { petition, organiser } = await this.rights.visible(slug, request);
    reply.header('cache-control', organiser ? 'private, no-store' : 'public, max-age=5');
    reply.header('vary', 'cookie, authorization');
    const [callsToAction, tally, handovers] = await Promise.all([
      this.callsReader.ofPetition(petition),
      organiser ? this.tallies.forOrganisers(petition.id) : this.counts.of(petition.id).then((count) => count?.tally ?? null),
      this.handovers.list({ audience: organiser ? 'organiser' : 'public', campaign: petition.campaign.slug, jurisdiction: petition.jurisdictionId, pageSize: 200 }),
    ]);
    const { id, ...shown } = petition;
    return { ...shown, callsToAction, tally, handovers: handovers.items, ...(organiser ? { version: await this.reader.version(id) } : {}) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Make a petition as a draft, with its texts and 1 to 15 calls to action' })
  async create(@Body() body: NewPetitionDto, @CurrentActor() actor: Actor): Promise<PetitionIds> {
    const campaign = await this.campaigns.bySlug(body.campaign);
    if (!campaign) throw campaignUnknown();
    await this.access.require(actor, 'organise', { campaignId: campaign.id, jurisdictionId: body.jurisdiction });
    return this.calls.createPetition({ ...body, opensAt: instant(body.opensAt), closesAt: instant(body.closesAt) }, asPetitionActor(actor));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Patch(':petition')
  @ApiOperation({ summary: 'Change dates, target, policies', description: 'What is left out stays. Confirmation, eligibility and minimum age are settled once it is open.' })
  async patch(@Param('petition') slug: string, @Body() { version, ...patch }: PatchPetitionDto, @CurrentActor() actor: Actor): Promise<PetitionIds> {
    await this.rights.requireOrganiser(slug, actor);
    return this.petitions.update(slug, { ...patch, opensAt: instant(patch.opensAt), closesAt: instant(patch.closesAt) }, version, asPetitionActor(actor));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(200)
  @Post(':petition/calls')
  @ApiOperation({ summary: 'Replace the calls to action of a draft' })
  async replaceCalls(@Param('petition') slug: string, @Body() body: CallsDto, @CurrentActor() actor: Actor): Promise<CallToAction[]> {
    const petition = await this.rights.requireOrganiser(slug, actor);
    await this.calls.replace(slug, body.calls, asPetitionActor(actor));
    return this.callsReader.ofPetition(petition);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(200)
  @Post(':petition/open')
  @ApiOperation({ summary: 'Open a draft for signatures', description: 'Refused, with every missing thing by its field, until controller, contact, retention, a notice in each language, 1 to 15 calls and, where the campaign asks for it, a second person\'s approval of these very texts are there.' })
  async open(@Param('petition') slug: string, @CurrentActor() actor: Actor): Promise<PetitionIds> {
    const petition = await this.rights.requireOrganiser(slug, actor);
    return this.petitions.open(slug, asPetitionActor(actor), new Date(), { alone: can(actor, 'administer', { campaignId: petition.campaign.id }) });
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @HttpCode(200)
  @Post(':petition/close')
  @ApiOperation({ summary: 'Close a petition', description: 'The reason is shown to whoever comes too late.' })
  async close(@Param('petition') slug: string, @Body() { reason }: ClosePetitionDto, @CurrentActor() actor: Actor): Promise<PetitionIds> {
    await this.rights.requireOrganiser(slug, actor);
    return this.petitions.close(slug, reason, asPetitionActor(actor));
  }
}

/** What is left out stays out. */
const instant = (text: string | null | undefined): Date | null | undefined => (typeof text === 'string' ? new Date(text) : text);
