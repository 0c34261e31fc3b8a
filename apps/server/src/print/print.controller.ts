import { Controller, Get, Param, Query, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor } from '#libs/access';
import { DomainError } from '#libs/config';
import { PdfPress, type SheetData } from '#libs/publications';
import { sheetUnknown, type Store } from '#libs/stores';
import { StoreRights } from '../api/stores/store-rights.js';
import { ConsoleProblems } from '../console/console-problems.filter.js';
import { AllowRoles, CurrentActor, Limit } from '../edge/decorators.js';
import { PaperReader } from './paper-reader.js';

/** Sheets in one file: what a printer takes at once, and a request may take in time. */
const MOST_SHEETS = 200;

/** Papers of a store, for those who look after it. Made anew each time: the same data give the same bytes. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser', 'manager')
@Limit('organising')
@Controller('console/stores/:id')
export class PrintController {
  constructor(private readonly rights: StoreRights, private readonly papers: PaperReader, private readonly press: PdfPress) {}

  @Get('poster.pdf')
  async poster(@Param('id') id: string, @Query('language') language: unknown, @Query('size') size: unknown, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const store = await this.rights.store(id, actor);
    const data = await this.papers.poster(store, tagIn(language));
    const paper = size === 'A3' || size === 'a3' ? 'A3' : 'A4';
    send(reply, `poster-${store.code}-${data.language}-${paper.toLowerCase()}`, await this.press.set({ paper: 'poster', data, size: paper }));
  }

  @Get('staff-card.pdf')
  async staffCard(@Param('id') id: string, @Query('language') language: unknown, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const store = await this.rights.store(id, actor);
    const data = await this.papers.staffCard(store, tagIn(language));
    send(reply, `staff-card-${store.code}-${data.language}`, await this.press.set({ paper: 'staff-card', data }));
  }

  /** `ids`: sheets of this store, separated by commas, in the order of printing. */
  @Get('sheets.pdf')
  async sheets(@Param('id') id: string, @Query('ids') ids: unknown, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const store = await this.rights.store(id, actor);
    const [first, ...more] = await this.sheetData(store, idsIn(ids), actor);
    if (!first) throw sheetUnknown();
    send(reply, `sheets-${store.code}-${first.sheets[0]?.number ?? ''}`, await this.press.set({ paper: 'sheets', groups: [first, ...more] }));
  }

  private async sheetData(store: Store, ids: readonly string[], actor: Actor): Promise<SheetData[]> {
    const found = [];
    for (const id of ids) {
      const { sheet } = await this.rights.sheet(id, actor);
      if (sheet.storeId !== store.id) throw sheetUnknown();
      found.push(sheet);
    }
    return this.papers.sheets(store, found);
  }
}

/** A language tag or nothing: an odd one is as good as none. */
const tagIn = (value: unknown): string | null => (typeof value === 'string' && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/iu.test(value) ? value : null);

function idsIn(value: unknown): string[] {
  const ids = typeof value === 'string' ? [...new Set(value.split(',').map((id) => id.trim().toLowerCase()).filter(Boolean))] : [];
  if (ids.length === 0) throw new DomainError('request.invalid', 'invalid', { fields: [{ field: 'ids', code: 'required' }] });
  if (ids.length > MOST_SHEETS) throw new DomainError('request.invalid', 'invalid', { fields: [{ field: 'ids', code: 'too_many', facts: { max: MOST_SHEETS } }] });
  return ids;
}

/** Shown by the browser rather than put among the downloads; kept by nobody, as the papers of one store are no other manager's. */
function send(reply: FastifyReply, name: string, pdf: Buffer): void {
  const safe = name.toLowerCase().replace(/[^a-z0-9-]+/gu, '-');
  void reply.header('content-type', 'application/pdf').header('content-disposition', `inline; filename="${safe}.pdf"`).header('cache-control', 'no-store').send(pdf);
}
