import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { AccessService, type Actor } from '#libs/access';
import { documentRefused } from '#libs/documents';
import { Clashes, DELEGATE_STATES, Delegations, HandoverFiles, HandoverInvalidError, HandoversReader, Preparations } from '#libs/handovers';
import { HandoverInside } from '../../api/calendar/handover-inside.js';
import { by } from '../../api/handovers/handovers.controller.js';
import { placeOf } from '../../api/handovers/handover-door.js';
import { DocumentDesk } from '../../documents/document-desk.js';
import { Upload } from '../../documents/uploads.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { figureOf, type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { ConsoleScopes } from '../read/scopes.js';
import { type PreparationForm, PreparationsPage, type PreparationsView } from './preparations.js';

/** What is prepared of one handover. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/handovers/:id/preparations')
export class PreparationsController {
  constructor(
    private readonly desks: Desks, private readonly inside: HandoverInside, private readonly access: AccessService, private readonly scopes: ConsoleScopes,
    private readonly reader: HandoversReader, private readonly delegations: Delegations, private readonly preparations: Preparations, private readonly clashes: Clashes,
    private readonly files: HandoverFiles, private readonly documents: DocumentDesk,
  ) {}

  @Get()
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, PreparationsPage({ desk, view: await this.view(id, actor, desk) }));
  }

  @AllowRoles('owner', 'organiser')
  @Post('delegates')
  async invite(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('delegate', 'delegate-invited', id, body, actor, request, reply, () =>
      this.delegations.add(id, { name: textOf(body, 'name'), role: textOrNull(body, 'role'), email: textOrNull(body, 'email'), locale: textOf(body, 'locale') || actor.locale }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('delegates/:delegate')
  async note(@Param('id') id: string, @Param('delegate') delegate: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const state = DELEGATE_STATES.find((one) => one === textOf(body, 'state')) ?? 'invited';
    await this.write('delegate', 'delegate-noted', id, body, actor, request, reply, () => this.delegations.note(id, delegate, { state, note: textOrNull(body, 'note') }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('delegates/:delegate/remove')
  async remove(@Param('id') id: string, @Param('delegate') delegate: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('delegate', 'delegate-removed', id, body, actor, request, reply, () => this.delegations.remove(id, delegate, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('checklist')
  async addItem(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('item', 'preparations-kept', id, body, actor, request, reply, () =>
      this.preparations.add(id, { text: textOf(body, 'text'), owner: textOrNull(body, 'owner'), daysBefore: figureOf(body, 'daysBefore') ?? null }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('checklist/usual')
  async usual(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('item', 'preparations-kept', id, body, actor, request, reply, () => this.preparations.takeUsual(id, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('checklist/:item')
  async tick(@Param('id') id: string, @Param('item') item: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('item', 'preparations-kept', id, body, actor, request, reply, () => this.preparations.change(id, item, { done: textOf(body, 'done') === '1' }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('checklist/:item/remove')
  async removeItem(@Param('id') id: string, @Param('item') item: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('item', 'preparations-kept', id, body, actor, request, reply, () => this.preparations.removeItem(id, item, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('run')
  async addRun(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('run', 'preparations-kept', id, body, actor, request, reply, () =>
      this.preparations.addRun(id, { startsAt: textOf(body, 'startsAt').slice(0, 5), what: textOf(body, 'what'), who: textOrNull(body, 'who') }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('run/:item/remove')
  async removeRun(@Param('id') id: string, @Param('item') item: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('run', 'preparations-kept', id, body, actor, request, reply, () => this.preparations.removeRun(id, item, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Upload()
  @Post('files')
  async addFile(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('file', 'preparations-kept', id, body, actor, request, reply, async (place) => {
      const label = textOf(body, 'label');
      if (label === '') throw new HandoverInvalidError([{ field: 'label', code: 'required' }]);
      const kept = await this.documents.take(request, place, actor.userId);
      if (!kept) throw documentRefused('documents.empty');
      await this.files.add(id, { documentId: kept.id, label, takeAlong: textOf(body, 'takeAlong') === 'true' }, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post('files/:document/remove')
  async removeFile(@Param('id') id: string, @Param('document') document: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('file', 'preparations-kept', id, body, actor, request, reply, () => this.files.remove(id, document, by(actor)));
  }

  private async write(
    form: PreparationForm, done: string, id: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, deed: (place: { campaignId: number; jurisdictionId: string }) => Promise<unknown>,
  ): Promise<void> {
    const desk = this.desks.open(request);
    const subject = await this.inside.organise(id, actor);
    try {
      await deed(placeOf(subject));
    } catch (thrown) {
      const errors = faultsOf(thrown, desk.page.t);
      return this.desks.send(reply, PreparationsPage({ desk, view: { ...(await this.view(id, actor, desk)), failed: { form, values: typed(body), errors } } }), 422);
    }
    this.desks.leave(reply, desk, `/console/handovers/${id}/preparations`, done);
  }

  private async view(id: string, actor: Actor, desk: Desk): Promise<PreparationsView> {
    const { campaignId, jurisdictions } = await this.inside.read(id, actor);
    const handover = await this.reader.get(id, 'organiser', { now: desk.now });
    const [delegates, checklist, run, files, warnings, mayOrganise] = await Promise.all([
      this.delegations.of(id), this.preparations.checklist({ id, from: handover.date.from }), this.preparations.run(id), this.files.of(id),
      this.clashes.of([id], await this.scopes.of(actor), desk.page.t.locale),
      handover.record ? false : this.access.may(actor, 'organise', { campaignId, jurisdictionId: jurisdictions[0] }),
    ]);
    const today = DateTime.fromJSDate(desk.now, { zone: handover.date.timeZone }).toFormat('yyyy-MM-dd');
    return { handover, mayOrganise, delegates, checklist, run, files, warnings: warnings.get(id) ?? [], today, failed: null };
  }
}
