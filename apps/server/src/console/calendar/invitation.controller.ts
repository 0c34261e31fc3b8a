import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/config';
import { Delegations, HandoversReader, type Invitation } from '#libs/handovers';
import { Assets } from '../../edge/assets.js';
import { AllowAnyone, Limit } from '../../edge/decorators.js';
import { isLocale, type Locale } from '../../i18n/index.js';
import { localeIn, pageContext, sendPage } from '../../site/serve/page-context.js';
import { type FormBody, textOf } from '../form-body.js';
import { InvitationPage } from './invitation.js';

/** The pages behind the links in invitations. Kept by no cache, and named to no other site. */
@ApiExcludeController()
@AllowAnyone()
@Limit('token')
@Controller()
export class InvitationController {
  constructor(private readonly delegations: Delegations, private readonly reader: HandoversReader, private readonly assets: Assets) {}

  @Get('invitations/:token')
  async open(@Param('token') token: string, @Req() _request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const invitation = await this.delegations.invitation(token);
    await this.show(invitation, token, isLocale(invitation.locale) ? invitation.locale : 'en', false, reply);
  }

  @Get(':locale/invitations/:token')
  async openIn(@Param('locale') locale: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const known = localeIn(locale);
    await this.show(await this.delegations.invitation(token), token, known, false, reply);
  }

  @Post(':locale/invitations/:token')
  async answer(@Param('locale') locale: string, @Param('token') token: string, @Body() body: FormBody | null, @Res() reply: FastifyReply): Promise<void> {
    const known = localeIn(locale);
    const said = textOf(body ?? {}, 'answer');
    if (said !== 'accepted' && said !== 'declined') throw new DomainError('request.invalid', 'invalid');
    await this.show(await this.delegations.answer(token, said), token, known, true, reply);
  }

  private async show(invitation: Invitation, token: string, locale: Locale, answered: boolean, reply: FastifyReply): Promise<void> {
    const { items: [handover] } = await this.reader.list({ audience: 'organiser', ids: [invitation.handoverId] });
    if (!handover) throw new DomainError('handovers.not_found', 'not-found');
    const path = `/invitations/${token}`;
    sendPage(reply, InvitationPage({ page: pageContext(this.assets, locale, path), view: { invitation, handover, action: path, answered } }), { secret: true });
  }
}
