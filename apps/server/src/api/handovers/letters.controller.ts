import { Body, Controller, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor } from '#libs/access';
import { HandoversReader, type Letter, Letters } from '#libs/handovers';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { LetterDto, LetterSentDto, LetterTextDto } from './day.dto.js';
import { HandoverDoor } from './handover-door.js';
import { by } from './handovers.controller.js';
import { LetterWriter } from './letter-writer.js';

/** Letters that follow a handover up. The organiser sends them; we keep what was sent. */
@ApiTags('Handovers')
@AllowRoles('owner', 'organiser')
@Limit('organising')
@Controller('api/v1')
export class LettersController {
  constructor(private readonly letters: Letters, private readonly writer: LetterWriter, private readonly reader: HandoversReader, private readonly door: HandoverDoor) {}

  @Get('handovers/:id/letters')
  @ApiOperation({ summary: 'Follow-up letters of a handover, oldest first, at most 200' })
  async list(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<{ items: Letter[] }> {
    await this.door.organise(id, actor);
    return { items: await this.letters.of(id) };
  }

  @Post('handovers/:id/letters')
  @ApiOperation({ summary: 'Draft a letter', description: 'What is left out is written from the template of its kind, in the recipient\'s language.' })
  async draft(@Param('id') id: string, @Body() body: LetterDto, @CurrentActor() actor: Actor): Promise<Letter> {
    await this.door.organise(id, actor);
    const template = await this.writer.template(await this.reader.get(id, 'organiser'), body.kind, body);
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    return this.letters.get(await this.letters.draft(id, { ...template, ...given }, by(actor)));
  }

  @Get('letters/:letter')
  @ApiOperation({ summary: 'One letter' })
  async get(@Param('letter') id: string, @CurrentActor() actor: Actor): Promise<Letter> {
    return this.organised(id, actor);
  }

  @Get('letters/:letter/letter.pdf')
  @ApiProduces('application/pdf')
  @ApiOperation({ summary: 'The letter as it is sent: a tagged PDF' })
  async pdf(@Param('letter') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await this.writer.pdf(await this.organised(id, actor));
    void reply.header('content-type', 'application/pdf').header('content-disposition', 'attachment; filename="letter.pdf"').header('cache-control', 'no-store').send(bytes);
  }

  @Patch('letters/:letter')
  @ApiOperation({ summary: 'Rewrite a draft' })
  async edit(@Param('letter') id: string, @Body() body: LetterTextDto, @CurrentActor() actor: Actor): Promise<Letter> {
    await this.organised(id, actor);
    await this.letters.edit(id, body, by(actor));
    return this.letters.get(id);
  }

  @Post('letters/:letter/sent')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say on which day it went out', description: 'From then on it stays as it is. A right of reply opens its window.' })
  async sent(@Param('letter') id: string, @Body() body: LetterSentDto, @CurrentActor() actor: Actor): Promise<Letter> {
    await this.organised(id, actor);
    await this.letters.sent(id, body.sentOn ?? null, by(actor));
    return this.letters.get(id);
  }

  private async organised(id: string, actor: Actor): Promise<Letter> {
    const letter = await this.letters.get(id);
    await this.door.organiseInside(letter.handoverId, actor);
    return letter;
  }
}
