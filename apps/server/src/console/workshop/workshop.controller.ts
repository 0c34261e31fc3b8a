import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor, forbidden, notFound } from '#libs/access';
import { CallsReader, CallsService, TextDesk } from '#libs/calls-to-action';
import { CampaignReader, compareTexts, NoticeSettings, petitionInvalid, Reviews, TextVersions, type LanguageStanding, type NoticeRule } from '#libs/petitions';
import { by } from '../../api/handovers/handovers.controller.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { PetitionPage } from '../../site/index.js';
import { SiteReader } from '../../site/read/site-reader.js';
import { type FieldError } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, listOf, textOf, textOrNull, typed } from '../form-body.js';
import { isTextLanguage } from '../petition-forms.js';
import { type PetitionFace, PetitionPageReader } from '../read/petition-page.js';
import { petitionPath } from '../views/petition-frame.js';
import { CallsPage } from './calls.js';
import { ChangePage, EditorPage, VersionsPage } from './editor.js';
import { OverviewPage, textPath } from './overview.js';
import { NoticesPage } from './settings.js';

interface Sat { desk: Desk; face: PetitionFace; mayTranslate: boolean; standing: LanguageStanding[]; textsOf: number }

/** Where a petition is written: languages, versions, calls, reviews, preview, notices. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/petitions/:slug')
export class WorkshopController {
  constructor(
    private readonly desks: Desks, private readonly reader: PetitionPageReader, private readonly access: AccessService, private readonly versions: TextVersions, private readonly reviews: Reviews,
    private readonly textDesk: TextDesk, private readonly calls: CallsService, private readonly callsReader: CallsReader, private readonly campaigns: CampaignReader,
    private readonly notices: NoticeSettings, private readonly site: SiteReader,
  ) {}

  @Get('texts')
  async overview(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendOverview(reply, await this.sit(slug, actor, request), actor, null);
  }

  @Get('translate')
  begin(@Param('slug') slug: string, @Query() query: FormBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const language = textOf(query, 'language');
    if (!isTextLanguage(language)) throw notFound();
    this.desks.leave(reply, this.desks.open(request), textPath(slug, language));
  }

  @Get('texts/:language')
  async edit(@Param('slug') slug: string, @Param('language') language: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sat = await this.sit(slug, actor, request);
    if (!sat.mayTranslate) throw forbidden();
    await this.sendEditor(reply, sat, language, null, []);
  }

  @AllowRoles('owner', 'organiser', 'translator')
  @Post('texts/:language')
  async save(@Param('slug') slug: string, @Param('language') language: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sat = await this.sit(slug, actor, request);
    await this.require(sat, actor, 'translate');
    const calls = await this.callsReader.ofPetition(sat.face.petition);
    try {
      const change = textOf(body, 'change');
      const saved = await this.textDesk.save(slug, {
        language, title: textOf(body, 'title'), demand: textOf(body, 'demand'), notice: textOrNull(body, 'notice'), base: Number(textOf(body, 'base') || 0), change: change === 'correction' ? change : 'meaning',
        calls: Object.fromEntries(calls.map(({ key }) => [key, textOf(body, `call.${key}`)])), confirmed: listOf(body, 'confirmed'),
      }, by(actor), { mayOrganise: sat.face.mayOrganise });
      this.desks.leave(reply, sat.desk, petitionPath(slug, 'texts'), saved.state === 'published' ? 'text-saved' : 'text-proposed');
    } catch (thrown) {
      await this.sendEditor(reply, sat, language, typed(body), faultsOf(thrown, sat.desk.page.t, (field) => field.replace(/^calls\./, 'call.')));
    }
  }

  @Get('texts/:language/versions')
  async history(@Param('slug') slug: string, @Param('language') language: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { desk, face, textsOf } = await this.sit(slug, actor, request);
    const versions = await this.versions.every(textsOf, language);
    if (versions.length === 0) throw notFound();
    const named = (name: string, otherwise: number) => versions.find(({ version }) => version === Number(textOf(query, name))) ?? versions[otherwise] ?? null;
    const [from, to] = [named('from', 1), named('to', 0)];
    const fields = from && to ? compareTexts(from, to, language) : [];
    this.desks.send(reply, VersionsPage({ desk, view: { face, language, versions, from, to, fields, calls: await this.callsReader.ofPetition(face.petition) } }));
  }

  @Get('preview/:language')
  async preview(@Param('slug') slug: string, @Param('language') language: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { desk } = await this.sit(slug, actor, request);
    const view = await this.site.preview(slug, desk.page.t.locale, language);
    if (!view) throw notFound();
    void reply.header('x-robots-tag', 'noindex');
    this.desks.send(reply, PetitionPage({ page: desk.page, view }));
  }

  @Get('calls')
  async showCalls(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendCalls(reply, await this.sit(slug, actor, request), {}, []);
  }

  @AllowRoles('owner', 'organiser')
  @Post('calls/new')
  async addCall(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.onCalls(slug, body, actor, request, reply, async ({ face }) => {
      const text = textOf(body, 'call');
      if (text === '') throw petitionInvalid([{ field: 'call', code: 'required' }]);
      await this.calls.add(slug, { texts: { [face.petition.defaultLanguage]: text }, target: textOrNull(body, 'target'), goal: textOrNull(body, 'goal'), instruments: listOf(body, 'instrument') }, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post('calls/:call/:deed')
  async changeCall(@Param('slug') slug: string, @Param('call') key: string, @Param('deed') deed: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.onCalls(slug, body, actor, request, reply, async () => {
      switch (deed) {
        case 'move': return this.calls.move(slug, key, textOf(body, 'way') === 'up' ? 'up' : 'down', by(actor));
        case 'remove': return this.calls.remove(slug, key, by(actor));
        case 'aim': return this.calls.aim(slug, key, { target: textOrNull(body, `target.${key}`), goal: textOrNull(body, `goal.${key}`), instruments: listOf(body, `instrument.${key}`) }, by(actor));
        default: throw notFound();
      }
    });
  }

  @AllowRoles('owner', 'organiser', 'translator')
  @Post('reviews')
  async ask(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sat = await this.sit(slug, actor, request);
    await this.require(sat, actor, 'translate');
    await this.reviews.ask(slug, by(actor));
    this.desks.leave(reply, sat.desk, petitionPath(slug, 'texts'), 'review-asked');
  }

  @Get('reviews/:review')
  async review(@Param('slug') slug: string, @Param('review') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendChange(reply, await this.sit(slug, actor, request), actor, id, null);
  }

  @AllowRoles('owner', 'organiser')
  @Post('reviews/:review/approve')
  async approve(@Param('slug') slug: string, @Param('review') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.decide(slug, id, {}, actor, request, reply, 'review-approved', () =>
      textOf(body, 'seen') ? this.reviews.approveOpening(slug, id, textOf(body, 'seen'), by(actor)) : this.textDesk.approve(slug, id, by(actor)));
  }

  @AllowRoles('owner', 'organiser')
  @Post('reviews/:review/send-back')
  async sendBack(@Param('slug') slug: string, @Param('review') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.decide(slug, id, typed(body), actor, request, reply, 'review-sent-back', () =>
      this.reviews.sendBack(slug, id, [{ field: textOf(body, 'field').slice(0, 80) || 'all', text: textOf(body, 'remark').slice(0, 2_000) }], by(actor)));
  }

  @Get('notices')
  async showNotices(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sat = await this.sit(slug, actor, request);
    await this.sendNotices(reply, sat, await this.notices.of(sat.face.line.id), []);
  }

  @AllowRoles('owner', 'organiser')
  @Post('notices')
  async saveNotices(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const sat = await this.sit(slug, actor, request);
    await this.require(sat, actor, 'organise');
    const [tell, ways] = [listOf(body, 'tell'), listOf(body, 'by')];
    const rule: NoticeRule = {
      tell: (['country', 'campaign'] as const).filter((one) => tell.includes(one)), by: (['mail', 'webhook', 'console'] as const).filter((one) => ways.includes(one)),
      people: listOf(body, 'people').filter((id) => /^[0-9a-f-]{36}$/.test(id)),
    };
    try {
      await this.notices.set(slug, rule, by(actor));
    } catch (thrown) {
      return this.sendNotices(reply, sat, rule, faultsOf(thrown, sat.desk.page.t));
    }
    this.desks.leave(reply, sat.desk, petitionPath(slug, 'notices'), 'notices-saved');
  }

  private async sit(slug: string, actor: Actor, request: FastifyRequest): Promise<Sat> {
    const desk = this.desks.open(request);
    const face = await this.reader.face(slug, actor, desk.now);
    const { line, petition } = face;
    const textsOf = petition.sharedFrom?.id ?? line.id;
    const [mayTranslate, standing] = await Promise.all([
      this.access.may(actor, 'translate', { campaignId: line.campaignId, jurisdictionId: line.jurisdictionId }), this.versions.standing(textsOf, petition.defaultLanguage),
    ]);
    return { desk, face, mayTranslate, standing, textsOf };
  }

  private require({ face }: Sat, actor: Actor, action: 'translate' | 'organise'): Promise<void> {
    return this.access.require(actor, action, { campaignId: face.line.campaignId, jurisdictionId: face.line.jurisdictionId });
  }

  private async onCalls(slug: string, body: FormBody, actor: Actor, request: FastifyRequest, reply: FastifyReply, deed: (sat: Sat) => Promise<unknown>): Promise<void> {
    const sat = await this.sit(slug, actor, request);
    await this.require(sat, actor, 'organise');
    try {
      await deed(sat);
    } catch (thrown) {
      return this.sendCalls(reply, sat, typed(body), faultsOf(thrown, sat.desk.page.t, (field) => (field.startsWith('calls') ? 'call' : field)));
    }
    this.desks.leave(reply, sat.desk, `${petitionPath(slug)}/calls`, 'calls-saved');
  }

  private async decide(slug: string, id: string, values: Record<string, string>, actor: Actor, request: FastifyRequest, reply: FastifyReply, done: string, deed: () => Promise<unknown>): Promise<void> {
    const sat = await this.sit(slug, actor, request);
    await this.require(sat, actor, 'organise');
    try {
      await deed();
    } catch (thrown) {
      const failed = { values, errors: faultsOf(thrown, sat.desk.page.t, (field) => (field === 'remarks' ? 'remark' : field)) };
      const change = (await this.reviews.list(sat.face.line.id)).some((review) => review.id === id && review.about === 'change');
      return change ? this.sendChange(reply, sat, actor, id, failed) : this.sendOverview(reply, sat, actor, { review: id, ...failed });
    }
    this.desks.leave(reply, sat.desk, petitionPath(slug, 'texts'), done);
  }

  private async sendOverview(reply: FastifyReply, { desk, face, mayTranslate, standing }: Sat, actor: Actor, failed: { review: string; values: Record<string, string>; errors: FieldError[] } | null): Promise<void> {
    const [calls, reviews] = await Promise.all([this.callsReader.ofPetition(face.petition), this.reviews.standing(face.line.id)]);
    this.desks.send(reply, OverviewPage({ desk, view: { face, userId: actor.userId, mayTranslate, languages: standing, calls, reviews, failed } }), failed ? 422 : 200);
  }

  private async sendEditor(reply: FastifyReply, { desk, face, standing }: Sat, language: string, values: Record<string, string> | null, errors: FieldError[]): Promise<void> {
    const mine = standing.find((one) => one.language === language);
    const source = standing.find((one) => one.source);
    const own = language === face.petition.defaultLanguage;
    if ((!mine && !isTextLanguage(language)) || face.petition.sharedFrom || !face.line.live || (own && !face.mayOrganise)) throw notFound();
    const calls = await this.callsReader.ofPetition(face.petition);
    this.desks.send(reply, EditorPage({ desk, view: { face, language, own: mine?.current ?? null, source: own ? null : (source?.current ?? null), fields: mine?.fields ?? [], calls, values, errors } }), errors.length > 0 ? 422 : 200);
  }

  private async sendCalls(reply: FastifyReply, { desk, face }: Sat, values: Record<string, string>, errors: FieldError[]): Promise<void> {
    const campaign = await this.campaigns.bySlug(face.line.campaign);
    if (!campaign) throw notFound();
    this.desks.send(reply, CallsPage({ desk, view: { face, campaign, calls: await this.callsReader.ofPetition(face.petition), values, errors } }), errors.length > 0 ? 422 : 200);
  }

  private async sendChange(reply: FastifyReply, { desk, face, standing }: Sat, actor: Actor, id: string, failed: { values: Record<string, string>; errors: FieldError[] } | null): Promise<void> {
    const review = (await this.reviews.list(face.line.id)).find((one) => one.id === id && one.about === 'change');
    if (!review?.proposal || !review.language) throw notFound();
    const now = standing.find(({ language }) => language === review.language)?.current ?? null;
    const nothing = { title: '', demand: '', notice: null, calls: [] };
    const fields = compareTexts(now ?? nothing, review.proposal, review.language);
    this.desks.send(reply, ChangePage({ desk, view: { face, userId: actor.userId, review, fields, calls: await this.callsReader.ofPetition(face.petition), failed } }), failed ? 422 : 200);
  }

  private async sendNotices(reply: FastifyReply, { desk, face }: Sat, rule: NoticeRule, errors: FieldError[]): Promise<void> {
    const people = await this.notices.candidates(face.line.campaignId, face.line.jurisdictionId);
    this.desks.send(reply, NoticesPage({ desk, view: { face, rule, people, errors } }), errors.length > 0 ? 422 : 200);
  }
}
