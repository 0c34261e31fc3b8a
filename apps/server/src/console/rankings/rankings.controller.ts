import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { DomainError } from '#libs/config';
import { type Tx } from '#libs/database';
import { type Publication, PublicationsReader, PublicationsService } from '#libs/embargo';
import { type WholeCampaign } from '#libs/petitions';
import { CardsReader, FACTS_ERRORS, rank, type Ranking, type RankingMethod, Rankings, RankingsReader, StatisticsReader } from '#libs/progress';
import { RankedCards } from '../../api/facts/ranked-cards.js';
import { by } from '../../api/handovers/handovers.controller.js';
import { PublicationRights } from '../../api/publications/publication-rights.js';
import { AllowRoles, CurrentActor } from '../../edge/decorators.js';
import { FactsPagesReader } from '../../site/facts/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks } from '../desk.js';
import { type FormBody, textOf, textOrNull, typed } from '../form-body.js';
import { pageOf } from '../petitions.controller.js';
import { publicationPath } from '../publications/publications-page.js';
import { inLanguage } from '../words.js';
import { methodFrom, methodValues, rankingFaults, type RankingForm, rankingFrom } from './ranking-forms.js';
import { RankingsConsolePage, rankingsPath, type RankingsConsoleView } from './rankings-page.js';

const PAGE = 10;
/** More than a campaign ranks; its names are looked at so that a new one gets an address of its own. */
const ALL = 200;
/** Of what is still to come, which comes first. */
const MOST_OPEN = 100;

type Shown = Partial<Pick<RankingsConsoleView, 'rank' | 'looked' | 'method' | 'writing'>>;

