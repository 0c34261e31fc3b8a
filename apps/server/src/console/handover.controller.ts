import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { CallsReader } from '#libs/calls-to-action';
import { Clashes, type ClashWarning, CommitmentsService, type Handover, HandoverDays, HandoverFiles, HandoversReader, HandoversService, Letters, Offices, SealReader } from '#libs/handovers';
import { PetitionDirectory, petitionSlug } from '#libs/petitions';
import { TallyFigures } from '#libs/tallies';
import { by } from '../api/handovers/handovers.controller.js';
import { placeOf } from '../api/handovers/handover-door.js';
import { HandoverRights } from '../api/handovers/handover-rights.js';
import { DocumentDesk } from '../documents/document-desk.js';
import { Upload } from '../documents/uploads.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { type Desk, Desks, faultsOf } from './desk.js';
import { type FormBody, listOf, textOf, typed } from './form-body.js';
import { commitmentFrom, fieldOn, type HandoverForm, holdFrom, moveFrom, responseFrom } from './handover-forms.js';
import { HandoverPage, type HandoverPageView } from './views/handover.js';

/** One handover, from the booking to what was promised. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/handovers/:id')
export class HandoverPageController {
  constructor(
    private readonly desks: Desks, private readonly access: AccessService, private readonly reader: HandoversReader, private readonly handovers: HandoversService,
    private readonly commitments: CommitmentsService, private readonly rights: HandoverRights, private readonly directory: PetitionDirectory,
    private readonly calls: CallsReader, private readonly figures: TallyFigures, private readonly days: HandoverDays, private readonly letters: Letters,
    private readonly offices: Offices, private readonly seals: SealReader, private readonly documents: DocumentDesk,
    private readonly clashes: Clashes, private readonly files: HandoverFiles,
  ) {}

  @Get()
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, HandoverPage({ desk, view: await this.view(id, actor, desk) }));
  }

  @AllowRoles('owner', 'organiser')
  @Post('move')
  async move(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('move', id, body, actor, request, reply, (desk) => this.handovers.patch(id, moveFrom(body, desk.page.t.locale), by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('hold')
  async hold(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('hold', id, body, actor, request, reply, (desk) => this.handovers.hold(id, holdFrom(body, desk.page.t.locale), by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('cancel')
  async cancel(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('cancel', id, body, actor, request, reply, () => this.handovers.cancel(id, { reason: textOf(body, 'cancelReason') }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Upload()
  @Post('responses')
  async respond(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('response', id, body, actor, request, reply, async (desk, place) => {
      const kept = await this.documents.take(request, place, actor.userId, 'responseFile');
      return this.handovers.respond(id, { ...responseFrom(body, desk.page.t.locale), documentId: kept?.id ?? null }, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post('commitments')
  async commit(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('commitment', id, body, actor, request, reply, (desk) => this.commitments.commit(id, commitmentFrom(body, desk.page.t.locale), by(actor)));
  }

  /** Rights first, then the deed; what is wrong with it is told in its own form on the same page. */
  private async write(
    form: HandoverForm, id: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, deed: (desk: Desk, place: { campaignId: number; jurisdictionId: string }) => Promise<unknown>,
  ): Promise<void> {
    const desk = this.desks.open(request);
    const subject = await this.handovers.subject(id);
    // To the console another country's handover is not there, though the public may know of it.
    await this.access.require(actor, 'read', { campaignId: subject.campaignId, jurisdictionId: subject.jurisdictions[0] });
    await this.rights.requireOrganiser(actor, subject);
    try {
      await deed(desk, placeOf(subject));
    } catch (thrown) {
      const errors = faultsOf(thrown, desk.page.t, fieldOn(form));
      const view = await this.view(id, actor, desk);
      return this.desks.send(reply, HandoverPage({ desk, view: { ...view, failed: { form, values: typed(body), errors, answers: listOf(body, 'answers') } } }), 422);
    }
    this.desks.leave(reply, desk, `/console/handovers/${id}`, `handover-${form}`);
  }

  private async view(id: string, actor: Actor, desk: Desk): Promise<HandoverPageView> {
    const { campaignId, jurisdictions } = await this.handovers.subject(id);
    await this.access.require(actor, 'read', { campaignId, jurisdictionId: jurisdictions[0] });
    const handover = await this.reader.get(id, 'organiser', { now: desk.now });
    const petition = await this.directory.bySlug(petitionSlug(handover.campaign, handover.jurisdiction.id));
    const [calls, totals, mayOrganise] = await Promise.all([
      petition ? this.calls.ofPetition(petition) : this.calls.of(campaignId, handover.jurisdiction.id),
      petition ? this.figures.totals([petition.id]) : null,
      handover.record ? false : this.access.may(actor, 'organise', { campaignId, jurisdictionId: jurisdictions[0] }),
    ]);
    const [links, letters, offices, seal] = await Promise.all([
      mayOrganise ? this.days.links(id) : [], mayOrganise ? this.letters.of(id) : [], mayOrganise ? this.offices.of(campaignId, handover.jurisdiction.id) : [], this.seals.standing(id, 'organiser'),
    ]);
    const [warnings, holders] = await Promise.all([
      handover.record ? new Map<string, ClashWarning[]>() : this.clashes.of([id], await this.rights.scopesOf(actor), desk.page.t.locale),
      this.offices.ofHandover({ id, day: handover.date.from, timeZone: handover.date.timeZone }, desk.now),
    ]);
    return {
      warnings: warnings.get(id) ?? [], holders,
      links, letters, offices, files: await this.files.of(id), sealedAt: seal?.sealedAt ?? null,
      handover, mayOrganise, calls, language: petition?.campaign.defaultLanguage ?? 'en', petition: petition?.slug ?? null,
      total: suggestedFigure(handover, petition ? (totals?.get(petition.id)?.total ?? 0) : 0), failed: null,
    };
  }
}

/** What would be presented today: of a bundle what its members count, else the petition's total. */
function suggestedFigure(handover: Handover, total: number): number {
  return handover.bundle ? handover.bundle.verified : total;
}
