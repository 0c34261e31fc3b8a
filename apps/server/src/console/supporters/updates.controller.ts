import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { AccessService, type Actor, can } from '#libs/access';
import { SupporterUpdates, type UpdateText } from '#libs/notifications';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultSentence, faultsOf } from '../desk.js';
import { type FormBody, figureOf, textOf, textOrNull, typed } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { UpdatePage } from './update-page.js';
import { UpdatesPage } from './updates-page.js';

/** A mail is shown with its own inline styles; scripts, pictures and forms stay out. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** News to supporters: the list of a petition, and one update from its draft to its end. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console')
export class SupporterPagesController {
  constructor(private readonly desks: Desks, private readonly updates: SupporterUpdates, private readonly access: AccessService) {}

  @Get('petitions/:slug/updates')
  async list(@Param('slug') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendList(reply, this.desks.open(request), slug, pageOf(query), actor, [], {});
  }

  @Post('petitions/:slug/updates')
  async draft(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.access.require(actor, 'organise', await this.updates.subjectOfPetition(slug));
    const handover = textOf(body, 'handover');
    if (handover === '') return this.sendList(reply, desk, slug, 1, actor, [{ field: 'handover', message: faultSentence(desk.page.t, { field: 'handover', code: 'required' }) }], typed(body), 422);
    try {
      const id = await this.updates.draft({ petition: slug, handover, box: textOrNull(body, 'box') ?? undefined }, { id: actor.userId });
      this.desks.leave(reply, desk, `/console/updates/${id}`, 'update-drafted');
    } catch (thrown) {
      await this.sendList(reply, desk, slug, 1, actor, faultsOf(thrown, desk.page.t), typed(body), 422);
    }
  }

  @AllowRoles('owner')
  @Post('petitions/:slug/update-caps')
  async caps(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const { campaignId } = await this.updates.subjectOfPetition(slug);
    await this.access.require(actor, 'administer', { campaignId });
    try {
      await this.updates.setCaps(campaignId, { leastDays: figureOf(body, 'leastDays') ?? 0, mostAYear: figureOf(body, 'mostAYear') ?? 0 }, { id: actor.userId });
      this.desks.leave(reply, desk, `/console/petitions/${slug}/updates`, 'update-caps');
    } catch (thrown) {
      await this.sendList(reply, desk, slug, 1, actor, faultsOf(thrown, desk.page.t), typed(body), 422);
    }
  }

  @Get('updates/:id')
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.own(id, actor);
    await this.sendOne(reply, this.desks.open(request), id, actor, [], {});
  }

  /** The mail as it looks; its link leads nowhere. */
  @Get('updates/:id/mail/:language')
  async mail(@Param('id') id: string, @Param('language') language: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.own(id, actor);
    const { html } = await this.updates.preview(id, language);
    void reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', MAIL_POLICY).header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').send(html);
  }

  @Post('updates/:id')
  write(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act('write', id, body, actor, request, reply, () => this.updates.write(id, { texts: textsFrom(body), freshFacts: textOf(body, 'freshFacts') === 'true' }, { id: actor.userId }));
  }

  @Post('updates/:id/test')
  test(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act('test', id, {}, actor, request, reply, () => this.updates.test(id, textOf(body, 'language'), { id: actor.userId }));
  }

  @Post('updates/:id/approve')
  async approve(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const at = textOf(body, 'sendAt');
    const sendAt = at === '' ? undefined : DateTime.fromISO(at, { zone: actor.timeZone });
    if (sendAt && !sendAt.isValid) {
      const desk = this.desks.open(request);
      await this.own(id, actor);
      return this.sendOne(reply, desk, id, actor, [{ field: 'sendAt', message: faultSentence(desk.page.t, { field: 'sendAt', code: 'malformed' }) }], typed(body), 422);
    }
    return this.act('approve', id, body, actor, request, reply, () => this.updates.approve(id, { sendAt: sendAt?.toJSDate() }, { id: actor.userId }));
  }

  @Post('updates/:id/pause')
  pause(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act('pause', id, {}, actor, request, reply, () => this.updates.pause(id, { id: actor.userId }));
  }

  @Post('updates/:id/resume')
  resume(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act('resume', id, {}, actor, request, reply, () => this.updates.resume(id, { id: actor.userId }));
  }

  @Post('updates/:id/stop')
  stop(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.act('stop', id, {}, actor, request, reply, () => this.updates.stop(id, { id: actor.userId }));
  }

  private async act(step: string, id: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, work: () => Promise<void>): Promise<void> {
    const desk = this.desks.open(request);
    await this.own(id, actor);
    try {
      await work();
    } catch (thrown) {
      return this.sendOne(reply, desk, id, actor, faultsOf(thrown, desk.page.t), typed(body), 422);
    }
    this.desks.leave(reply, desk, `/console/updates/${id}`, `update-${step}`);
  }

  private async sendList(reply: FastifyReply, desk: Desk, slug: string, page: number, actor: Actor, errors: FieldError[], values: Record<string, string>, status = 200): Promise<void> {
    const subject = await this.updates.subjectOfPetition(slug);
    await this.access.require(actor, 'organise', subject);
    const [updates, choices, caps] = [await this.updates.list(slug, page), await this.updates.choices(slug), await this.updates.caps(subject.campaignId)];
    const mayAdminister = can(actor, 'administer', { campaignId: subject.campaignId });
    this.desks.send(reply, UpdatesPage({ desk, view: { slug, place: subject.jurisdictionId, updates, choices, caps, mayAdminister, errors, values } }), status);
  }

  private async sendOne(reply: FastifyReply, desk: Desk, id: string, actor: Actor, errors: FieldError[], values: Record<string, string>, status = 200): Promise<void> {
    const [update, audience] = [await this.updates.get(id), await this.updates.audience(id)];
    this.desks.send(reply, UpdatePage({ desk, view: { update, audience, timeZone: actor.timeZone, errors, values } }), status);
  }

  private async own(id: string, actor: Actor): Promise<void> {
    await this.access.require(actor, 'organise', await this.updates.subject(id));
  }
}

function textsFrom(body: FormBody): UpdateText[] {
  return Object.keys(body).flatMap((name) => {
    const language = /^([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.subject$/.exec(name)?.[1];
    return language ? [{ language, subject: textOf(body, name), body: textOf(body, `${language}.body`) }] : [];
  });
}
