import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JSX } from 'preact';
import { type Actor } from '#libs/access';
import { AppConfig } from '#libs/config';
import { HandoverDays } from '#libs/handovers';
import { HandoverDoor, placeOf } from '../../api/handovers/handover-door.js';
import { by } from '../../api/handovers/handovers.controller.js';
import { DocumentDesk } from '../../documents/document-desk.js';
import { Upload } from '../../documents/uploads.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, listOf, textOf, typed } from '../form-body.js';
import { dayFrom } from './day-form.js';
import { DayPage, ReceiptCodePage } from './day-page.js';
import { DayReader } from './day-view.js';

/** The same page of the day for signed-in organisers, and the links of the delegation. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/handovers/:id')
export class DayConsoleController {
  constructor(
    private readonly desks: Desks, private readonly days: HandoverDays, private readonly reader: DayReader, private readonly door: HandoverDoor, private readonly documents: DocumentDesk, private readonly config: AppConfig,
  ) {}

  @Get('day')
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organise(id, actor);
    const desk = this.desks.open(request);
    this.desks.send(reply, await this.page(id, desk, {}, []));
  }

  @Upload()
  @Post('day')
  async record(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const place = placeOf(await this.door.organise(id, actor));
    const desk = this.desks.open(request);
    try {
      const take = async (field: string): Promise<string | null> => (await this.documents.take(request, place, actor.userId, field))?.id ?? null;
      await this.days.record(id, dayFrom(body, desk.page.t.locale, { receiptDocument: await take('receiptDocument'), photo: await take('photo') }), by(actor));
    } catch (thrown) {
      return this.desks.send(reply, await this.page(id, desk, body, faultsOf(thrown, desk.page.t)), 422);
    }
    this.desks.leave(reply, desk, `/console/handovers/${id}`, 'handover-day');
  }

  @Post('day/receipt')
  async receipt(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organise(id, actor);
    const { token } = await this.days.newReceiptLink(id, by(actor));
    this.desks.send(reply, ReceiptCodePage({ page: this.desks.open(request).page, url: `${this.config.publicUrl}/r/${token}`, back: `/console/handovers/${id}/day` }));
  }

  /** Shown once, as a code and as an address. */
  @Post('day-links')
  async link(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organise(id, actor);
    const { token } = await this.days.newDelegationLink(id, by(actor));
    this.desks.send(reply, ReceiptCodePage({ page: this.desks.open(request).page, url: `${this.config.publicUrl}/d/${token}`, back: `/console/handovers/${id}`, delegation: true }));
  }

  @Post('day-links/:link/revoke')
  async revoke(@Param('id') id: string, @Param('link') link: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organise(id, actor);
    await this.days.revokeLink(id, link, by(actor));
    this.desks.leave(reply, this.desks.open(request), `/console/handovers/${id}`, 'link-revoked');
  }

  @Post('embargo/end')
  async tell(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organise(id, actor);
    await this.days.embargo(id, null, by(actor));
    this.desks.leave(reply, this.desks.open(request), `/console/handovers/${id}`, 'handover-embargo');
  }

  private async page(id: string, desk: Desk, body: FormBody, errors: FieldError[]): Promise<JSX.Element> {
    return DayPage({
      page: desk.page, view: await this.reader.of(id), action: `/console/handovers/${id}/day`, csrf: desk.csrf, submission: textOf(body, 'submission') || randomUUID(),
      values: typed(body), attendance: listOf(body, 'attendance'), errors, done: false,
    });
  }
}
