import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, notFound } from '#libs/access';
import { Database } from '#libs/database';
import type { Page } from '#libs/petitions';
import { type ErrorRate, type LineConflict, type Sheet, Sheets, sheetUnknown } from '#libs/stores';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { SheetAttesting } from './sheet-attesting.js';
import { asStoreActor, StoreRights } from './store-rights.js';
import { AttestSheetsDto, DecideLineDto, DestroySheetDto, PageQueryDto, PrintSheetsDto, ReturnSheetDto, SecondKeyingDto, SheetIdsDto, SheetQueryDto, TypedSheetDto } from './stores.dto.js';

@ApiTags('Sheets')
@AllowRoles('owner', 'organiser', 'manager')
@Controller('api/v1')
export class StoreSheetsController {
  constructor(private readonly db: Database, private readonly rights: StoreRights, private readonly sheets: Sheets, private readonly attesting: SheetAttesting) {}

  @Get('stores/:id/sheets')
  @ApiOperation({ summary: 'Numbered sheets of a store' })
  async list(@Param('id') id: string, @Query() { state, ...page }: SheetQueryDto, @CurrentActor() actor: Actor): Promise<Page<Sheet>> {
    await this.rights.store(id, actor);
    return this.sheets.ofStore(id, { ...page, ...(state ? { states: [state] } : {}) });
  }

  @Limit('organising')
  @Post('stores/:id/sheets')
  @ApiOperation({ summary: 'Make sheets to print', description: 'Each gets a number of its own and is followed to its end.' })
  async print(@Param('id') id: string, @Body() body: PrintSheetsDto, @CurrentActor() actor: Actor): Promise<Sheet[]> {
    const store = await this.rights.store(id, actor);
    const here = await this.db.rows(`select 1 from petitions where id = $1 and campaign_id = $2 and jurisdiction_id = $3`, [body.petitionId, store.campaignId, store.jurisdictionId]);
    if (here.length === 0) throw notFound();
    return this.sheets.print(id, body, asStoreActor(actor));
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('stores/:id/sheets/give-out')
  @ApiOperation({ summary: 'Lay sheets out for signing' })
  async giveOut(@Param('id') id: string, @Body() { sheets }: SheetIdsDto, @CurrentActor() actor: Actor): Promise<Sheet[]> {
    const found = await this.own(id, sheets, actor);
    await this.sheets.giveOut(found.map((sheet) => sheet.id), asStoreActor(actor));
    return this.own(id, sheets, actor);
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('stores/:id/sheets/attest')
  @ApiOperation({ summary: 'Attest sheets that won\'t be typed as one count', description: 'Of one petition. Their lines with a signature join its attested counts.' })
  async attest(@Param('id') id: string, @Body() { sheets, note, ...body }: AttestSheetsDto, @CurrentActor() actor: Actor): Promise<{ count: number; attestedCountId: string }> {
    return this.attesting.attest(await this.own(id, sheets, actor), { ...body, note: note ?? null }, actor);
  }

  @Get('stores/:id/sheets/conflicts')
  @ApiOperation({ summary: 'Lines that were typed twice, differently', description: 'What was typed is not told: look at the paper.' })
  async conflicts(@Param('id') id: string, @Query() page: PageQueryDto, @CurrentActor() actor: Actor): Promise<Page<LineConflict>> {
    await this.rights.store(id, actor);
    return this.sheets.conflicts(id, page);
  }

  @Get('stores/:id/sheets/error-rate')
  @ApiOperation({ summary: 'Lines of second keyings compared, and those that differed' })
  async errorRate(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ErrorRate> {
    await this.rights.store(id, actor);
    return this.sheets.errorRate(id);
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('stores/:id/sheets/second-keying')
  @ApiOperation({ summary: 'Draw sheets at random to be typed once more' })
  async draw(@Param('id') id: string, @Body() { share }: SecondKeyingDto, @CurrentActor() actor: Actor): Promise<{ drawn: number; of: number }> {
    await this.rights.store(id, actor);
    return this.sheets.drawSecondKeying(id, share, asStoreActor(actor));
  }

  @Get('sheets/:id')
  @ApiOperation({ summary: 'One sheet' })
  async get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<Sheet> {
    return (await this.rights.sheet(id, actor)).sheet;
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('sheets/:id/return')
  @ApiOperation({ summary: 'Take a sheet back, with its signed lines counted' })
  async returned(@Param('id') id: string, @Body() { filledLines }: ReturnSheetDto, @CurrentActor() actor: Actor): Promise<Sheet> {
    await this.rights.sheet(id, actor);
    await this.sheets.returned(id, filledLines, asStoreActor(actor));
    return this.again(id);
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('sheets/:id/typed')
  @ApiOperation({ summary: 'All of a sheet is typed', description: 'Refused while lines and typed lines differ, unless forced with a note.' })
  async typed(@Param('id') id: string, @Body() body: TypedSheetDto, @CurrentActor() actor: Actor): Promise<Sheet> {
    await this.rights.sheet(id, actor);
    await this.sheets.markTyped(id, body, asStoreActor(actor));
    return this.again(id);
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('sheets/:id/destroy')
  @ApiOperation({ summary: 'Record the destruction of a sheet' })
  async destroy(@Param('id') id: string, @Body() body: DestroySheetDto, @CurrentActor() actor: Actor): Promise<Sheet> {
    await this.rights.sheet(id, actor);
    await this.sheets.destroy([id], body, asStoreActor(actor));
    return this.again(id);
  }

  @Limit('organising')
  @HttpCode(204)
  @Post('sheet-keyings/:id/decision')
  @ApiOperation({ summary: 'Decide a line that was typed twice, with the paper in hand' })
  async decide(@Param('id') id: string, @Body() { decision }: DecideLineDto, @CurrentActor() actor: Actor): Promise<void> {
    await this.rights.storeOfKeying(id, actor);
    await this.sheets.decide(id, decision, asStoreActor(actor));
  }

  private async own(storeId: string, ids: readonly string[], actor: Actor): Promise<Sheet[]> {
    await this.rights.store(storeId, actor);
    return Promise.all([...new Set(ids)].map(async (id) => {
      const sheet = await this.rights.sheetOf(storeId, id);
      if (!sheet) throw sheetUnknown();
      return sheet;
    }));
  }

  private async again(id: string): Promise<Sheet> {
    const sheet = await this.sheets.byId(id);
    if (!sheet) throw sheetUnknown();
    return sheet;
  }
}
