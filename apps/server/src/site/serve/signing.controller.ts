import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppConfig, DomainError, mailIsCaught, type FieldFault } from '#libs/config';
import { suggestEmail } from '#libs/signatures';
import { SignatureDto, type SignatureBody } from '../../api/signatures/signature.dto.js';
import { Assets } from '../../edge/assets.js';
import { compileCheck } from '../../edge/compile-check.js';
import { AllowAnyone } from '../../edge/decorators.js';
import { faultOf } from '../../edge/problem.js';
import { RateLimits } from '../../edge/rate-limit.guard.js';
import { tracedOf } from '../../edge/traces.js';
import { SigningDesk } from '../../signing/signing-desk.js';
import { type Locale } from '../../i18n/index.js';
import { CheckMailPage, PetitionPage, ThanksPage } from '../index.js';
import { SiteReader } from '../read/site-reader.js';
import { type CheckMailView, type PetitionRef, type SignFormView } from '../view-models.js';
import { localeIn, pageContext, sendPage } from './page-context.js';
import { bodyIn, valuesIn, viaIn, type PostedForm } from './sign-form-body.js';

const check = compileCheck(SignatureDto);

type Problem = SignFormView['problem'];

/** The form under a petition. Whatever goes wrong, the same page comes back with everything that was typed. */
@ApiExcludeController()
@AllowAnyone()
@Controller()
export class SigningPagesController {
  constructor(
    private readonly desk: SigningDesk, private readonly reader: SiteReader, private readonly assets: Assets,
    private readonly limits: RateLimits, private readonly config: AppConfig,
  ) {}

  @Post(':locale/petitions/:slug')
  async sign(@Param('locale') segment: string, @Param('slug') slug: string, @Body() posted: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const locale = localeIn(segment);
    const form = (posted ?? {}) as PostedForm;
    const body = bodyIn(form);
    const faults = check(body);
    if (faults.length > 0) return this.again(reply, locale, slug, form, faults, null);
    try {
      this.limits.spend('signing', request.ip);
      await this.desk.sign({ petition: slug, address: request.ip, traced: tracedOf(request), body: body as unknown as SignatureBody });
    } catch (thrown) {
      return this.refused(reply, locale, slug, form, thrown);
    }
    await this.arrived(reply, locale, slug, form, body['email'] as string);
  }

  private async refused(reply: FastifyReply, locale: Locale, slug: string, form: PostedForm, thrown: unknown): Promise<void> {
    const { error, ours } = faultOf(thrown);
    if (ours) throw thrown;
    switch (error.kind) {
      case 'invalid': return this.again(reply, locale, slug, form, error.fields, null);
      case 'too-many': return this.again(reply.header('retry-after', String(error.retryAfterS ?? 60)), locale, slug, form, [], { kind: 'too-many', retryAfterSeconds: error.retryAfterS ?? 60 });
      case 'unavailable': return this.again(reply.header('retry-after', String(error.retryAfterS ?? 5)), locale, slug, form, [], { kind: 'unavailable' });
      // Closed meanwhile, or never open: the page itself says so.
      case 'conflict': return this.again(reply, locale, slug, form, [], null, 409);
      default: throw thrown;
    }
  }

  /** The petition's page with the form as it was sent. */
  private async again(reply: FastifyReply, locale: Locale, slug: string, form: PostedForm, faults: readonly FieldFault[], problem: Problem, status?: number): Promise<void> {
    const view = await this.reader.petition(slug, locale, { via: viaIn(form['via']) });
    if (!view) throw new DomainError('petitions.unknown', 'not-found');
    const page = pageContext(this.assets, locale, view.href);
    const shown = view.form && { ...view.form, values: valuesIn(form), faults: faults.map(({ field, code }) => ({ field, code })), problem };
    const code = status ?? (problem === null ? 422 : problem.kind === 'unavailable' ? 503 : 429);
    sendPage(reply, PetitionPage({ page, view: { ...view, form: shown } }), { status: code, secret: true });
  }

  /** The signature is kept: whatever is away now, nobody may be told that it was not. */
  private async arrived(reply: FastifyReply, locale: Locale, slug: string, form: PostedForm, email: string): Promise<void> {
    const petition = await this.reader.petitionRef(slug, locale);
    if (!petition) throw new DomainError('petitions.unknown', 'not-found');
    const page = pageContext(this.assets, locale, petition.href);
    if (await this.reader.confirmsByMail(slug)) return sendPage(reply, CheckMailPage({ page, view: this.checkMail(petition, form, email) }), { secret: true });
    const view = await this.reader.thanks(slug, locale, false);
    if (!view) throw new DomainError('petitions.unknown', 'not-found');
    sendPage(reply, ThanksPage({ page, view }), { secret: true });
  }

  private checkMail(petition: PetitionRef, form: PostedForm, email: string): CheckMailView {
    return {
      petition, email, suggestion: suggestEmail(email), sender: new URL(this.config.publicUrl).hostname,
      resend: { action: petition.href, textVersion: typeof form['textVersion'] === 'string' ? form['textVersion'] : '', via: viaIn(form['via']), values: valuesIn(form) },
      faults: [], sentAgain: form['again'] === 'true', catcherHref: mailIsCaught(this.config.smtp) ? `/dev/mail?to=${encodeURIComponent(email)}` : null,
    };
  }
}
