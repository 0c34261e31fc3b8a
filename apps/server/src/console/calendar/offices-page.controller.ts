import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, notFound } from '#libs/access';
import { Blackouts, type Office, Offices, RECIPIENT_KINDS, type Term, type TermInput } from '#libs/handovers';
import { by } from '../../api/handovers/handovers.controller.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { edtfFrom } from '../date-words.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { type Bookable, BookableReader } from '../read/bookable.js';
import { ConsoleScopes } from '../read/scopes.js';
import { OfficesPage, type OfficesView } from './offices.js';
import { TermPage } from './term.js';

/** Offices and times before elections, place by place. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/offices')
export class OfficesPageController {
  constructor(
    private readonly desks: Desks, private readonly access: AccessService, private readonly scopes: ConsoleScopes, private readonly bookables: BookableReader,
    private readonly offices: Offices, private readonly blackouts: Blackouts,
  ) {}

  @Get()
  async show(@Query('place') key: unknown, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.desks.send(reply, OfficesPage({ desk: this.desks.open(request), view: await this.view(key, actor) }));
  }

  @AllowRoles('owner', 'organiser')
  @Post()
  async add(@Query('place') key: unknown, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const kind = RECIPIENT_KINDS.find((one) => one === textOf(body, 'kind')) ?? 'other';
    await this.write('office', key, body, actor, request, reply, (place) =>
      this.offices.add(place, { names: { [textOf(body, 'language') || 'en']: textOf(body, 'name') }, body: textOrNull(body, 'body'), kind }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('blackouts')
  async addBlackout(@Query('place') key: unknown, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('blackout', key, body, actor, request, reply, (place, desk) =>
      this.blackouts.add(place, { from: dayIn(body, 'from', desk), to: dayIn(body, 'to', desk), reason: textOf(body, 'reason'), source: textOrNull(body, 'source') }, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('blackouts/:blackout/remove')
  async removeBlackout(@Param('blackout') id: string, @Query('place') key: unknown, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write('blackout', key, body, actor, request, reply, async (place) => {
      const { campaignId, jurisdiction } = await this.blackouts.get(id);
      if (campaignId !== place.campaignId || jurisdiction !== place.jurisdictionId) throw notFound();
      await this.blackouts.remove(id, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post(':office/holders')
  async holds(@Param('office') id: string, @Query('place') key: unknown, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write(id, key, body, actor, request, reply, async (place, desk) => {
      const office = await this.offices.get(id);
      if (office.campaignId !== place.campaignId || office.jurisdiction !== place.jurisdictionId) throw notFound();
      await this.offices.holds(id, termFrom(body, desk), by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Get(':office/holders/:term')
  async showTerm(@Param('office') id: string, @Param('term') termId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.desks.send(reply, TermPage({ desk: this.desks.open(request), view: { ...(await this.term(id, termId, actor)), failed: null } }));
  }

  @AllowRoles('owner', 'organiser')
  @Post(':office/holders/:term')
  async correctTerm(@Param('office') id: string, @Param('term') termId: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const view = await this.term(id, termId, actor);
    try {
      await this.offices.holds(id, termFrom(body, desk), by(actor), termId);
    } catch (thrown) {
      return this.desks.send(reply, TermPage({ desk, view: { ...view, failed: { values: typed(body), errors: faultsOf(thrown, desk.page.t) } } }), 422);
    }
    this.desks.leave(reply, desk, `/console/offices?place=${encodeURIComponent(view.place.key)}`, 'office-kept');
  }

  private async term(officeId: string, termId: string, actor: Actor): Promise<{ office: Office; term: Term; place: Bookable }> {
    const office = await this.offices.get(officeId);
    await this.access.require(actor, 'organise', { campaignId: office.campaignId, jurisdictionId: office.jurisdiction });
    const term = office.terms.find((one) => one.id === termId);
    const place = (await this.bookables.list(await this.scopes.of(actor))).find((one) => one.campaignId === office.campaignId && one.jurisdictionId === office.jurisdiction);
    if (!term || !place) throw notFound();
    return { office, term, place };
  }

  private async write(
    form: string, key: unknown, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, deed: (place: Bookable, desk: Desk) => Promise<unknown>,
  ): Promise<void> {
    const desk = this.desks.open(request);
    const view = await this.view(key, actor);
    if (!view.place) throw notFound();
    await this.access.require(actor, 'organise', { campaignId: view.place.campaignId, jurisdictionId: view.place.jurisdictionId });
    try {
      await deed(view.place, desk);
    } catch (thrown) {
      return this.desks.send(reply, OfficesPage({ desk, view: { ...view, failed: { form, values: typed(body), errors: faultsOf(thrown, desk.page.t) } } }), 422);
    }
    this.desks.leave(reply, desk, `/console/offices?place=${encodeURIComponent(view.place.key)}`, 'office-kept');
  }

  private async view(key: unknown, actor: Actor): Promise<OfficesView> {
    const places = await this.bookables.list(await this.scopes.of(actor));
    const place = places.find((one) => one.key === key) ?? null;
    const today = new Date().toISOString().slice(0, 10);
    if (!place) return { places, place, mayOrganise: false, offices: [], blackouts: [], today, failed: null };
    const { campaignId, jurisdictionId } = place;
    const [offices, blackouts, mayOrganise] = await Promise.all([
      this.offices.of(campaignId, jurisdictionId), this.blackouts.of(campaignId, jurisdictionId), this.access.may(actor, 'organise', { campaignId, jurisdictionId }),
    ]);
    return { places, place, mayOrganise, offices, blackouts, today, failed: null };
  }
}

/** A day as people write one; what is none is left as it is, for the rules to refuse. */
const dayIn = (body: FormBody, name: string, desk: Desk): string => edtfFrom(textOf(body, name), desk.page.t.locale) ?? textOf(body, name);

const termFrom = (body: FormBody, desk: Desk): TermInput => ({ person: textOf(body, 'person'), from: dayIn(body, 'from', desk), to: dayIn(body, 'to', desk) || null, source: textOrNull(body, 'source') });
