import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor } from '#libs/access';
import { AllowAnyone, AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { DocumentDesk } from './document-desk.js';

/** Kept files, always as an attachment. */
@ApiExcludeController()
@Controller()
export class DocumentsController {
  constructor(private readonly desk: DocumentDesk) {}

  @AllowAnyone()
  @Get('documents/:id')
  async published(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    this.desk.send(reply, await this.desk.forAnyone(id));
  }

  @AllowSignedIn()
  @Get('console/documents/:id')
  async inside(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    this.desk.send(reply, await this.desk.forOrganiser(id, actor));
  }
}