/** Ranking the cards of a round by a published method, for those who organise the whole campaign. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/campaigns/:campaign/rankings')
export class RankingsConsoleController {
  constructor(
    private readonly desks: Desks, private readonly rights: PublicationRights, private readonly reader: RankingsReader, private readonly rankings: Rankings, private readonly cards: RankedCards,
    private readonly rounds: CardsReader, private readonly publications: PublicationsService, private readonly published: PublicationsReader, private readonly statistics: StatisticsReader, private readonly pages: FactsPagesReader,
  ) {}

  @Get()
  async show(@Param('campaign') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const campaign = await this.rights.requireCampaign(slug, actor);
    const next = textOrNull(query, 'method');
    await this.send(reply, this.desks.open(request), campaign, next === null ? {} : { method: { next, values: {}, errors: [] }, writing: true }, pageOf(query));
  }

  @Post('methods')
  async publishMethod(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [desk, campaign] = [this.desks.open(request), await this.rights.requireCampaign(slug, actor)];
    const [indicators, methods] = [await this.statistics.indicators(campaign.id), await this.reader.methods(campaign.id)];
    const weighed = new Map([...campaign.goals.map(({ key, title }) => [`goals.${key}`, title] as const), ...indicators.map(({ key, title }) => [`indicators.${key}`, title] as const)]
      .map(([field, title]) => [field, inLanguage(title, campaign.defaultLanguage, desk.page.t).text]));
    try {
      const method = methodFrom(body, campaign, { goals: campaign.goals.map(({ key }) => key), indicators: indicators.map(({ key }) => key) }, methods.map(({ key }) => key));
      await this.rankings.publishMethod(campaign.id, method, by(actor));
    } catch (thrown) {
      return this.send(reply, desk, campaign, { method: { next: textOrNull(body, 'method'), values: typed(body), errors: rankingFaults(thrown, desk.page.t, weighed) }, writing: true });
    }
    this.desks.leave(reply, desk, rankingsPath(slug), 'method-published');
  }

  /** Only looked at, or put into a publication that is there, or into a new one whose instant is named on its own page. */
  @Post()
  async rank(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [desk, campaign] = [this.desks.open(request), await this.rights.requireCampaign(slug, actor)];
    const values = typed(body);
    try {
      const { items } = await this.reader.list({ campaignId: campaign.id, audience: 'organisers', pageSize: ALL });
      const form = rankingFrom(body, campaign, items.map(({ key }) => key));
      if (textOf(body, 'then') !== 'publish') return await this.send(reply, desk, campaign, { rank: { values, errors: [] }, looked: await this.lookedAt(campaign, form, desk) });
      const [period, ranked] = [await this.periodOf(campaign, form), await this.cards.of(campaign.id, form.round)];
      let id = textOrNull(body, 'publication');
      const anew = async (tx: Tx): Promise<string> => (id = await this.publications.createIn(tx, { campaignId: campaign.id, kind: 'ranking', title: form.title }, by(actor)));
      await this.rankings.publish(campaign.id, { ...form, period, publicationId: id ?? anew }, ranked, by(actor));
      this.desks.leave(reply, desk, id === null ? rankingsPath(slug) : publicationPath({ campaign: slug, id }), 'ranking-bound');
    } catch (thrown) {
      await this.send(reply, desk, campaign, { rank: { values, errors: rankingFaults(thrown, desk.page.t) } });
    }
  }

  /** The table that would be published now. */
  private async lookedAt(campaign: WholeCampaign, form: RankingForm, desk: Desk): Promise<RankingsConsoleView['looked']> {
    const [period, methods, { cards }] = [await this.periodOf(campaign, form), await this.reader.methods(campaign.id), await this.cards.of(campaign.id, form.round)];
    const method = methods.find(({ key, version }) => key === form.method.key && version === form.method.version) ?? null;
    const unsaid = { id: '', statesAssessed: cards.length, inputSha256: null, note: null, language: null, source: null, publicationId: null, publicAt: null, timeZone: null };
    const ranking: Ranking = { ...unsaid, key: form.key, title: form.title, period, method, rows: method && rank(method.rules, cards) };
    return (await this.pages.inWords(campaign, [ranking], desk.page.t.locale))[0] ?? null;
  }

  private async periodOf(campaign: WholeCampaign, { round }: RankingForm): Promise<Ranking['period']> {
    const found = (await this.rounds.rounds({ campaignId: campaign.id, audience: 'organisers' })).find(({ key }) => key === round);
    if (!found?.period) throw new DomainError(FACTS_ERRORS.invalid, 'invalid', { fields: [{ field: 'round', code: 'unknown' }] });
    return { from: Number(found.period.from.slice(0, 4)), to: Number(found.period.to.slice(0, 4)) };
  }

  private async send(reply: FastifyReply, desk: Desk, campaign: WholeCampaign, shown: Shown, page = 1): Promise<void> {
    const whose = { campaignId: campaign.id, audience: 'organisers' as const };
    const [found, rounds, methods, indicators, { items: publications }] = [
      await this.reader.list({ ...whose, page, pageSize: PAGE }), await this.rounds.rounds(whose), latest(await this.reader.methods(campaign.id)), await this.statistics.indicators(campaign.id), await this.published.list({ ...whose, kind: 'ranking', pageSize: MOST_OPEN }),
    ];
    const { items: theirs } = await this.published.list({ ...whose, ids: found.items.flatMap(({ publicationId }) => publicationId ?? []), pageSize: PAGE });
    const named = await this.pages.inWords(campaign, found.items, desk.page.t.locale);
    const { next = null, values, errors = [] } = shown.method ?? {};
    const view: RankingsConsoleView = {
      campaign, rounds, methods, publications: publications.filter(isOpen), looked: shown.looked ?? null, rank: shown.rank ?? null, writing: shown.writing ?? false,
      goals: campaign.goals.map((goal) => ({ ...goal, indicators: indicators.filter((one) => one.goal === goal.key) })),
      rankings: named.map((ranking, n) => ({ ranking, publication: theirs.find(({ id }) => id === found.items[n]?.publicationId) ?? null })), page, pages: Math.max(1, Math.ceil(found.total / PAGE)),
      method: { next, errors, values: errors.length > 0 && values ? values : methodValues(methods.find(({ key }) => key === next) ?? null) },
    };
    const refused = errors.length + (view.rank?.errors.length ?? 0) > 0;
    this.desks.send(reply, RankingsConsolePage({ desk, view }), refused ? 422 : 200);
  }
}

const isOpen = ({ state, record }: Publication): boolean => !record && (state === 'draft' || state === 'scheduled');

/** Of each method the version that counts now; they come newest first. */
const latest = (methods: readonly RankingMethod[]): RankingMethod[] => methods.filter(({ key }, n) => methods.findIndex((other) => other.key === key) === n);
