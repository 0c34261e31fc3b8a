import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { CampaignReader } from '#libs/petitions';
import { INSTRUMENT_EVENTS, InstrumentEvents, InstrumentsReader } from '#libs/progress';
import { FactsRights } from '../../api/facts/facts-rights.js';
import { by } from '../../api/handovers/handovers.controller.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { type Translator } from '../../i18n/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { edtfFrom } from '../date-words.js';
import { type Desk, Desks, faultsOf } from '../desk.js';
import { type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { ConsoleScopes } from '../read/scopes.js';
import { RatificationsConsolePage, ratificationsPath, type RatificationsConsoleView } from './ratifications-page.js';

const PAGE = 25;
/** As many as fit on a page; more come when these are decided. */
const PROPOSALS = 20;

/** What became of instruments in a campaign, and which promises that would fulfil. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console')
export class RatificationsConsoleController {
  constructor(
    private readonly desks: Desks, private readonly scopes: ConsoleScopes, private readonly campaigns: CampaignReader, private readonly reader: InstrumentsReader,
    private readonly events: InstrumentEvents, private readonly rights: FactsRights,
  ) {}

  /** From the navigation, which knows no campaign: the first living one, else any. */
  @Get('ratifications')
  async first(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [campaign] = await this.scopes.campaigns(await this.scopes.of(actor));
    if (!campaign) throw notFound();
    this.desks.leave(reply, this.desks.open(request), ratificationsPath(campaign.slug));
  }

  @Get('campaigns/:campaign/ratifications')
  async show(@Param('campaign') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, RatificationsConsolePage({ desk, view: await this.view(slug, actor, desk, pageOf(query), textOrNull(query, 'correct')) }));
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/ratifications')
  async record(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const replaces = textOrNull(body, 'replaces');
    await this.write({ slug, form: 'record', done: replaces ? 'ratification-corrected' : 'ratification-recorded', body, actor, request, reply }, async (campaignId, desk) => {
      const day = (name: string): string | null => edtfFrom(textOf(body, name), desk.page.t.locale);
      const jurisdiction = textOrNull(body, 'jurisdiction');
      await this.rights.require(actor, 'organise', campaignId, jurisdiction);
      const former = replaces === null ? null : await this.reader.event(campaignId, replaces, 'organisers');
      const [evidence, note] = [textOf(body, 'evidence'), textOrNull(body, 'note')];
      await this.events.record(campaignId, {
        instrument: textOf(body, 'instrument'), jurisdiction, event: INSTRUMENT_EVENTS.find((one) => one === textOf(body, 'event')) ?? 'ratified',
        date: day('date'), since: day('since'), until: day('until'), evidence, note, replaces,
        // Words that were left as they stood are in the language they were written in.
        language: former && former.evidence === evidence && former.note === note ? former.language : desk.page.t.locale,
      }, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/ratifications/:event/retract')
  async retract(@Param('campaign') slug: string, @Param('event') event: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write({ slug, form: event, done: 'ratification-retracted', body, actor, request, reply }, async (campaignId) => {
      await this.organised(campaignId, event, actor);
      await this.events.retract(campaignId, event, textOf(body, 'why'), by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/ratifications/:event/proposals/:commitment/accept')
  async accept(@Param('campaign') slug: string, @Param('event') event: string, @Param('commitment') commitment: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write({ slug, form: `${event}-${commitment}`, done: 'proposal-accepted', body, actor, request, reply }, async (campaignId) => {
      await this.organised(campaignId, event, actor);
      await this.events.accept(campaignId, event, commitment, by(actor));
    });
  }

  @AllowRoles('owner', 'organiser')
  @Post('campaigns/:campaign/ratifications/:event/proposals/:commitment/decline')
  async decline(@Param('campaign') slug: string, @Param('event') event: string, @Param('commitment') commitment: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.write({ slug, form: `${event}-${commitment}`, done: 'proposal-declined', body, actor, request, reply }, async (campaignId) => {
      await this.organised(campaignId, event, actor);
      await this.events.decline(campaignId, event, commitment, textOf(body, 'reason'), by(actor));
    });
  }

  private async organised(campaignId: number, event: string, actor: Actor): Promise<void> {
    await this.rights.require(actor, 'organise', campaignId, await this.events.placeOf(campaignId, event));
  }

  private async write(
    { slug, form, done, body, actor, request, reply }: { slug: string; form: string; done: string; body: FormBody; actor: Actor; request: FastifyRequest; reply: FastifyReply },
    deed: (campaignId: number, desk: Desk) => Promise<void>,
  ): Promise<void> {
    const desk = this.desks.open(request);
    const campaignId = await this.rights.campaignId(slug);
    await this.rights.places(actor, 'organise', campaignId);
    try {
      await deed(campaignId, desk);
    } catch (thrown) {
      const errors = faultsOf(thrown, desk.page.t);
      return this.desks.send(reply, RatificationsConsolePage({ desk, view: { ...(await this.view(slug, actor, desk, 1, textOrNull(body, 'replaces'))), failed: { form, values: typed(body), errors } } }), 422);
    }
    this.desks.leave(reply, desk, ratificationsPath(slug), done);
  }

  private async view(slug: string, actor: Actor, { page: { t } }: Desk, page: number, correct: string | null): Promise<RatificationsConsoleView> {
    const campaign = await this.campaigns.bySlug(slug);
    if (!campaign) throw notFound();
    const reads = await this.rights.places(actor, 'read', campaign.id);
    const [readable, writable] = [await this.scopes.of(actor), await this.scopes.of(actor, 'organise')];
    const here = writable.find(({ campaignId }) => campaignId === campaign.id);
    const organises = campaign.kind === 'record' || !here ? [] : here.jurisdictions;
    const named = (await this.campaigns.jurisdictions(campaign.id)).map(({ id, name, names }) => ({ id, name: t.place(id, names[t.locale] ?? name) })).sort((a, b) => a.name.localeCompare(b.name, t.locale));
    const [proposals, events, others] = [
      await this.reader.proposals({ campaignId: campaign.id, jurisdictions: reads, pageSize: PROPOSALS }), await this.reader.events({ campaignId: campaign.id, audience: reads === null ? 'organisers' : 'public', all: reads ?? true, page, pageSize: PAGE }),
      await this.scopes.campaigns(readable),
    ];
    const correcting = correct === null ? null : await this.reader.event(campaign.id, correct, 'organisers');
    const theirs = correcting !== null && correcting.stands && (organises === null || (correcting.jurisdiction !== null && organises.includes(correcting.jurisdiction)));
    return {
      correcting: theirs ? correcting : null,
      campaign: { slug, title: wordIn(campaign.title, t, campaign.defaultLanguage), language: campaign.defaultLanguage },
      others: others.filter((other) => other.slug !== slug).map(({ slug: other, title, language }) => ({ slug: other, title: wordIn(title, t, language) })),
      instruments: campaign.instruments.map(({ key, name, names }) => ({ key, name: names[t.locale] ?? name })), organises, whole: organises === null,
      places: named.filter(({ id }) => organises === null || organises.includes(id)), names: new Map(named.map(({ id, name }) => [id, name])),
      proposals: proposals.items, events: events.items, page: events.page, pages: Math.max(1, Math.ceil(events.total / PAGE)), failed: null,
    };
  }
}

const wordIn = (words: Readonly<Record<string, string>>, t: Translator, language: string): string => words[t.locale] ?? words[language] ?? Object.values(words)[0] ?? '';
