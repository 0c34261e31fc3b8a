import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor } from '#libs/access';
import { AppConfig } from '#libs/config';
import { type AccreditedRead, type AccreditedReader, AccreditedReaders } from '#libs/embargo';
import { type Page } from '#libs/petitions';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { by } from '../handovers/handovers.controller.js';
import { PublicationRights } from './publication-rights.js';
import { AccreditedReaderDto, PublicationPageDto } from './publications.dto.js';

/** Who may read a publication ahead of the public, each by a link of their own. */
@ApiTags('Publications')
@AllowRoles('owner', 'organiser')
@Limit('organising')
@Controller('api/v1/campaigns/:campaign/publications/:publication')
export class AccreditedReadersController {
  constructor(private readonly readers: AccreditedReaders, private readonly rights: PublicationRights, private readonly config: AppConfig) {}

  @Get('readers')
  @ApiOperation({ summary: 'Accredited readers, without their links' })
  async list(@Param('campaign') slug: string, @Param('publication') id: string, @Query() page: PublicationPageDto, @CurrentActor() actor: Actor): Promise<Page<AccreditedReader>> {
    await this.rights.require(slug, id, actor);
    return this.readers.list(id, page);
  }

  @Post('readers')
  @ApiOperation({ summary: 'Let somebody read ahead', description: 'The link is told in this answer and never again: only its hash is kept.' })
  async add(
    @Param('campaign') slug: string, @Param('publication') id: string, @Body() { validUntil, ...body }: AccreditedReaderDto, @CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccreditedReader & { url: string }> {
    await this.rights.require(slug, id, actor);
    const { reader, token } = await this.readers.create(id, { ...body, validUntil: new Date(validUntil) }, by(actor));
    void reply.header('cache-control', 'no-store');
    return { ...reader, url: `${this.config.publicUrl}/embargo/${token}` };
  }

  @Delete('readers/:reader')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a link at once' })
  async revoke(@Param('campaign') slug: string, @Param('publication') id: string, @Param('reader') reader: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.rights.require(slug, id, actor);
    await this.readers.revoke(id, reader, by(actor));
  }

  @Get('reads')
  @ApiOperation({ summary: 'Who read what ahead, when; the newest first' })
  async reads(@Param('campaign') slug: string, @Param('publication') id: string, @Query() page: PublicationPageDto, @CurrentActor() actor: Actor): Promise<Page<AccreditedRead>> {
    await this.rights.require(slug, id, actor);
    return this.readers.reads(id, page);
  }
}
