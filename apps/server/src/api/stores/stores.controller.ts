import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessService, type Actor, notFound } from '#libs/access';
import { StoreFigures, type ToldSpan } from '#libs/signatures';
import { type CsvResult, type DeviceLine, Devices, type NewPairingCode, Pairing, type Store, Stores } from '#libs/stores';
import { AllowRoles, BodyLimit, CurrentActor, Limit } from '../../edge/decorators.js';
import { StoreImport } from './store-import.js';
import { type CollectingCampaign, type ListedStore, StoreLists } from './store-lists.js';
import { asStoreActor, scopeOf, StoreRights } from './store-rights.js';
import { AgreementDto, DailyQueryDto, ImportStoresDto, NewStoreDto, PairingCodeDto, PatchStoreDto, StoreQueryDto } from './stores.dto.js';

const PAGE_SIZE = 50;
/** A list of 2 MB in JSON, where quotes and line ends take two signs. */
const IMPORT_BYTES = 4 * 1024 * 1024;

@ApiTags('Stores')
@AllowRoles('owner', 'organiser', 'manager')
@Controller('api/v1')
export class StoresController {
  constructor(
    private readonly lists: StoreLists, private readonly rights: StoreRights, private readonly access: AccessService, private readonly stores: Stores, private readonly imports: StoreImport,
    private readonly devices: Devices, private readonly pairing: Pairing, private readonly figures: StoreFigures,
  ) {}

  @Get('campaigns/:campaign/stores')
  @ApiOperation({ summary: 'Stores that the asker looks after, by country, area and name', description: 'With their tablets, what waits there, and what was counted: until the end of yesterday (UTC), and never told in steps of fewer than ten.' })
  async list(@Param('campaign') slug: string, @Query() { withClosed, ...query }: StoreQueryDto, @CurrentActor() actor: Actor): Promise<{ items: ListedStore[]; total: number; page: number; pageSize: number }> {
    const { id } = await this.campaign(slug, actor);
    const [page, pageSize] = [query.page ?? 1, query.pageSize ?? PAGE_SIZE];
    return { ...(await this.lists.page(actor, id, { ...query, withClosed: withClosed === 'true', page, pageSize })), page, pageSize };
  }

  @Limit('organising')
  @Post('campaigns/:campaign/stores')
  @ApiOperation({ summary: 'Add a store or partner' })
  async create(@Param('campaign') slug: string, @Body() { country, ...body }: NewStoreDto, @CurrentActor() actor: Actor): Promise<Store> {
    const { id } = await this.campaign(slug, actor);
    await this.rights.requireAt(actor, { campaignId: id, jurisdictionId: country, area: body.area ?? null });
    return this.stores.create({ ...body, campaignId: id, jurisdictionId: country }, asStoreActor(actor));
  }

  @Limit('organising')
  @BodyLimit(IMPORT_BYTES)
  @HttpCode(200)
  @Post('campaigns/:campaign/stores/import')
  @ApiOperation({ summary: 'Add and change stores by a CSV list', description: 'By code. Nothing is removed. With any fault nothing is written, and every faulty line is named.' })
  async import(@Param('campaign') slug: string, @Body() { csv }: ImportStoresDto, @CurrentActor() actor: Actor): Promise<CsvResult> {
    const campaign = await this.campaign(slug, actor);
    return this.imports.run(campaign.id, csv, actor);
  }

  @Get('stores/:id')
  @ApiOperation({ summary: 'One store, with its agreement' })
  async get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<Store> {
    return this.rights.store(id, actor);
  }

  @Limit('organising')
  @Patch('stores/:id')
  @ApiOperation({ summary: 'Change or close a store', description: 'What is left out stays. Its code and country stay for good.' })
  async patch(@Param('id') id: string, @Body() { closed, ...patch }: PatchStoreDto, @CurrentActor() actor: Actor): Promise<Store> {
    const store = await this.rights.store(id, actor);
    if (patch.area !== undefined && patch.area !== store.area) await this.access.require(actor, 'collect', { ...scopeOf(store), area: patch.area });
    if (Object.values(patch).some((value) => value !== undefined)) await this.stores.update(id, patch, asStoreActor(actor));
    if (closed) await this.stores.close(id, asStoreActor(actor));
    const after = await this.stores.byId(id);
    if (!after) throw notFound();
    return after;
  }

  @Limit('organising')
  @HttpCode(200)
  @Post('stores/:id/agreement')
  @ApiOperation({ summary: 'Record the processor agreement (GDPR Art. 28)', description: 'Before the first tablet is paired. A newer one takes the place of an older, which stays in the history.' })
  async agree(@Param('id') id: string, @Body() body: AgreementDto, @CurrentActor() actor: Actor): Promise<Store> {
    await this.rights.store(id, actor);
    return this.stores.recordAgreement(id, body, asStoreActor(actor));
  }

  @Limit('organising')
  @Post('stores/:id/pairing-codes')
  @ApiOperation({ summary: 'A code to pair a tablet with', description: 'Told once; works once, within ten minutes.' })
  async pairingCode(@Param('id') id: string, @Body() body: PairingCodeDto, @CurrentActor() actor: Actor): Promise<NewPairingCode> {
    await this.rights.store(id, actor);
    return this.pairing.newCode(id, body, asStoreActor(actor));
  }

  @Get('stores/:id/devices')
  @ApiOperation({ summary: 'Tablets of a store' })
  async devicesOf(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<DeviceLine[]> {
    await this.rights.store(id, actor);
    return this.devices.ofStore(id);
  }

  @Get('stores/:id/daily')
  @ApiOperation({ summary: 'Counted signatures of a store by UTC day and channel, newest first', description: 'Finished days; those with fewer than ten together with the next, so that nobody learns of one person whether they had signed before. Channels that are few: null. Today and what has not come to ten yet is not told.' })
  async daily(@Param('id') id: string, @Query() { days }: DailyQueryDto, @CurrentActor() actor: Actor): Promise<ToldSpan[]> {
    const { campaignId, code } = await this.rights.store(id, actor);
    return this.figures.daily({ campaignId, code, days: days ?? 28 });
  }

  private async campaign(slug: string, actor: Actor): Promise<CollectingCampaign> {
    const campaign = (await this.lists.campaigns(actor)).find((one) => one.slug === slug);
    if (!campaign) throw notFound();
    return campaign;
  }
}
