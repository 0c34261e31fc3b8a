import { Body, Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, can, canSomewhere, collectingPlaces, notFound } from '#libs/access';
import { DomainError } from '#libs/config';
import { Devices, parseSheetNumber, Sheets, STORE_ERRORS, STORE_KINDS, Stores } from '#libs/stores';
import { StoreImport } from '../../api/stores/store-import.js';
import { type CollectingCampaign, type ListedStore, type StoreListFilter, StoreLists } from '../../api/stores/store-lists.js';
import { asStoreActor, StoreRights } from '../../api/stores/store-rights.js';
import { csvOf } from '../../edge/csv.js';
import { AllowRoles, BodyLimit, CurrentActor } from '../../edge/decorators.js';
import { fieldMessage } from '../../edge/problem.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultSentence, faultsOf } from '../desk.js';
import { type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { slugFrom } from '../petition-forms.js';
import { pageOf } from '../petitions.controller.js';
import { sendCsv } from './send-csv.js';
import { sheetPath, storePath } from './views/store-frame.js';
import { ImportPage, type ImportView, NewStorePage } from './views/store-forms.js';
import { StoresPage } from './views/stores.js';

const PAGE_SIZE = 50;
/** A list of 2 MB grows to at most three times that in a form. */
const IMPORT_BYTES = 6 * 1024 * 1024 + 4096;

/** All stores that a person looks after, and what makes new ones. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser', 'manager')
@Controller('console/stores')
export class StoresPagesController {
  constructor(
    private readonly desks: Desks, private readonly lists: StoreLists, private readonly rights: StoreRights, private readonly imports: StoreImport, private readonly stores: Stores,
    private readonly devices: Devices, private readonly sheets: Sheets,
  ) {}

  @Get()
  async list(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { campaigns, campaign } = await this.campaign(query, actor);
    const filter = filterOf(query);
    const page = pageOf(query);
    const [{ items, total }, where, silent] = await Promise.all([this.lists.page(actor, campaign.id, { ...filter, page, pageSize: PAGE_SIZE }), this.lists.where(actor, campaign.id), this.devices.silent(desk.now)]);
    this.desks.send(reply, StoresPage({
      desk,
      view: {
        campaigns, items, page, total, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)), ...where,
        filter: { campaign: campaign.slug, country: filter.country ?? '', area: filter.area ?? '', search: filter.search ?? '', closed: filter.withClosed ?? false },
        silent: silent.filter((device) => device.campaignId === campaign.id && can(actor, 'collect', device)),
        sheetMissing: textOrNull(query, 'no-sheet'), mayAdd: mayAdd(actor, campaign), mayJudge: canSomewhere(actor, 'organise'),
      },
    }));
  }

  /** A number as it stands on the paper leads to its sheet, wherever it lies. */
  @Get('sheets')
  async findSheet(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const number = parseSheetNumber(textOf(query, 'number'));
    const sheet = number === null ? null : await this.sheets.byNumber(number);
    const store = sheet && (await this.stores.byId(sheet.storeId));
    if (!sheet || !store || !can(actor, 'collect', { campaignId: store.campaignId, jurisdictionId: store.jurisdictionId, storeId: store.id, area: store.area })) {
      return this.desks.leave(reply, desk, `/console/stores?no-sheet=${encodeURIComponent(textOf(query, 'number').slice(0, 20) || '?')}`);
    }
    this.desks.leave(reply, desk, sheetPath(store.id, sheet.id));
  }

  @Get('export.csv')
  async export(@Query() query: FormBody, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    const { campaign } = await this.campaign(query, actor);
    sendCsv(reply, 'stores.csv', csvOf([EXPORT_COLUMNS.map(([name]) => name), ...(await this.lists.all(actor, campaign.id, filterOf(query))).map((store) => EXPORT_COLUMNS.map(([, cell]) => cell(store)))]));
  }

  @Get('template.csv')
  template(@Res() reply: FastifyReply): void {
    sendCsv(reply, 'stores-template.csv', csvOf([['code', 'name', 'country', 'area', 'town', 'language', 'time_zone', 'kind'], ['leeds-briggate', 'Leeds Briggate', 'GB', 'North', 'Leeds', 'en', 'Europe/London', 'store']]));
  }

  @Get('new')
  async newForm(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign } = await this.campaign(query, actor);
    await this.sendNew(reply, this.desks.open(request), actor, campaign, { timeZone: actor.timeZone }, []);
  }

  @Post('new')
  async add(@Query() query: FormBody, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { campaign } = await this.campaign(query, actor);
    const place = { campaignId: campaign.id, jurisdictionId: textOf(body, 'jurisdictionId'), area: textOrNull(body, 'area') };
    if (place.jurisdictionId !== '' && !can(actor, 'collect', place)) {
      const error = { field: 'jurisdictionId', message: faultSentence(desk.page.t, { field: 'jurisdictionId', code: 'not_yours' }) };
      return this.sendNew(reply, desk, actor, campaign, typed(body), [error]);
    }
    if (place.jurisdictionId !== '') await this.rights.requireAt(actor, place);
    try {
      const store = await this.stores.create({
        ...place, name: textOf(body, 'name'), town: textOrNull(body, 'town'), language: textOf(body, 'language'), timeZone: textOf(body, 'timeZone'),
        kind: STORE_KINDS.find((kind) => kind === textOf(body, 'kind')) ?? 'store', code: textOf(body, 'code') || slugFrom(textOf(body, 'name')).slice(0, 40).replace(/-+$/, ''),
      }, asStoreActor(actor));
      this.desks.leave(reply, desk, storePath(store.id), 'store-added');
    } catch (thrown) {
      await this.sendNew(reply, desk, actor, campaign, typed(body), faultsOf(thrown, desk.page.t));
    }
  }

  @Get('import')
  async importForm(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { campaign, campaigns } = await this.addable(query, actor);
    this.desks.send(reply, ImportPage({ desk: this.desks.open(request), view: { campaign, campaigns, csv: '', result: null, errors: [] } }));
  }

  @BodyLimit(IMPORT_BYTES)
  @Post('import')
  async import(@Query() query: FormBody, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { campaign, campaigns } = await this.addable(query, actor);
    const csv = textOf(body, 'csv');
    const show = (view: Pick<ImportView, 'csv' | 'result' | 'errors'>): void => this.desks.send(reply, ImportPage({ desk, view: { campaign, campaigns, ...view } }), view.errors.length > 0 ? 422 : 200);
    if (csv === '') return show({ csv, result: null, errors: [{ field: 'csv', message: faultSentence(desk.page.t, { field: 'csv', code: 'required' }) }] });
    try {
      show({ csv: '', result: await this.imports.run(campaign.id, csv, actor), errors: [] });
    } catch (thrown) {
      show({ csv, result: null, errors: csvFaults(thrown, desk) });
    }
  }

  private async campaign(query: FormBody, actor: Actor): Promise<{ campaigns: CollectingCampaign[]; campaign: CollectingCampaign }> {
    const campaigns = await this.lists.campaigns(actor);
    const asked = textOf(query, 'campaign');
    const campaign = asked === '' ? campaigns[0] : campaigns.find(({ slug }) => slug === asked);
    if (!campaign) throw notFound();
    return { campaigns, campaign };
  }

  private async addable(query: FormBody, actor: Actor): ReturnType<StoresPagesController['campaign']> {
    const found = await this.campaign(query, actor);
    if (!mayAdd(actor, found.campaign)) throw notFound();
    return found;
  }

  private async sendNew(reply: FastifyReply, desk: Desk, actor: Actor, campaign: CollectingCampaign, values: Record<string, string>, errors: FieldError[]): Promise<void> {
    if (!mayAdd(actor, campaign)) throw notFound();
    const bounds = collectingPlaces(actor, campaign.id);
    const countries = (await this.lists.countriesOf(campaign.id)).filter(({ id }) => bounds.some((place) => place.storeId === null && (place.jurisdictionId === null || place.jurisdictionId === id)));
    this.desks.send(reply, NewStorePage({ desk, view: { campaign, countries, values, errors } }), errors.length > 0 ? 422 : 200);
  }
}

