import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, can, notFound } from '#libs/access';
import { TextDesk } from '#libs/calls-to-action';
import type { FieldFault } from '#libs/config';
import { petitionInvalid, PetitionsService } from '#libs/petitions';
import { AttestedCounts, LiveCounts, OrganiserMilestones, TallyFigures } from '#libs/tallies';
import { by } from '../api/handovers/handovers.controller.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../edge/decorators.js';
import { ConsoleProblems } from './console-problems.filter.js';
import { type Desk, Desks, faultsOf } from './desk.js';
import { figureOf, type FormBody, textOf, textOrNull, typed } from './form-body.js';
import { isTextLanguage, petitionField, settingsFrom } from './petition-forms.js';
import { PetitionPageReader } from './read/petition-page.js';
import { FiguresPage, type FiguresForm, type FiguresView } from './views/petition-figures.js';
import { petitionPath, type PetitionTab } from './views/petition-frame.js';
import { SettingsPage, type SettingsView } from './views/petition-settings.js';

const QUALIFIERS = ['exact', 'more-than', 'nearly', 'approximately'] as const;
const CHANNELS = ['online', 'store', 'paper', 'partner', 'unspecified'] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One petition: its figures, its texts, its settings. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/petitions/:slug')
export class PetitionController {
  constructor(
    private readonly desks: Desks, private readonly reader: PetitionPageReader, private readonly petitions: PetitionsService, private readonly attested: AttestedCounts,
    private readonly milestones: OrganiserMilestones, private readonly figures: TallyFigures, private readonly textDesk: TextDesk, private readonly live: LiveCounts,
  ) {}

  @Get()
  async showFigures(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.sendFigures(reply, desk, slug, actor, null);
  }

  @Get('settings')
  async showSettings(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendSettings(reply, this.desks.open(request), slug, actor, { values: null, errors: [], closing: null });
  }

  @AllowRoles('owner', 'organiser')
  @Post('open')
  async open(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.onFigures('open', slug, {}, actor, request, reply, async () => this.petitions.open(slug, by(actor), new Date(), { alone: can(actor, 'administer', { campaignId: (await this.writable(slug, actor)).campaignId }) }), 'petition-opened');
  }

  @AllowRoles('owner', 'organiser')
  @Post('milestones')
  async addMilestone(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.onFigures('milestone', slug, body, actor, request, reply, async (petitionId) => {
      const threshold = figureOf(body, 'threshold');
      if (threshold === undefined || !(threshold >= 1 && threshold <= 2_000_000_000)) throw petitionInvalid([{ field: 'threshold', code: 'not_positive' }]);
      await this.milestones.add(petitionId, [threshold], actor.userId);
    }, 'milestone-added');
  }

  @AllowRoles('owner', 'organiser')
  @Post('attested-counts')
  async addAttested(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.onFigures('attested', slug, body, actor, request, reply, async (petitionId) => {
      const count = figureOf(body, 'count');
      const faults: FieldFault[] = [
        ...(count !== undefined && count >= 1 && count <= 1_000_000_000 ? [] : [{ field: 'count', code: 'not_positive' }]),
        ...['attestedBy', 'document'].filter((field) => textOf(body, field) === '').map((field) => ({ field, code: 'required' })),
      ];
      if (count === undefined || faults.length > 0) throw petitionInvalid(faults);
      await this.attested.record({
        petitionId, count, qualifier: QUALIFIERS.find((one) => one === textOf(body, 'qualifier')) ?? 'exact', channel: CHANNELS.find((one) => one === textOf(body, 'channel')) ?? 'unspecified',
        document: textOf(body, 'document').slice(0, 500), attestedBy: textOf(body, 'attestedBy').slice(0, 200), note: textOrNull(body, 'note'),
      }, actor.userId);
    }, 'attested-added');
  }

  @AllowRoles('owner', 'organiser')
  @Post('attested-counts/:id/revoke')
  async revoke(@Param('slug') slug: string, @Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.onFigures('revoke', slug, {}, actor, request, reply, (petitionId) => {
      if (!UUID.test(id)) throw notFound();
      return this.attested.revoke(petitionId, id, actor.userId);
    }, 'attested-revoked');
  }

