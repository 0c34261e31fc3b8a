import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/access';
import type { Page } from '#libs/petitions';
import { type ShiftReconciliation, Shifts } from '#libs/stores';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { asStoreActor, StoreRights } from './store-rights.js';
import { PageQueryDto, SignOffDto } from './stores.dto.js';

@ApiTags('Stores')
@AllowRoles('owner', 'organiser', 'manager')
@Controller('api/v1')
export class StoreShiftsController {
  constructor(private readonly rights: StoreRights, private readonly shifts: Shifts) {}

  @Get('stores/:id/shifts')
  @ApiOperation({ summary: 'Shifts of a store, newest first: what was captured and what arrived' })
  async list(@Param('id') id: string, @Query() query: PageQueryDto, @CurrentActor() actor: Actor): Promise<Page<ShiftReconciliation>> {
    await this.rights.store(id, actor);
    return this.shifts.ofStore(id, query);
  }

  @Get('shifts/:id')
  @ApiOperation({ summary: 'One shift: captured = stored + repeated + conflict + quarantined + waiting', description: 'Who counts is told here only, for the shift as a whole, and not where too few arrived.' })
  async get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ShiftReconciliation> {
    return (await this.rights.shift(id, actor)).shift;
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('shifts/:id/sign-off')
  @ApiOperation({ summary: 'Sign a shift off', description: 'The figures are kept as they stand.' })
  async signOff(@Param('id') id: string, @Body() body: SignOffDto, @CurrentActor() actor: Actor): Promise<ShiftReconciliation> {
    await this.rights.shift(id, actor);
    return this.shifts.signOff(id, body, asStoreActor(actor));
  }
}
