import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, canSomewhere } from '#libs/access';
import { PETITION_STATUSES } from '#libs/petitions';
import { AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { Desks } from './desk.js';
import { type FormBody, textOf } from './form-body.js';
import { PetitionLines } from './read/petition-lines.js';
import { Rates } from './read/rates.js';
import { ConsoleScopes } from './read/scopes.js';
import { PetitionsPage } from './views/petitions.js';

const PAGE_SIZE = 25;
const CHART_DAYS = 28;

@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/petitions')
export class PetitionsController {
  constructor(private readonly desks: Desks, private readonly scopes: ConsoleScopes, private readonly lines: PetitionLines, private readonly rates: Rates) {}

  @Get()
  async list(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const scopes = await this.scopes.of(actor);
    const campaigns = await this.scopes.campaigns(scopes);
    const filter = { campaign: textOf(query, 'campaign'), country: textOf(query, 'country'), status: textOf(query, 'status') };
    const page = pageOf(query);
    const asked = { campaign: filter.campaign || null, country: filter.country || null, status: PETITION_STATUSES.find((status) => status === filter.status) ?? null };
    const [{ items, total }, places, ids] = await Promise.all([
      this.lines.list(scopes, { ...asked, page, pageSize: PAGE_SIZE }), this.lines.places(scopes), this.lines.ids(scopes, asked),
    ]);
    const [rates, days] = await Promise.all([
      this.rates.of(items.map(({ id }) => id), desk.now, actor.timeZone), this.rates.days(ids, CHART_DAYS, desk.now, actor.timeZone),
    ]);
    this.desks.send(reply, PetitionsPage({
      desk,
      view: {
        filter, campaigns, places, page, total, days, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), mayOrganise: canSomewhere(actor, 'organise'),
        items: items.map((line) => ({ line, rate: rates.get(line.id) ?? { today: 0, week: 0, weekBefore: 0 } })),
      },
    }));
  }
}

/** Page of a list; what is no page is the first. */
export function pageOf(query: FormBody): number {
  const page = Number(textOf(query, 'page'));
  return Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}
