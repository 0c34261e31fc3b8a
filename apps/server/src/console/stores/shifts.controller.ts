import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { type ShiftReconciliation, Shifts, type Store } from '#libs/stores';
import { asStoreActor, StoreRights } from '../../api/stores/store-rights.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { type FormBody, textOrNull, typed } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { ShiftPage, shiftPath, ShiftsPage } from './views/shifts.js';

const PAGE_SIZE = 30;

/** Shifts of a store, and the manager's name under one. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser', 'manager')
@Controller('console/stores/:id/shifts')
export class ShiftsController {
  constructor(private readonly desks: Desks, private readonly rights: StoreRights, private readonly shifts: Shifts) {}

  @Get()
  async list(@Param('id') id: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const store = await this.rights.store(id, actor);
    const { items, total, page } = await this.shifts.ofStore(id, { page: pageOf(query), pageSize: PAGE_SIZE });
    this.desks.send(reply, ShiftsPage({ desk: this.desks.open(request), view: { store, items, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) } }));
  }

  @Get(':shift')
  async show(@Param('id') id: string, @Param('shift') shiftId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.desks.send(reply, ShiftPage({ desk: this.desks.open(request), view: { ...(await this.find(id, shiftId, actor)), failed: null } }));
  }

  @Post(':shift/sign-off')
  async signOff(@Param('id') id: string, @Param('shift') shiftId: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const found = await this.find(id, shiftId, actor);
    try {
      await this.shifts.signOff(shiftId, { note: textOrNull(body, 'note') }, asStoreActor(actor));
    } catch (thrown) {
      return this.desks.send(reply, ShiftPage({ desk, view: { ...found, failed: { values: typed(body), errors: faultsOf(thrown, desk.page.t) } } }), 422);
    }
    this.desks.leave(reply, desk, shiftPath(id, shiftId), 'shift-signed');
  }

  private async find(id: string, shiftId: string, actor: Actor): Promise<{ shift: ShiftReconciliation; store: Store }> {
    const found = await this.rights.shift(shiftId, actor);
    if (found.store.id !== id) throw notFound();
    return found;
  }
}
