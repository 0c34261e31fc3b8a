import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HANDOVER_ERRORS, HandoverNotFoundError, HandoversReader, HandoversService, SealReader } from '#libs/handovers';
import { PdfPress } from '#libs/publications';
import { HandoverRights } from '../api/handovers/handover-rights.js';
import { AllowAnyone, Limit } from '../edge/decorators.js';
import { accessOf } from '../edge/request-access.js';
import { HandoverPaperSource } from './paper-source.js';
import { PaperQueryDto } from './papers.dto.js';

/** Papers of a sealed handover. Made anew each time: the same seal gives the same bytes. */
@ApiTags('Seals')
@AllowAnyone()
@Limit('organising')
@Controller('api/v1/handovers/:id')
export class HandoverPapersController {
  constructor(
    private readonly handovers: HandoversService, private readonly reader: HandoversReader, private readonly seals: SealReader,
    private readonly rights: HandoverRights, private readonly source: HandoverPaperSource, private readonly press: PdfPress,
  ) {}

  @Get('letter.pdf')
  @ApiProduces('application/pdf')
  @ApiOperation({ summary: 'The letter that is handed over: figures, demands, the day an answer is asked for, the root of the seal' })
  letter(@Param('id') id: string, @Query() query: PaperQueryDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send('letter', id, query, request, reply);
  }

  @Get('certificate.pdf')
  @ApiProduces('application/pdf')
  @ApiOperation({ summary: 'What the seal proves, and what it does not' })
  certificate(@Param('id') id: string, @Query() query: PaperQueryDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send('certificate', id, query, request, reply);
  }

  @Get('packet.pdf')
  @ApiProduces('application/pdf')
  @ApiOperation({ summary: 'Letter, petitions in full, figures by country and certificate in one file' })
  packet(@Param('id') id: string, @Query() query: PaperQueryDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send('packet', id, query, request, reply);
  }

  private async send(name: 'letter' | 'certificate' | 'packet', id: string, query: PaperQueryDto, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const audience = await this.rights.audienceOf(accessOf(request).actor, await this.handovers.subject(id));
    const handover = await this.reader.get(id, audience);
    const seal = await this.seals.standing(id, audience);
    if (!seal) throw new HandoverNotFoundError(HANDOVER_ERRORS.sealNone);
    const paper = await this.source.paper(handover, seal, { language: query.language ?? null, replyBy: query.replyBy ?? null });
    const pdf = await this.press.set({ paper: `handover-${name}`, data: paper });
    void reply.header('content-type', 'application/pdf').header('cache-control', audience === 'public' ? 'no-cache' : 'no-store')
      .header('content-disposition', `inline; filename="${name}-${handover.jurisdiction.id.toLowerCase()}-${paper.language.toLowerCase()}.pdf"`).send(pdf);
  }
}
