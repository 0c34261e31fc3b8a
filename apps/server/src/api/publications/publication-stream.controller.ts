import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AllowAnyone } from '../../edge/decorators.js';
import { AddressKeys } from '../../edge/address-key.js';
import { PublicationRights } from './publication-rights.js';
import { PublicationStreams } from './publication-streams.js';

@ApiTags('Publications')
@Controller('api/v1/campaigns/:campaign/publications')
export class PublicationStreamController {
  private readonly addresses = new AddressKeys();

  constructor(private readonly rights: PublicationRights, private readonly streams: PublicationStreams) {}

  @AllowAnyone()
  @Get('stream')
  @ApiProduces('text/event-stream')
  @ApiOperation({ summary: 'What goes public, as server-sent events', description: '`event: public` or `withdrawn`, with the id, at the instant; a correction names what it corrects.' })
  async stream(@Param('campaign') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { id } = await this.rights.campaign(slug);
    this.streams.open(id, this.addresses.keyOf(request.ip), reply);
  }
}
