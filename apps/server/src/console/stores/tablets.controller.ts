import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { AccessService, type Actor, notFound } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Database } from '#libs/database';
import { type DeviceLine, Devices, Pairing, type Store, type StoreActor } from '#libs/stores';
import { asStoreActor, StoreRights } from '../../api/stores/store-rights.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf, typed } from '../form-body.js';
import { PairingCookie } from './pairing-cookie.js';
import { PairingPage } from './views/pairing.js';
import { storePath } from './views/store-frame.js';
import { TabletPage, tabletPath, type TabletView } from './views/tablet.js';

/** Fields of the lib by the name they have in the forms. */
const FORM_FIELD: Readonly<Record<string, string>> = { name: 'deviceName', since: 'sinceDate' };

/** One tablet of a store, and how it comes to be one. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser', 'manager')
@Controller('console/stores/:id')
export class TabletsController {
  constructor(
    private readonly desks: Desks, private readonly rights: StoreRights, private readonly devices: Devices, private readonly pairing: Pairing, private readonly codes: PairingCookie,
    private readonly config: AppConfig, private readonly db: Database, private readonly access: AccessService,
  ) {}

  /** The code, and as soon as a tablet answered, its fingerprint. */
  @Get('pairing/:pairing')
  async showPairing(@Param('id') id: string, @Param('pairing') pairingId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const store = await this.rights.store(id, actor);
    const pairing = /^[0-9a-f-]{36}$/.test(pairingId) ? await this.pairing.pairingState(pairingId) : null;
    if (!pairing || pairing.storeId !== store.id) throw notFound();
    const code = this.codes.codeOf(request, pairingId);
    const appAddress = `${this.config.publicUrl}/tablet/`;
    const root = code === null ? null : await this.rootOf(store.campaignId);
    const address = code === null ? null : `${appAddress}#${new URLSearchParams({ pair: code.replace('-', ''), ...(root ? { root } : {}) }).toString()}`;
    // Cached nowhere and told to nobody: the page holds a code that works once.
    reply.header('referrer-policy', 'no-referrer');
    this.desks.send(reply, PairingPage({ desk: this.desks.open(request), view: { store, pairing, code, address, appAddress } }));
  }

  @Get('tablets/:device')
  async show(@Param('id') id: string, @Param('device') deviceId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(reply, this.desks.open(request), await this.find(id, deviceId, actor), actor, null);
  }

  @Post('tablets/:device/admit')
  async admit(@Param('id') id: string, @Param('device') deviceId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act('admit', id, deviceId, actor, request, reply, (by) => this.pairing.admit(deviceId, by));
  }

  @Post('tablets/:device/refuse')
  async refuse(@Param('id') id: string, @Param('device') deviceId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act('refuse', id, deviceId, actor, request, reply, (by) => this.pairing.refuse(deviceId, by));
  }

  @Post('tablets/:device/retire')
  async retire(@Param('id') id: string, @Param('device') deviceId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act('retire', id, deviceId, actor, request, reply, (by) => this.devices.retire(deviceId, by));
  }

  @Post('tablets/:device/stolen')
  async stolen(@Param('id') id: string, @Param('device') deviceId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act('stolen', id, deviceId, actor, request, reply, (by) => this.devices.stolen(deviceId, by));
  }

  /** What a thief sent is no signature. It takes away from what is counted, so it is an organiser's, not a manager's. */
  @AllowRoles('owner', 'organiser')
  @Post('tablets/:device/disown')
  async disown(@Param('id') id: string, @Param('device') deviceId: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { store } = await this.find(id, deviceId, actor);
    await this.access.require(actor, 'organise', { campaignId: store.campaignId, jurisdictionId: store.jurisdictionId });
    const since = DateTime.fromISO(`${textOf(body, 'sinceDate')}T${textOf(body, 'sinceTime')}`, { zone: store.timeZone });
    await this.act('disown', id, deviceId, actor, request, reply, (by) => this.devices.disown(deviceId, since.toJSDate(), by), body);
  }

  @Post('tablets/:device/forget-pin')
  async forgetPin(@Param('id') id: string, @Param('device') deviceId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act('forget-pin', id, deviceId, actor, request, reply, (by) => this.devices.resetPin(deviceId, by));
  }

  @Post('tablets/:device/rename')
  async rename(@Param('id') id: string, @Param('device') deviceId: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.act('rename', id, deviceId, actor, request, reply, (by) => this.devices.rename(deviceId, textOf(body, 'deviceName'), by), body);
  }

  /** Rights first, then the deed; what stands against it is told on the tablet's page. */
  private async act(
    deed: string, id: string, deviceId: string, actor: Actor, request: FastifyRequest, reply: FastifyReply, work: (by: StoreActor) => Promise<unknown>, body: FormBody = {},
  ): Promise<void> {
    const desk = this.desks.open(request);
    const found = await this.find(id, deviceId, actor);
    try {
      await work(asStoreActor(actor));
    } catch (thrown) {
      return this.send(reply, desk, found, actor, { values: typed(body), errors: faultsOf(thrown, desk.page.t, (field) => FORM_FIELD[field] ?? field) });
    }
    this.desks.leave(reply, desk, deed === 'refuse' ? storePath(id) : tabletPath(found.device), `tablet-${deed}`);
  }

  private async find(id: string, deviceId: string, actor: Actor): Promise<{ device: DeviceLine; store: Store }> {
    const found = await this.rights.device(deviceId, actor);
    if (found.store.id !== id) throw notFound();
    return found;
  }

  private async send(reply: FastifyReply, desk: Desk, { store, device }: { store: Store; device: DeviceLine }, actor: Actor, failed: TabletView['failed']): Promise<void> {
    const gaps = await this.devices.gaps(device.id);
    const mayDisown = await this.access.may(actor, 'organise', { campaignId: store.campaignId, jurisdictionId: store.jurisdictionId });
    this.desks.send(reply, TabletPage({ desk, view: { store, device, gaps, mayDisown, failed } }), failed ? 422 : 200);
  }

  /** What the tablet pins, so that no other server can pass for this one. */
  private async rootOf(campaignId: number): Promise<string | null> {
    const [row] = await this.db.rows<{ root: string }>(`select root_fingerprint as root from campaign_keys where campaign_id = $1 order by created_at desc limit 1`, [campaignId]);
    return row?.root ?? null;
  }
}
