import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessService, type Actor, notFound } from '#libs/access';
import { type DeviceLine, Devices, Pairing, type StoreActor } from '#libs/stores';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { asStoreActor, StoreRights } from './store-rights.js';
import { DisownDeviceDto, RenameDeviceDto } from './stores.dto.js';

/** What a manager does with a tablet. What the tablet itself asks and sends is the tablets' door. */
@ApiTags('Stores')
@AllowRoles('owner', 'organiser', 'manager')
@Limit('organising')
@Controller('api/v1/devices/:id')
export class StoreDevicesController {
  constructor(private readonly rights: StoreRights, private readonly devices: Devices, private readonly pairing: Pairing, private readonly access: AccessService) {}

  @HttpCode(200)
  @Post('admit')
  @ApiOperation({ summary: 'The fingerprint is what the tablet shows: it may collect' })
  async admit(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<DeviceLine> {
    return this.act(id, actor, (by) => this.pairing.admit(id, by));
  }

  @HttpCode(200)
  @Post('refuse')
  @ApiOperation({ summary: 'The fingerprint is not what the tablet shows: nothing of it is taken' })
  async refuse(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<DeviceLine> {
    return this.act(id, actor, (by) => this.pairing.refuse(id, by));
  }

  @HttpCode(200)
  @Post('retire')
  @ApiOperation({ summary: 'Take a tablet out of service', description: 'What it still holds may arrive for 30 days, into quarantine.' })
  async retire(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<DeviceLine> {
    return this.act(id, actor, (by) => this.devices.retire(id, by));
  }

  @HttpCode(200)
  @Post('stolen')
  @ApiOperation({ summary: 'Refuse a tablet at once', description: 'Unsent signatures on it are not wiped; they are sealed.' })
  async stolen(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<DeviceLine> {
    return this.act(id, actor, (by) => this.devices.stolen(id, by));
  }

  @HttpCode(200)
  @Post('forget-pin')
  @ApiOperation({ summary: 'Have the staff\'s PIN forgotten at the next contact' })
  async forgetPin(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<DeviceLine> {
    return this.act(id, actor, (by) => this.devices.resetPin(id, by));
  }

  @HttpCode(200)
  @Post('rename')
  @ApiOperation({ summary: 'Give a tablet another name' })
  async rename(@Param('id') id: string, @Body() { name }: RenameDeviceDto, @CurrentActor() actor: Actor): Promise<DeviceLine> {
    return this.act(id, actor, (by) => this.devices.rename(id, name, by));
  }

  @AllowRoles('owner', 'organiser')
  @HttpCode(200)
  @Post('disown')
  @ApiOperation({
    summary: 'Hold what a stolen tablet sent since a time to be no true signatures',
    description: 'By the time of arrival here. They count no more, lines of sheets among them are to be typed anew. An organiser\'s, not a manager\'s. It cannot be undone; again changes nothing.',
  })
  async disown(@Param('id') id: string, @Body() { since }: DisownDeviceDto, @CurrentActor() actor: Actor): Promise<{ records: number }> {
    const { store } = await this.rights.device(id, actor);
    await this.access.require(actor, 'organise', { campaignId: store.campaignId, jurisdictionId: store.jurisdictionId });
    return { records: await this.devices.disown(id, new Date(since), asStoreActor(actor)) };
  }

  private async act(id: string, actor: Actor, deed: (by: StoreActor) => Promise<unknown>): Promise<DeviceLine> {
    await this.rights.device(id, actor);
    await deed(asStoreActor(actor));
    const device = await this.devices.byId(id);
    if (!device) throw notFound();
    return device;
  }
}
