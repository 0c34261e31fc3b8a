import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import {
  HANDOVER_ERRORS, HandoverNotFoundError, HandoversReader, HandoversService, SealDesk, SealReader, type Audience, type Seal, type SealCorrections, type SealProof,
} from '#libs/handovers';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { accessOf } from '../../edge/request-access.js';
import { HandoverDoor } from './handover-door.js';
import { HandoverRights } from './handover-rights.js';
import { AskSealDto, ManifestQueryDto, ProofQueryDto } from './seal.dto.js';

/** A seal as the API tells it: the statement as JSON, beside it the canonical text that was signed. */
export interface ToldSeal extends Seal {
  corrections: SealCorrections | null;
}

@ApiTags('Seals')
@Controller('api/v1/handovers/:id')
export class SealController {
  constructor(private readonly door: HandoverDoor, private readonly handovers: HandoversService, private readonly reader: HandoversReader, private readonly rights: HandoverRights, private readonly desk: SealDesk, private readonly seals: SealReader) {}

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('seal')
  @HttpCode(202)
  @ApiOperation({ summary: 'Seal what is counted at a cut-off', description: 'The worker makes it; ask `GET …/seal` for its state. Sealing again replaces the seal until the handover took place.' })
  async ask(@Param('id') id: string, @Body() body: AskSealDto, @CurrentActor() actor: Actor): Promise<ToldSeal | null> {
    await this.door.organise(id, actor);
    const seal = await this.desk.ask(id, body.cutoff === undefined ? {} : { cutoff: new Date(body.cutoff) }, { id: actor.userId, name: actor.name });
    return this.told(await this.seals.get(seal));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post('seal/publish')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let everybody read the seal before the handover takes place' })
  async publish(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ToldSeal | null> {
    await this.door.organise(id, actor);
    await this.desk.publish(id, { id: actor.userId, name: actor.name });
    return this.told(await this.seals.standing(id, 'organiser'));
  }

  @AllowAnyone()
  @Get('seal')
  @ApiOperation({ summary: 'The seal of a handover: state, statement, root, and what was found since', description: 'Organisers also see one under way or failed; everybody else sees it once it is published, or the handover took place.' })
  async get(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ToldSeal> {
    const seal = await this.seals.current(id, await this.audienceOf(id, request));
    if (!seal) throw new HandoverNotFoundError(HANDOVER_ERRORS.sealNone);
    return (await this.told(seal)) as ToldSeal;
  }

  @AllowAnyone()
  @Get('manifest.json')
  @ApiProduces('application/json')
  @ApiOperation({ summary: 'The signed manifest, byte for byte as specified in docs/MANIFEST.md', description: 'With a million signatures, 67 MB; `leaves=none` leaves them out.' })
  async manifest(@Param('id') id: string, @Query() query: ManifestQueryDto, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const seal = await this.made(id, request);
    reply.header('cache-control', 'no-cache').header('etag', `"${seal.statementSha256}-${query.leaves ?? 'all'}"`);
    return new StreamableFile(Readable.from(this.seals.manifest(seal, { leaves: query.leaves !== 'none' }), { objectMode: false, highWaterMark: 65_536 }), { type: 'application/json', disposition: `attachment; filename="manifest-${id}.json"` });
  }

  @AllowAnyone()
  @Get('proof')
  @ApiOperation({ summary: 'Proof that a leaf is in the sealed tree (RFC 9162, 2.1.3)', description: 'Who signed is never told to the server: the leaf is reckoned by the asker.' })
  async proof(@Param('id') id: string, @Query() query: ProofQueryDto, @Req() request: FastifyRequest): Promise<SealProof> {
    const proof = await this.seals.proof(await this.made(id, request), Buffer.from(query.leaf, 'hex'));
    if (!proof) throw new HandoverNotFoundError(HANDOVER_ERRORS.sealLeafUnknown);
    return proof;
  }

  private async made(id: string, request: FastifyRequest): Promise<Seal> {
    const seal = await this.seals.standing(id, await this.audienceOf(id, request));
    if (!seal) throw new HandoverNotFoundError(HANDOVER_ERRORS.sealNone);
    return seal;
  }

  private async audienceOf(id: string, request: FastifyRequest): Promise<Audience> {
    const audience = await this.rights.audienceOf(accessOf(request).actor, await this.handovers.subject(id));
    // Whoever may not know of the handover is told that it is not there.
    await this.reader.get(id, audience);
    return audience;
  }

  private async told(seal: Seal | null): Promise<ToldSeal | null> {
    return seal && { ...seal, corrections: seal.state === 'sealed' ? await this.seals.corrections(seal.id) : null };
  }
}
