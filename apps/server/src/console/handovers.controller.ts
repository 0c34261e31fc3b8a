import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { type Actor, canSomewhere } from '#libs/access';
import { HandoversReader, HandoversService, type HandoverStatus } from '#libs/handovers';
import { by } from '../api/handovers/handovers.controller.js';
import { HandoverRights } from '../api/handovers/handover-rights.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { type FieldError } from '../ui/index.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { type Desk, Desks, faultSentence, faultsOf } from './desk.js';
import { type FormBody, textOf, typed } from './form-body.js';
import { bookingField, bookingFrom } from './handover-forms.js';
import { pageOf } from './petitions.controller.js';
import { type Bookable, BookableReader } from './read/bookable.js';
import { ConsoleScopes } from './read/scopes.js';
import { BookPage } from './views/book-handover.js';
import { HANDOVER_SHOWS, HandoversPage, type HandoverShow, type HandoversView } from './views/handovers.js';

const PAGE_SIZE = 25;
const STATUSES: Record<HandoverShow, HandoverStatus[]> = { ahead: ['planned', 'listed'], past: ['held', 'refused', 'absent'], 'called-off': ['cancelled'] };

/** The list, the month, and the booking. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/handovers')
export class HandoversPagesController {
  constructor(
    private readonly desks: Desks, private readonly scopes: ConsoleScopes, private readonly reader: HandoversReader, private readonly handovers: HandoversService,
    private readonly rights: HandoverRights, private readonly bookables: BookableReader,
  ) {}

  @Get()
  async list(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const today = DateTime.fromJSDate(desk.now, { zone: actor.timeZone }).toISODate() ?? '';
    const month = textOf(query, 'month');
    const view: HandoversView = {
      mode: /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month: await this.reader.month(month, { audience: 'organiser', within: await this.scopes.of(actor) }) } : await this.page(query, actor),
      today, thisMonth: today.slice(0, 7), mayOrganise: canSomewhere(actor, 'organise'),
    };
    this.desks.send(reply, HandoversPage({ desk, view }));
  }

  private async page(query: FormBody, actor: Actor): Promise<HandoversView['mode']> {
    const show = HANDOVER_SHOWS.find((one) => one === textOf(query, 'show')) ?? 'ahead';
    const { items, total, page } = await this.reader.list({
      audience: 'organiser', within: await this.scopes.of(actor), status: STATUSES[show], order: show === 'ahead' ? 'soonest' : 'newest', page: pageOf(query), pageSize: PAGE_SIZE,
    });
    return { list: { show, items, total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) } };
  }

  @AllowRoles('owner', 'organiser')
  @Get('new')
  async form(@Query('petition') petition: unknown, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const bookables = await this.bookables.list(await this.scopes.of(actor, 'organise'));
    const settled = bookables.find(({ slug, key }) => slug === petition || key === petition) ?? null;
    this.sendForm(reply, this.desks.open(request), bookables, settled, { timeZone: settled?.timeZone ?? actor.timeZone, office: settled?.addressee ?? '' }, []);
  }

  @AllowRoles('owner', 'organiser')
  @Post('new')
  async book(@Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { t } = desk.page;
    const bookables = await this.bookables.list(await this.scopes.of(actor, 'organise'));
    const chosen = bookables.find(({ key }) => key === textOf(body, 'petition')) ?? null;
    if (!chosen) return this.sendForm(reply, desk, bookables, null, typed(body), [{ field: 'petition', message: faultSentence(t, { field: 'petition', code: 'required' }) }], 422);
    const input = bookingFrom(body, chosen, t.locale);
    await this.rights.requireOrganiser(actor, await this.handovers.subjectOfNew(input));
    try {
      this.desks.leave(reply, desk, `/console/handovers/${await this.handovers.schedule(input, by(actor))}`, 'handover-booked');
    } catch (thrown) {
      this.sendForm(reply, desk, bookables, chosen, typed(body), faultsOf(thrown, t, bookingField), 422);
    }
  }

  private sendForm(reply: FastifyReply, desk: Desk, bookables: readonly Bookable[], settled: Bookable | null, values: Record<string, string>, errors: FieldError[], status = 200): void {
    this.desks.send(reply, BookPage({ desk, view: { bookables, settled, values, errors } }), status);
  }
}
