import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { HandoversReader, type Letter, LETTER_KINDS, Letters } from '#libs/handovers';
import { HandoverDoor } from '../../api/handovers/handover-door.js';
import { by } from '../../api/handovers/handovers.controller.js';
import { LetterWriter } from '../../api/handovers/letter-writer.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { edtfFrom } from '../date-words.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { LetterPage } from './letters-part.js';

/** Follow-up letters: drafted from a template, edited, printed, and kept as sent. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console')
export class LettersPagesController {
  constructor(private readonly desks: Desks, private readonly letters: Letters, private readonly writer: LetterWriter, private readonly reader: HandoversReader, private readonly door: HandoverDoor) {}

  @Post('handovers/:id/letters')
  async draft(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organise(id, actor);
    const kind = LETTER_KINDS.find((one) => one === textOf(body, 'letterKind')) ?? 'answer-due';
    const template = await this.writer.template(await this.reader.get(id, 'organiser'), kind, { commitmentId: textOrNull(body, 'commitmentId'), language: textOrNull(body, 'letterLanguage') });
    const desk = this.desks.open(request);
    this.desks.leave(reply, desk, `/console/letters/${await this.letters.draft(id, template, by(actor))}`, 'letter-draft');
  }

  @Get('letters/:letter')
  async show(@Param('letter') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, LetterPage({ desk, letter: await this.organised(id, actor), values: {}, errors: [] }));
  }

  @Post('letters/:letter')
  async edit(@Param('letter') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('letter-saved', id, body, actor, request, reply, (letter, desk) => this.letters.edit(id, {
      language: letter.language, recipient: textOf(body, 'recipient'), subject: textOf(body, 'subject'), text: textOf(body, 'text'), replyBy: edtfFrom(textOf(body, 'replyBy'), desk.page.t.locale),
    }, by(actor)));
  }

  @Post('letters/:letter/sent')
  async sent(@Param('letter') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('letter-sent', id, body, actor, request, reply, (_letter, desk) => this.letters.sent(id, edtfFrom(textOf(body, 'sentOn'), desk.page.t.locale), by(actor)));
  }

  private async write(done: string, id: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, deed: (letter: Letter, desk: Desk) => Promise<void>): Promise<void> {
    const desk = this.desks.open(request);
    const letter = await this.organised(id, actor);
    try {
      await deed(letter, desk);
    } catch (thrown) {
      return this.desks.send(reply, LetterPage({ desk, letter, values: typed(body), errors: faultsOf(thrown, desk.page.t) }), 422);
    }
    this.desks.leave(reply, desk, `/console/letters/${id}`, done);
  }

  private async organised(id: string, actor: Actor): Promise<Letter> {
    const letter = await this.letters.get(id);
    await this.door.organiseInside(letter.handoverId, actor);
    return letter;
  }
}
