import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { type Actor, canSomewhere } from '#libs/access';
import { Clashes, type HandoverFilter, HandoversReader, HandoversService, type HandoverStatus, Offices, type ScheduleHandover } from '#libs/handovers';
import { by } from '../api/handovers/handovers.controller.js';
import { HandoverRights } from '../api/handovers/handover-rights.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { type FieldError } from '../ui/index.js';
import { type HandoverNarrowing } from './calendar/filters.js';
import { HandoverPlaces } from './calendar/places.js';
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
    private readonly places: HandoverPlaces, private readonly clashes: Clashes, private readonly offices: Offices,
  ) {}

  @Get()
  async list(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const today = DateTime.fromJSDate(desk.now, { zone: actor.timeZone }).toISODate() ?? '';
    const within = await this.scopes.of(actor);
    const places = await this.places.list(within);
    const place = places.find(({ id }) => id === textOf(query, 'place')) ?? null;
    const narrowing: HandoverNarrowing = { place: place?.id ?? '', kind: place?.kind ?? null, own: textOf(query, 'own') === '1' };
    const filter: HandoverFilter = {
      audience: 'organiser', within, ...(place?.kind === 'country' ? { country: place.id } : place ? { region: place.id } : {}), ...(narrowing.own ? { of: actor.userId } : {}),
    };
    const month = textOf(query, 'month');
    const mode = /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month: await this.reader.month(month, filter) } : await this.page(query, filter);
    const shown = 'list' in mode ? mode.list.items : mode.month.days.flatMap(({ handovers }) => handovers);
    const warnings = await this.clashes.of(shown.filter(({ status, record }) => status === 'planned' && !record).map(({ id }) => id), within, desk.page.t.locale);
    const view: HandoversView = { mode, today, thisMonth: today.slice(0, 7), mayOrganise: canSomewhere(actor, 'organise'), narrowing, places, warnings };
    this.desks.send(reply, HandoversPage({ desk, view }));
  }

  private async page(query: FormBody, filter: HandoverFilter): Promise<{ list: Extract<HandoversView['mode'], { list: unknown }>['list'] }> {
    const show = HANDOVER_SHOWS.find((one) => one === textOf(query, 'show')) ?? 'ahead';
    const { items, total, page } = await this.reader.list({ ...filter, status: STATUSES[show], order: show === 'ahead' ? 'soonest' : 'newest', page: pageOf(query), pageSize: PAGE_SIZE });
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
    const input = await this.toOffices(bookingFrom(body, chosen, t.locale), chosen.campaignId);
    await this.rights.requireOrganiser(actor, await this.handovers.subjectOfNew(input));
    try {
      this.desks.leave(reply, desk, `/console/handovers/${await this.handovers.schedule(input, by(actor))}`, 'handover-booked');
    } catch (thrown) {
      this.sendForm(reply, desk, bookables, chosen, typed(body), faultsOf(thrown, t, bookingField), 422);
    }
  }

  /** An office that is kept under this name is meant, and stays with the handover when its holder goes. */
  private async toOffices(input: ScheduleHandover, campaignId: number): Promise<ScheduleHandover> {
    const offices = await this.offices.of(campaignId, input.jurisdiction);
    const plain = (name: string | null | undefined): string => (name ?? '').trim().toLowerCase();
    const kept = (name: string | null | undefined): string | null => offices.find(({ names }) => Object.values(names).some((one) => plain(one) === plain(name)))?.id ?? null;
    return { ...input, recipients: input.recipients?.map((one) => ({ ...one, officeId: kept(one.office) })) };
  }

  private sendForm(reply: FastifyReply, desk: Desk, bookables: readonly Bookable[], settled: Bookable | null, values: Record<string, string>, errors: FieldError[], status = 200): void {
    this.desks.send(reply, BookPage({ desk, view: { bookables, settled, values, errors } }), status);
  }
}