  @AllowRoles('owner', 'organiser')
  @Post('texts')
  async addText(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.writable(slug, actor);
    try {
      const language = textOf(body, 'language');
      if (!isTextLanguage(language)) throw petitionInvalid([{ field: 'language', code: 'not_allowed' }]);
      await this.textDesk.save(slug, { language, title: textOf(body, 'title'), demand: textOf(body, 'demand'), notice: textOrNull(body, 'notice') }, by(actor));
    } catch (thrown) {
      return this.sendSettings(reply, desk, slug, actor, { values: null, errors: faultsOf(thrown, desk.page.t), closing: null });
    }
    this.done(reply, desk, slug, 'texts', 'text-added');
  }

  @AllowRoles('owner', 'organiser')
  @Post('settings')
  async saveSettings(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    const line = await this.writable(slug, actor);
    const { petition } = await this.reader.face(slug, actor, desk.now);
    try {
      const { patch, faults } = settingsFrom(body, line, petition, desk.page.t);
      if (faults.length > 0) throw petitionInvalid(faults);
      await this.petitions.update(slug, patch, figureOf(body, 'version') ?? 0, by(actor));
    } catch (thrown) {
      return this.sendSettings(reply, desk, slug, actor, { values: typed(body), errors: faultsOf(thrown, desk.page.t, (field) => (field === 'approachingShare' ? 'approachingPercent' : field)), closing: null });
    }
    this.done(reply, desk, slug, 'settings', 'settings-saved');
  }

  @AllowRoles('owner', 'organiser')
  @Post('close')
  async close(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.writable(slug, actor);
    const reason = textOf(body, 'closeReason');
    try {
      await this.petitions.close(slug, reason, by(actor));
    } catch (thrown) {
      return this.sendSettings(reply, desk, slug, actor, { values: null, errors: [], closing: { reason, errors: faultsOf(thrown, desk.page.t, (field) => (field === 'reason' ? 'closeReason' : field)) } });
    }
    this.done(reply, desk, slug, 'figures', 'petition-closed');
  }

  /** Rights first; of a record nothing is changed. */
  private async writable(slug: string, actor: Actor): ReturnType<PetitionPageReader['require']> {
    return this.reader.require(slug, actor);
  }

  private async onFigures(
    form: FiguresForm, slug: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, deed: (petitionId: number) => Promise<unknown>, done: string,
  ): Promise<void> {
    const desk = this.desks.open(request);
    const { id } = await this.writable(slug, actor);
    try {
      await deed(id);
      this.live.changed([id]);
    } catch (thrown) {
      return this.sendFigures(reply, desk, slug, actor, { form, values: typed(body), errors: faultsOf(thrown, desk.page.t, petitionField) });
    }
    this.done(reply, desk, slug, 'figures', done);
  }

  private done(reply: FastifyReply, desk: Desk, slug: string, tab: PetitionTab, code: string): void {
    this.desks.leave(reply, desk, petitionPath(slug, tab), code);
  }

  private async sendFigures(reply: FastifyReply, desk: Desk, slug: string, actor: Actor, failed: FiguresView['failed']): Promise<void> {
    const face = await this.reader.face(slug, actor, desk.now);
    const figures = await this.reader.figures(face, desk.now, actor.timeZone);
    this.desks.send(reply, FiguresPage({ desk, view: { face, figures, failed } }), failed ? 422 : 200);
  }

  private async sendSettings(reply: FastifyReply, desk: Desk, slug: string, actor: Actor, tried: Pick<SettingsView, 'values' | 'errors' | 'closing'>): Promise<void> {
    const face = await this.reader.face(slug, actor, desk.now);
    const [version, tally] = await Promise.all([this.reader.version(face.line.id), this.figures.view(face.line.id)]);
    this.desks.send(reply, SettingsPage({ desk, view: { face, version, approachingShare: tally?.approachingShare ?? 0.9, ...tried } }), tried.errors.length > 0 || tried.closing ? 422 : 200);
  }
}
