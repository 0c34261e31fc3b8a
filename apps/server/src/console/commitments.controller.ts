import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { COMMITMENT_STATUSES, CommitmentsService, HandoversReader, type HandoverSubject } from '#libs/handovers';
import { by } from '../api/handovers/handovers.controller.js';
import { placeOf } from '../api/handovers/handover-door.js';
import { HandoverRights } from '../api/handovers/handover-rights.js';
import { DocumentDesk } from '../documents/document-desk.js';
import { Upload } from '../documents/uploads.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { type FieldError } from '../ui/index.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { edtfFrom } from './date-words.js';
import { type Desk, Desks, faultsOf } from './desk.js';
import { type FormBody, textOf, typed } from './form-body.js';
import { statusFrom } from './handover-forms.js';
import { pageOf } from './petitions.controller.js';
import { ConsoleScopes } from './read/scopes.js';
import { CommitmentPage } from './views/commitment.js';
import { CommitmentsPage } from './views/commitments.js';

const PAGE_SIZE = 25;

/** What was promised, what is overdue, and what became of it. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/commitments')
export class CommitmentsPagesController {
  constructor(
    private readonly desks: Desks, private readonly scopes: ConsoleScopes, private readonly reader: HandoversReader, private readonly access: AccessService,
    private readonly commitments: CommitmentsService, private readonly rights: HandoverRights, private readonly documents: DocumentDesk,
  ) {}

  @Get()
  async list(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const scopes = await this.scopes.of(actor);
    const campaigns = await this.scopes.campaigns(scopes);
    const filter = { campaign: textOf(query, 'campaign'), status: textOf(query, 'status') };
    const asked = { audience: 'organiser' as const, within: scopes, campaign: filter.campaign || undefined };
    const status = COMMITMENT_STATUSES.find((one) => one === filter.status);
    const page = pageOf(query);
    // Those overdue stand first, whole, above every page's list.
    const overdue = await this.reader.commitments({ ...asked, overdue: true, status: status && [status], pageSize: 200 }, desk.now);
    const others = filter.status === 'overdue' ? { items: [], total: 0 } : await this.reader.commitments({ ...asked, overdue: false, status: status && [status], page, pageSize: PAGE_SIZE }, desk.now);
    this.desks.send(reply, CommitmentsPage({
      desk, view: { filter, campaigns, overdue: page === 1 ? overdue.items : [], others: others.items, total: overdue.total + others.total, page, pages: Math.max(1, Math.ceil(others.total / PAGE_SIZE)) },
    }));
  }

  @Get(':id')
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(reply, this.desks.open(request), id, actor, {}, []);
  }

  @AllowRoles('owner', 'organiser')
  @Upload()
  @Post(':id/statuses')
  async addStatus(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('commitment-status', id, body, actor, request, reply, async (desk, subject) => {
      const kept = await this.documents.take(request, placeOf(subject), actor.userId, 'evidenceFile');
      await this.commitments.addStatus(id, { ...statusFrom(body, desk.page.t.locale), documentId: kept?.id ?? null }, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Upload()
  @Post(':id/statuses/:status/reply')
  async reply(@Param('id') id: string, @Param('status') status: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('commitment-reply', id, body, actor, request, reply, async (desk, subject) => {
      const kept = await this.documents.take(request, placeOf(subject), actor.userId, 'replyFile');
      await this.commitments.reply(id, status, { text: textOf(body, 'text'), language: desk.page.t.locale, documentId: kept?.id ?? null }, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post(':id/review')
  async review(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('commitment-review', id, body, actor, request, reply, (desk) => this.commitments.reviewed(id, { nextOn: edtfFrom(textOf(body, 'nextOn'), desk.page.t.locale) ?? '' }, by(actor)));
  }

  private async write(
    done: string, id: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, deed: (desk: Desk, subject: HandoverSubject) => Promise<void>,
  ): Promise<void> {
    const desk = this.desks.open(request);
    const subject = await this.commitments.subject(id);
    await this.access.require(actor, 'read', { campaignId: subject.campaignId, jurisdictionId: subject.jurisdictions[0] });
    await this.rights.requireOrganiser(actor, subject);
    try {
      await deed(desk, subject);
    } catch (thrown) {
      return this.send(reply, desk, id, actor, typed(body), faultsOf(thrown, desk.page.t), 422);
    }
    this.desks.leave(reply, desk, `/console/commitments/${id}`, done);
  }

  private async send(reply: FastifyReply, desk: Desk, id: string, actor: Actor, values: Record<string, string>, errors: FieldError[], status = 200): Promise<void> {
    const { campaignId, jurisdictions } = await this.commitments.subject(id);
    const scope = { campaignId, jurisdictionId: jurisdictions[0] };
    await this.access.require(actor, 'read', scope);
    const commitment = await this.reader.commitment(id, 'organiser', desk.now);
    const handover = await this.reader.get(commitment.handoverId, 'organiser');
    const mayOrganise = !handover.record && (await this.access.may(actor, 'organise', scope));
    this.desks.send(reply, CommitmentPage({ desk, view: { commitment, handover, mayOrganise, values, errors } }), status);
  }
}
