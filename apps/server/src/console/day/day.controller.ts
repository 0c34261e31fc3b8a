import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JSX } from 'preact';
import { AppConfig } from '#libs/config';
import { type HandoverActor, HandoverDays, type OpenLink } from '#libs/handovers';
import { DocumentDesk } from '../../documents/document-desk.js';
import { Upload } from '../../documents/uploads.js';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone, Limit } from '../../edge/decorators.js';
import { pageContext, localeIn, localeOf, sendPage } from '../../site/serve/page-context.js';
import { type Locale } from '../../i18n/index.js';
import { type FieldError } from '../../ui/index.js';
import { faultsOf } from '../desk.js';
import { type FormBody, listOf, textOf, typed } from '../form-body.js';
import { dayFrom } from './day-form.js';
import { DayPage, ReceiptCodePage, ReceivePage } from './day-page.js';
import { DayReader } from './day-view.js';

/** Whoever holds the delegation's link. */
const DELEGATION: HandoverActor = { id: 'delegation', name: 'delegation' };

/** The delegation's phone page and the recipient's receipt, behind links of 256 bits. No page is kept by a cache or tells its address. */
@ApiExcludeController()
@AllowAnyone()
@Limit('token')
@Controller()
export class DayLinksController {
  constructor(
    private readonly days: HandoverDays, private readonly reader: DayReader, private readonly desk: DocumentDesk, private readonly assets: Assets, private readonly config: AppConfig,
  ) {}

  @Get('d/:token')
  day(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeOf(request), reply);
  }

  @Get(':locale/d/:token')
  dayIn(@Param('locale') locale: string, @Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(token, localeIn(locale), reply, (request.query as Record<string, unknown>)['done'] === '1');
  }

  @Upload()
  @Post(':locale/d/:token')
  async record(@Param('locale') segment: string, @Param('token') token: string, @Body() body: FormBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const page = pageContext(this.assets, locale, `/d/${token}`);
    const link = await this.days.opened(token, 'delegation');
    try {
      const files = await this.files(request, link);
      await this.days.record(link.handoverId, dayFrom(body, locale, files), DELEGATION);
    } catch (thrown) {
      return this.send(reply, await this.page(token, link, locale, { body, errors: faultsOf(thrown, page.t), done: false }), 422);
    }
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(`/${locale}/d/${token}?done=1`, 303);
  }

  @Post(':locale/d/:token/receipt')
  async receipt(@Param('locale') segment: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const link = await this.days.opened(token, 'delegation');
    const made = await this.days.newReceiptLink(link.handoverId, DELEGATION);
    this.send(reply, ReceiptCodePage({ page: pageContext(this.assets, locale, `/d/${token}`), url: `${this.config.publicUrl}/r/${made.token}`, back: `/d/${token}` }));
  }

  @Get('r/:token')
  receive(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.showReceive(token, localeOf(request), reply);
  }

  @Get(':locale/r/:token')
  receiveIn(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.showReceive(token, localeIn(locale), reply);
  }

  @Post(':locale/r/:token')
  async confirm(@Param('locale') segment: string, @Param('token') token: string, @Body() body: FormBody, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const page = pageContext(this.assets, locale, `/r/${token}`);
    const place = await this.placeOf(await this.days.opened(token, 'receipt'), locale);
    const show = (errors: FieldError[], done: boolean, status: number): void => this.send(reply, ReceivePage({ page, action: `/r/${token}`, place, values: typed(body), errors, done }), status);
    try {
      await this.days.confirmReceipt(token, { name: textOf(body, 'name'), office: textOf(body, 'office') });
    } catch (thrown) {
      return show(faultsOf(thrown, page.t), false, 422);
    }
    show([], true, 200);
  }

  private async show(token: string, locale: Locale, reply: FastifyReply, done = false): Promise<void> {
    const link = await this.days.opened(token, 'delegation');
    this.send(reply, await this.page(token, link, locale, { body: {}, errors: [], done }));
  }

  private async page(token: string, link: OpenLink, locale: Locale, { body, errors, done }: { body: FormBody; errors: FieldError[]; done: boolean }): Promise<JSX.Element> {
    return DayPage({
      page: pageContext(this.assets, locale, `/d/${token}`), view: await this.reader.of(link.handoverId), action: `/d/${token}`, csrf: '', submission: textOf(body, 'submission') || randomUUID(),
      values: typed(body), attendance: listOf(body, 'attendance'), errors, done,
    });
  }

  private async showReceive(token: string, locale: Locale, reply: FastifyReply): Promise<void> {
    const link = await this.days.opened(token, 'receipt');
    this.send(reply, ReceivePage({ page: pageContext(this.assets, locale, `/r/${token}`), action: `/r/${token}`, place: await this.placeOf(link, locale), values: {}, errors: [], done: false }));
  }

  private async placeOf(link: OpenLink, locale: Locale): Promise<string> {
    const { handover } = await this.reader.of(link.handoverId);
    return pageContext(this.assets, locale, '/').t.place(handover.jurisdiction.id, handover.jurisdiction.name);
  }

  private async files(request: FastifyRequest, link: OpenLink): Promise<{ receiptDocument: string | null; photo: string | null }> {
    const take = async (field: string): Promise<string | null> => (await this.desk.take(request, link, DELEGATION.id, field))?.id ?? null;
    return { receiptDocument: await take('receiptDocument'), photo: await take('photo') };
  }

  private send(reply: FastifyReply, document: JSX.Element, status = 200): void {
    sendPage(reply, document, { status, secret: true });
  }
}
