import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { FIGURE_CHANNELS, StoreFigures } from '#libs/signatures';
import { Devices, Pairing, type Store, STORE_KINDS, Stores } from '#libs/stores';
import { scopeOf, asStoreActor, StoreRights } from '../../api/stores/store-rights.js';
import { csvOf } from '../../edge/csv.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { edtfFrom } from '../date-words.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { PairingCookie } from './pairing-cookie.js';
import { PrintableReader } from './read/printable.js';
import { sendCsv } from './send-csv.js';
import { StoreFiguresPage } from './views/figures.js';
import { storePath } from './views/store-frame.js';
import { StoreSettingsPage, type StoreSettingsView } from './views/store-forms.js';
import { StorePage, type StoreView } from './views/store.js';

const CHART_DAYS = 28;
/** A year and a day: for who wants to reckon further. */
const CSV_DAYS = 366;

/** One store: its tablets, agreement and papers; its figures; what it is. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser', 'manager')
@Controller('console/stores/:id')
export class StorePageController {
  constructor(
    private readonly desks: Desks, private readonly rights: StoreRights, private readonly access: AccessService, private readonly stores: Stores, private readonly devices: Devices,
    private readonly pairing: Pairing, private readonly figures: StoreFigures, private readonly codes: PairingCookie, private readonly printable: PrintableReader,
  ) {}

  @Get()
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendStore(reply, this.desks.open(request), await this.rights.store(id, actor), null);
  }

  @Post('agreement')
  async agree(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    try {
      await this.stores.recordAgreement(id, { signedOn: edtfFrom(textOf(body, 'signedOn'), desk.page.t.locale) ?? '', signedBy: textOf(body, 'signedBy'), document: textOf(body, 'document') }, asStoreActor(actor));
    } catch (thrown) {
      return this.sendStore(reply, desk, store, { form: 'agreement', values: typed(body), errors: faultsOf(thrown, desk.page.t) });
    }
    this.desks.leave(reply, desk, storePath(id), 'agreement');
  }

  @Post('tablets')
  async newCode(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    try {
      const { pairingId, code, expiresAt } = await this.pairing.newCode(id, { deviceName: textOf(body, 'deviceName') }, asStoreActor(actor));
      this.codes.remember(reply, pairingId, code, expiresAt);
      this.desks.leave(reply, desk, `${storePath(id)}/pairing/${pairingId}`);
    } catch (thrown) {
      await this.sendStore(reply, desk, store, { form: 'tablet', values: typed(body), errors: faultsOf(thrown, desk.page.t, (field) => (field === 'name' ? 'deviceName' : field)) });
    }
  }

  @Get('figures')
  async showFigures(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    const spans = await this.figures.daily({ campaignId: store.campaignId, code: store.code, days: CHART_DAYS });
    this.desks.send(reply, StoreFiguresPage({ desk, view: { store, spans, days: CHART_DAYS } }));
  }

  @Get('figures.csv')
  async figuresFile(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const store = await this.rights.store(id, actor);
    const spans = await this.figures.daily({ campaignId: store.campaignId, code: store.code, days: CSV_DAYS });
    sendCsv(reply, `${store.code}.csv`, csvOf([['from', 'to', ...FIGURE_CHANNELS, 'total'], ...spans.map((span) => [span.from, span.to, ...FIGURE_CHANNELS.map((channel) => span[channel]), span.total])]));
  }

  @Get('settings')
  async showSettings(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.sendSettings(reply, this.desks.open(request), { store: await this.rights.store(id, actor), values: null, errors: [] });
  }

  @Post('settings')
  async saveSettings(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const store = await this.rights.store(id, actor);
    const area = textOrNull(body, 'area');
    // Moved to another area it would be somebody else's: that takes the right to both.
    if (area !== store.area) await this.access.require(actor, 'collect', { ...scopeOf(store), area });
    try {
      await this.stores.update(id, {
        name: textOf(body, 'name'), area, town: textOrNull(body, 'town'), language: textOf(body, 'language'), timeZone: textOf(body, 'timeZone'),
        kind: STORE_KINDS.find((kind) => kind === textOf(body, 'kind')) ?? store.kind,
      }, asStoreActor(actor));
    } catch (thrown) {
      return this.sendSettings(reply, desk, { store, values: typed(body), errors: faultsOf(thrown, desk.page.t) });
    }
    this.desks.leave(reply, desk, storePath(id, 'settings'), 'store-saved');
  }

  @Post('close')
  async close(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.rights.store(id, actor);
    await this.stores.close(id, asStoreActor(actor));
    this.desks.leave(reply, desk, storePath(id), 'store-closed');
  }

  private async sendStore(reply: FastifyReply, desk: Desk, store: Store, failed: StoreView['failed']): Promise<void> {
    const [devices, [petition]] = await Promise.all([this.devices.ofStore(store.id), this.printable.of(store, desk.page.t.locale)]);
    this.desks.send(reply, StorePage({ desk, view: { store, devices, posterLanguages: petition?.languages ?? [], failed } }), failed ? 422 : 200);
  }

  private sendSettings(reply: FastifyReply, desk: Desk, view: StoreSettingsView): void {
    this.desks.send(reply, StoreSettingsPage({ desk, view }), view.errors.length > 0 ? 422 : 200);
  }
}