/** Whoever looks after more than single stores. Records of past campaigns stay as they are. */
const mayAdd = (actor: Actor, campaign: CollectingCampaign): boolean => campaign.live && collectingPlaces(actor, campaign.id).some(({ storeId }) => storeId === null);

const filterOf = (query: FormBody): StoreListFilter =>
  ({ country: textOrNull(query, 'country'), area: textOrNull(query, 'area'), search: textOf(query, 'search').slice(0, 100) || null, withClosed: textOf(query, 'closed') === 'true' });

const EXPORT_COLUMNS: readonly [string, (store: ListedStore) => string | number | null][] = [
  ['code', ({ code }) => code], ['name', ({ name }) => name], ['country', ({ jurisdictionId }) => jurisdictionId], ['area', ({ area }) => area], ['town', ({ town }) => town],
  ['language', ({ language }) => language], ['time_zone', ({ timeZone }) => timeZone], ['kind', ({ kind }) => kind], ['agreement', ({ agreed }) => (agreed ? 'yes' : 'no')],
  ['tablets', ({ devices }) => devices], ['silent_tablets', ({ silent }) => silent], ['waiting', ({ waiting }) => waiting], ['counted', ({ counted }) => counted],
  ['closed', ({ closedAt }) => closedAt?.toISOString() ?? null],
];

/** Every faulty line by its number and column; all lead to the one field that holds the list. */
function csvFaults(thrown: unknown, { page: { t } }: Desk): FieldError[] {
  if (!(thrown instanceof DomainError) || thrown.code !== STORE_ERRORS.csvInvalid) throw thrown;
  return thrown.fields.map((fault, n) => {
    const [, line, column] = /^line (\d+)(?:: (.*))?$/.exec(fault.field) ?? [];
    const label = line === undefined ? undefined : column === undefined ? t('stores.import.line', { line }) : t('stores.import.line-column', { line, column });
    return { field: `csv-${n}`, at: 'f-csv', message: fieldMessage(fault, t.locale), ...(label ? { label } : {}) };
  });
}
