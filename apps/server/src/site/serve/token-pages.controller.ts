import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { Presses } from '#libs/signatures';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone, Limit } from '../../edge/decorators.js';
import { faultOf } from '../../edge/problem.js';
import { SharedAddresses } from '../../edge/shared-addresses.js';
import { SigningDesk } from '../../signing/signing-desk.js';
import { type Locale } from '../../i18n/index.js';
import { ConfirmPage, ProblemPage, ThanksPage, WithdrawalRequestedPage, WithdrawalRequestPage, WithdrawnPage, WithdrawPage } from '../index.js';
import { SiteReader } from '../read/site-reader.js';
import { type FieldFault, type PetitionRef } from '../view-models.js';
import { localeIn, localeOf, pageContext, sendPage } from './page-context.js';

const requestIn = (sent: Record<string, unknown>): { petition: string; email: string } => ({
  petition: typeof sent['petition'] === 'string' ? sent['petition'] : '', email: typeof sent['email'] === 'string' ? sent['email'] : '',
});

/**
 * The pages behind the links in mails. Opening one changes nothing, because mail scanners open links too: its button
 * does. No page of these is kept by a cache or names its address to another site.
 */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class TokenPagesController {
  constructor(private readonly presses: Presses, private readonly reader: SiteReader, private readonly desk: SigningDesk, private readonly assets: Assets, private readonly addresses: SharedAddresses) {}

  @Limit('press')
  @Get('c/:token')
  confirmPage(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.showConfirm(token, localeOf(request), reply);
  }

  @Limit('press')
  @Get(':locale/c/:token')
  confirmPageIn(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.showConfirm(token, localeIn(locale), reply);
  }

  @Limit('press')
  @Post(':locale/c/:token')
  async confirm(@Param('locale') segment: string, @Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const pressed = await this.press(() => this.presses.confirm(token), token, locale, reply, `/c/${token}`);
    if (pressed) this.addresses.confirmed(request.ip);
    if (pressed) void reply.header('cache-control', 'no-store').redirect(`/${locale}/petitions/${pressed.slug}/signed`, 303);
  }

  /** Where one lands after the button: an address without a token, fit to stay in the history. */
  @Get(':locale/petitions/:slug/signed')
  async signed(@Param('locale') segment: string, @Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const view = await this.reader.thanks(slug, locale, true);
    if (!view) throw new DomainError('petitions.unknown', 'not-found');
    sendPage(reply, ThanksPage({ page: pageContext(this.assets, locale, `/petitions/${slug}/signed`), view }));
  }

  @Limit('press')
  @Get('w/:token')
  withdrawPage(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.showWithdraw(token, localeOf(request), reply);
  }

  @Limit('press')
  @Get(':locale/w/:token')
  withdrawPageIn(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    return this.showWithdraw(token, localeIn(locale), reply);
  }

  @Limit('press')
  @Post(':locale/w/:token')
  async withdraw(@Param('locale') segment: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const pressed = await this.press(() => this.presses.withdraw(token), token, locale, reply, `/w/${token}`);
    const petition = pressed && (await this.reader.petitionRef(pressed.slug, locale));
    if (petition) sendPage(reply, WithdrawnPage({ page: pageContext(this.assets, locale, petition.href), view: { petition } }), { secret: true });
  }

  @Get('withdraw')
  toWithdraw(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('vary', 'accept-language').redirect(`/${localeOf(request)}/withdraw`, 302);
  }

  @Get(':locale/withdraw')
  async requestPage(@Param('locale') segment: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.showRequest(localeIn(segment), requestIn(request.query as Record<string, unknown>).petition || undefined, {}, [], reply);
  }

  @Limit('token')
  @Post(':locale/withdraw')
  async request(@Param('locale') segment: string, @Body() posted: unknown, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const { petition, email } = requestIn((posted ?? {}) as Record<string, unknown>);
    try {
      await this.desk.requestWithdrawal(petition, email);
    } catch (thrown) {
      const { error } = faultOf(thrown);
      if (error.kind === 'invalid') {
        const faults = error.fields.map(({ field, code }) => ({ field, code: field === 'email' && email.trim() === '' ? 'required' : code }));
        return this.showRequest(locale, undefined, { petition, email }, faults, reply, 422);
      }
      if (error.kind === 'not-found') return this.showRequest(locale, undefined, { petition, email }, [{ field: 'petition', code: 'required' }], reply, 422);
      throw thrown;
    }
    sendPage(reply, WithdrawalRequestedPage({ page: pageContext(this.assets, locale, '/withdraw') }), { secret: true });
  }

  private async showConfirm(token: string, locale: Locale, reply: FastifyReply): Promise<void> {
    const page = pageContext(this.assets, locale, `/c/${token}`);
    const petition = await this.petitionOf(token, locale);
    if (petition) sendPage(reply, ConfirmPage({ page, view: { petition, action: `/c/${token}` } }), { secret: true });
    else sendPage(reply, ProblemPage({ page, view: { kind: 'unknown-link' } }), { status: 404, secret: true });
  }

  private async showWithdraw(token: string, locale: Locale, reply: FastifyReply): Promise<void> {
    const page = pageContext(this.assets, locale, `/w/${token}`);
    const petition = await this.petitionOf(token, locale);
    if (petition) sendPage(reply, WithdrawPage({ page, view: { petition, action: `/w/${token}` } }), { secret: true });
    else sendPage(reply, ProblemPage({ page, view: { kind: 'unknown-link' } }), { status: 404, secret: true });
  }

  private async showRequest(locale: Locale, slug: string | undefined, values: { petition?: string; email?: string }, faults: readonly FieldFault[], reply: FastifyReply, status = 200): Promise<void> {
    const petitions = await this.reader.withdrawable(locale);
    const known = petitions.find((petition) => petition.slug === (slug ?? values.petition));
    const view = { action: '/withdraw', petition: slug && known ? { slug: known.slug, title: known.title } : null, petitions, values, faults };
    sendPage(reply, WithdrawalRequestPage({ page: pageContext(this.assets, locale, '/withdraw'), view }), { status, secret: true });
  }

  private async petitionOf(token: string, locale: Locale): Promise<PetitionRef | null> {
    const petition = await this.presses.petitionOf(token);
    return petition && this.reader.petitionRef(petition.slug, locale);
  }

  /** Presses the button; a link that is unknown or over gets its own page, and null comes back. */
  private async press<Pressed>(press: () => Promise<Pressed>, token: string, locale: Locale, reply: FastifyReply, path: string): Promise<Pressed | null> {
    try {
      return await press();
    } catch (thrown) {
      const { error } = faultOf(thrown);
      const page = pageContext(this.assets, locale, path);
      if (error.code === 'signatures.token-expired') {
        sendPage(reply, ProblemPage({ page, view: { kind: 'expired-link', petition: await this.petitionOf(token, locale) } }), { status: 410, secret: true });
        return null;
      }
      if (error.code === 'signatures.token-unknown') {
        sendPage(reply, ProblemPage({ page, view: { kind: 'unknown-link' } }), { status: 404, secret: true });
        return null;
      }
      throw thrown;
    }
  }
}
