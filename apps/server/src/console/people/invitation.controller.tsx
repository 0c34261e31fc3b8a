import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JSX } from 'preact';
import { type InvitationLetter, Invitations, MIN_PASSWORD_LENGTH } from '#libs/access';
import { AllowAnyone, Limit } from '../../edge/decorators.js';
import { Button, Field, type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultSentence, faultsOf } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { Frame, messageFor, PostForm } from '../views/frame.js';
import { dayOf, inLanguage } from '../words.js';
import { roleWords } from './people-page.js';

/** The page behind an invitation's link. Looking changes nothing: mail scanners follow links. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowAnyone()
@Limit('token')
@Controller('console/invitations')
export class InvitationController {
  constructor(private readonly desks: Desks, private readonly invitations: Invitations) {}

  @Get(':token')
  async page(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(token, '', [], request, reply);
  }

  @Post(':token')
  async accept(@Param('token') token: string, @Body() body: FormBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const name = textOf(body, 'name').slice(0, 100);
    const [password, repeated] = ['password', 'repeated'].map((field) => (typeof body[field] === 'string' ? body[field].slice(0, 1000) : ''));
    if (password !== repeated) return this.send(token, name, [{ field: 'repeated', message: faultSentence(desk.page.t, { field: 'repeated', code: 'differs' }) }], request, reply, 422);
    try {
      await this.invitations.accept(token, { name, password: password ?? '' });
    } catch (thrown) {
      return this.send(token, name, faultsOf(thrown, desk.page.t), request, reply, 422);
    }
    this.desks.leave(reply, desk, '/console/login', 'invitation-accepted');
  }

  private async send(token: string, name: string, errors: FieldError[], request: FastifyRequest, reply: FastifyReply, status = 200): Promise<void> {
    const letter = await this.invitations.byToken(token);
    // The token must not travel on to wherever a link of the page leads.
    reply.header('referrer-policy', 'no-referrer');
    this.desks.send(reply, InvitationPage({ desk: this.desks.open(request), token, letter, name, errors }), status);
  }
}

function InvitationPage({ desk, token, letter, name, errors }: { desk: Desk; token: string; letter: InvitationLetter; name: string; errors: readonly FieldError[] }): JSX.Element {
  const { t } = desk.page;
  const campaign = letter.campaignTitle && inLanguage(letter.campaignTitle, letter.campaignLanguage, t);
  return (
    <Frame desk={desk} title={t('account.invitation.title')} faulty={errors.length > 0}>
      <div class="single sheet narrow">
        <h1>{t('account.invitation.title')}</h1>
        {campaign && <p class="lede" lang={campaign.lang} dir="auto">{campaign.text}</p>}
        <p dir="auto">{t('account.invitation.by', { inviter: letter.inviter })}</p>
        <p dir="auto"><strong>{roleWords(t, { role: letter.role, campaign: campaign?.text ?? null, place: letter.place })}</strong></p>
        <p class="soft">{t(letter.known ? 'account.invitation.known' : 'account.invitation.choose')}</p>
        <p class="soft" dir="ltr">{letter.email}</p>
        <PostForm action={`/console/invitations/${encodeURIComponent(token)}`} errors={errors}>
          {!letter.known && (
            <>
              <Field name="name" label={t('account.invitation.name')} value={name} autocomplete="name" required error={messageFor(errors, 'name')} />
              <Field name="password" type="password" label={t('console.password.new')} hint={t('console.password.hint', { min: MIN_PASSWORD_LENGTH })} autocomplete="new-password" required ltr error={messageFor(errors, 'password')} />
              <Field name="repeated" type="password" label={t('console.password.repeated')} autocomplete="new-password" required ltr error={messageFor(errors, 'repeated')} />
            </>
          )}
          <Button wide>{t('account.invitation.accept')}</Button>
        </PostForm>
        <p class="soft">{t('account.invitation.until', { date: dayOf(t, letter.expiresAt, 'UTC') })}</p>
      </div>
    </Frame>
  );
}
