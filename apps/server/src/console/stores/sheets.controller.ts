import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { DomainError, type FieldFault } from '#libs/config';
import { parseSheetNumber, type Sheet, SHEET_ACTS, SHEET_ERRORS, SHEET_STATES, type SheetAct, Sheets, type Store } from '#libs/stores';
import { SheetAttesting } from '../../api/stores/sheet-attesting.js';
import { asStoreActor, StoreRights } from '../../api/stores/store-rights.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { figureOf, type FormBody, listOf, textOf, textOrNull, typed } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { PrintableReader } from './read/printable.js';
import { SheetPage, type SheetView } from './views/sheet.js';
import { SheetsPage, type SheetsView } from './views/sheets.js';
import { sheetPath, storePath } from './views/store-frame.js';

const PAGE_SIZE = 50;
const CONFLICTS_SHOWN = 20;
/** What can be done with many sheets at once. */
type BulkAct = 'give-out' | 'attest' | 'destroy';

const invalid = (fields: FieldFault[]): DomainError => new DomainError(SHEET_ERRORS.invalid, 'invalid', { fields });

/** Numbered paper of a store, from the printer to the shredder. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser', 'manager')
@Controller('console/stores/:id/sheets')
export class SheetsController {
  constructor(private readonly desks: Desks, private readonly rights: StoreRights, private readonly sheets: Sheets, private readonly attesting: SheetAttesting, private readonly printable: PrintableReader) {}

  @Get()
  async list(@Param('id') id: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    const number = parseSheetNumber(textOf(query, 'number'));
    const sheet = number === null ? null : await this.sheets.byNumber(number);
    if (sheet?.storeId === id) return this.desks.leave(reply, desk, sheetPath(id, sheet.id));
    await this.sendList(reply, desk, store, query, null);
  }

  @Post('print')
  async print(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    try {
      const [petitionId, count, lines] = [figureOf(body, 'petitionId') ?? 0, figureOf(body, 'count') ?? 0, figureOf(body, 'lines') ?? 0];
      if (!(await this.printable.of(store, desk.page.t.locale)).some((petition) => petition.id === petitionId)) throw invalid([{ field: 'petitionId', code: 'unknown' }]);
      const made = await this.sheets.print(id, { petitionId, count, lines, language: textOf(body, 'language') }, asStoreActor(actor));
      this.desks.leave(reply, desk, `${storePath(id)}/sheets.pdf?ids=${made.map((sheet) => sheet.id).join(',')}`);
    } catch (thrown) {
      await this.sendList(reply, desk, store, {}, { form: 'print', values: typed(body), errors: faultsOf(thrown, desk.page.t) });
    }
  }

  @Post('second-keying')
  async draw(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    try {
      const percent = figureOf(body, 'percent') ?? 0;
      if (!(percent >= 1 && percent <= 100)) throw invalid([{ field: 'percent', code: 'out_of_range', facts: { min: 1, max: 100 } }]);
      await this.sheets.drawSecondKeying(id, percent / 100, asStoreActor(actor));
    } catch (thrown) {
      return this.sendList(reply, desk, store, {}, { form: 'second-keying', values: typed(body), errors: faultsOf(thrown, desk.page.t) });
    }
    this.desks.leave(reply, desk, storePath(id, 'sheets'), 'sheets-drawn');
  }

  /** A line that was typed twice, differently: the paper was looked at. */
  @Post('lines/:keying/:decision')
  async decide(@Param('id') id: string, @Param('keying') keyingId: string, @Param('decision') decision: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    if ((decision !== 'keep' && decision !== 'retype') || !(await this.rights.keyingIn(store.id, keyingId))) throw notFound();
    try {
      await this.sheets.decide(keyingId, decision, asStoreActor(actor));
    } catch (thrown) {
      return this.sendList(reply, desk, store, {}, { form: 'bulk', values: {}, errors: faultsOf(thrown, desk.page.t) });
    }
    this.desks.leave(reply, desk, storePath(id, 'sheets'), `line-${decision}`);
  }

  @Post('give-out')
  async giveOut(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.many('give-out', id, body, actor, request, reply);
  }

  @Post('attest')
  async attest(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.many('attest', id, body, actor, request, reply);
  }

  @Post('destroy')
  async destroy(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.many('destroy', id, body, actor, request, reply);
  }

  /** With the sheets that were ticked. */
  private async many(act: BulkAct, id: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    const sheets = await this.own(store, listOf(body, 'sheet'));
    try {
      if (sheets.length === 0) throw invalid([{ field: 'sheet', code: 'required' }]);
      await this.perform(act, sheets, body, actor);
    } catch (thrown) {
      return this.sendList(reply, desk, store, { state: sheets[0]?.state ?? STATE_OF[act] }, { form: 'bulk', values: typed(body), errors: faultsOf(thrown, desk.page.t) });
    }
    this.desks.leave(reply, desk, storePath(id, 'sheets'), `sheet-${act}`);
  }

  @Get(':sheet')
  async show(@Param('id') id: string, @Param('sheet') sheetId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendSheet(reply, this.desks.open(request), await this.find(id, sheetId, actor), null);
  }

  @Post(':sheet/:act')
  async one(@Param('id') id: string, @Param('sheet') sheetId: string, @Param('act') asked: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const found = await this.find(id, sheetId, actor);
    const act = SHEET_ACTS.find((one) => one === asked);
    if (!act) throw notFound();
    try {
      await this.perform(act, [found.sheet], body, actor);
    } catch (thrown) {
      const linesDiffer = thrown instanceof DomainError && thrown.code === SHEET_ERRORS.linesDiffer;
      return this.sendSheet(reply, desk, found, { act, values: typed(body), errors: faultsOf(thrown, desk.page.t, (field) => (field === 'filledLines' ? 'filled' : field)), linesDiffer: linesDiffer || textOf(body, 'force') === 'true' });
    }
    this.desks.leave(reply, desk, sheetPath(id, sheetId), `sheet-${act}`);
  }

  private async perform(act: SheetAct, sheets: readonly Sheet[], body: FormBody, actor: Actor): Promise<void> {
    const by = asStoreActor(actor);
    const ids = sheets.map((sheet) => sheet.id);
    const [first = ''] = ids;
    switch (act) {
      case 'give-out': return this.sheets.giveOut(ids, by);
      case 'return': {
        const filled = figureOf(body, 'filled');
        if (filled === undefined || Number.isNaN(filled)) throw invalid([{ field: 'filled', code: 'required' }]);
        return this.sheets.returned(first, filled, by);
      }
      case 'type': return this.sheets.markTyped(first, { force: textOf(body, 'force') === 'true', note: textOrNull(body, 'note') }, by);
      case 'attest': {
        await this.attesting.attest(sheets, { attestedBy: textOf(body, 'attestedBy').slice(0, 200), document: textOf(body, 'document').slice(0, 500), note: textOrNull(body, 'note') }, actor);
        return;
      }
      case 'destroy': return this.sheets.destroy(ids, { witness: textOf(body, 'witness'), method: textOf(body, 'method') }, by);
    }
  }

  private async own(store: Store, ids: readonly string[]): Promise<Sheet[]> {
    const found = await Promise.all([...new Set(ids)].slice(0, 200).map((id) => this.rights.sheetOf(store.id, id)));
    return found.filter((sheet) => sheet !== null);
  }

  private async find(id: string, sheetId: string, actor: Actor): Promise<{ sheet: Sheet; store: Store }> {
    const found = await this.rights.sheet(sheetId, actor);
    if (found.store.id !== id) throw notFound();
    return found;
  }

  private async sendList(reply: FastifyReply, desk: Desk, store: Store, query: FormBody, failed: SheetsView['failed']): Promise<void> {
    const state = SHEET_STATES.find((one) => one === textOf(query, 'state')) ?? null;
    const [sheets, conflicts, rate, drawn, petitions] = await Promise.all([
      this.sheets.ofStore(store.id, { page: pageOf(query), pageSize: PAGE_SIZE, ...(state ? { states: [state] } : {}) }), this.sheets.conflicts(store.id, { pageSize: CONFLICTS_SHOWN }),
      this.sheets.errorRate(store.id), this.sheets.ofStore(store.id, { secondKeying: true, pageSize: 1 }), this.printable.of(store, desk.page.t.locale),
    ]);
    this.desks.send(reply, SheetsPage({
      desk,
      view: {
        store, state, items: sheets.items, page: sheets.page, total: sheets.total, pages: Math.max(1, Math.ceil(sheets.total / PAGE_SIZE)), petitions, rate, drawn: drawn.total,
        conflicts: conflicts.items, moreConflicts: conflicts.total - conflicts.items.length, failed,
      },
    }), failed ? 422 : 200);
  }

  private async sendSheet(reply: FastifyReply, desk: Desk, { store, sheet }: { store: Store; sheet: Sheet }, failed: SheetView['failed']): Promise<void> {
    const petition = await this.printable.one(sheet.petitionId, desk.page.t.locale);
    this.desks.send(reply, SheetPage({ desk, view: { store, sheet, petition, failed } }), failed ? 422 : 200);
  }
}

/** Where the ticks stood, if none was sent. */
const STATE_OF: Record<BulkAct, string> = { 'give-out': 'printed', attest: 'returned', destroy: 'typed' };
