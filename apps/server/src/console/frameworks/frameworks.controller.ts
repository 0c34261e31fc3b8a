import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, notFound } from '#libs/access';
import { DomainError } from '#libs/config';
import { CampaignReader, type WholeCampaign } from '#libs/petitions';
import { FACTS_ERRORS, Frameworks, INSTRUMENT_TYPES, type InstrumentType, NamedInstruments } from '#libs/progress';
import { FRAMEWORK_BYTES } from '../../api/campaigns/frameworks.dto.js';
import { by } from '../../api/handovers/handovers.controller.js';
import { PublicationRights } from '../../api/publications/publication-rights.js';
import { AllowRoles, BodyLimit, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { figureOf, type FormBody, latinDigits, textOf, textOrNull, typed } from '../form-body.js';
import { isTextLanguage, slugFrom } from '../petition-forms.js';
import { instrumentsPath } from '../ratifications/ratifications-page.js';
import { frameworkFaults, frameworkFrom, rowsFrom, rowsOf, type TypedFramework } from './framework-forms.js';
import { FrameworkPage, frameworkPath, type FrameworkView } from './framework-page.js';
import { InstrumentsPage, type InstrumentsView, nameLanguages } from './instruments-page.js';

/** By what a campaign measures, and of which treaties, laws and plans it speaks: for those who organise all of it. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'organiser')
@Controller('console/campaigns/:campaign')
export class FrameworkPagesController {
  constructor(private readonly desks: Desks, private readonly rights: PublicationRights, private readonly campaigns: CampaignReader, private readonly frameworks: Frameworks, private readonly instruments: NamedInstruments) {}

  @Get('framework')
  async framework(@Param('campaign') slug: string, @Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const campaign = await this.rights.requireCampaign(slug, actor);
    const [now, language] = [await this.frameworks.now(campaign.id), languageIn(query, campaign)];
    this.desks.send(reply, FrameworkPage({ desk: this.desks.open(request), view: { campaign, now, language, rows: rowsOf(now, language), version: String(now.version), errors: [] } }));
  }

  @Post('framework')
  @BodyLimit(FRAMEWORK_BYTES)
  async write(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [desk, campaign] = [this.desks.open(request), await this.rights.requireCampaign(slug, actor)];
    const [now, language] = [await this.frameworks.now(campaign.id), languageIn(body, campaign)];
    let lines: TypedFramework['lines'] | null = null;
    try {
      const framework = frameworkFrom(body, now, language);
      lines = framework.lines;
      await this.frameworks.write(campaign.id, framework.input, figureOf(body, 'version') ?? 0, by(actor));
    } catch (thrown) {
      const view: FrameworkView = { campaign, now, language, rows: rowsFrom(body), version: textOf(body, 'version'), errors: frameworkFaults(thrown, desk.page.t, lines) };
      return this.desks.send(reply, FrameworkPage({ desk, view }), 422);
    }
    this.desks.leave(reply, desk, `${frameworkPath(slug)}?in=${language}`, 'framework-saved');
  }

  @Get('instruments')
  async named(@Param('campaign') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const campaign = await this.rights.requireCampaign(slug, actor);
    this.desks.send(reply, InstrumentsPage({ desk: this.desks.open(request), view: await this.instrumentsOf(campaign) }));
  }

  /** One that is there (`instrument`), or a new one. */
  @Post('instruments')
  async name(@Param('campaign') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [desk, campaign] = [this.desks.open(request), await this.rights.requireCampaign(slug, actor)];
    const form = textOf(body, 'instrument');
    const known = campaign.instruments.find(({ key }) => key === form) ?? null;
    if (form !== '' && !known) throw notFound();
    const of = (field: string): string => (known ? `${known.key}.${field}` : field);
    const names = Object.fromEntries(nameLanguages(campaign, known).map((language) => [language, textOf(body, of(`names-${language}`))]).filter(([, text]) => text !== '')) as Record<string, string>;
    const key = known?.key ?? (textOf(body, 'key') || freeKey(names[campaign.defaultLanguage] ?? names['en'] ?? Object.values(names)[0] ?? '', campaign));
    try {
      if (!known && campaign.instruments.some((one) => one.key === key)) throw new DomainError(FACTS_ERRORS.invalid, 'invalid', { fields: [{ field: 'key', code: 'taken' }] });
      await this.instruments.put(campaign.id, key, { names, type: typeIn(textOf(body, of('type'))), jurisdiction: textOrNull(body, of('jurisdiction')), source: textOrNull(body, of('source')) }, figureOf(body, 'version') ?? 0, by(actor));
    } catch (thrown) {
      const errors = faultsOf(thrown, desk.page.t).map((error) => (['form', 'key'].includes(error.field) ? error : { ...error, field: of(error.field === 'names' ? `names-${campaign.defaultLanguage}` : error.field) }));
      return this.desks.send(reply, InstrumentsPage({ desk, view: { ...(await this.instrumentsOf(campaign)), failed: { form, values: typed(body), errors } } }), 422);
    }
    this.desks.leave(reply, desk, `${instrumentsPath(slug)}#instrument-${key}`, 'instrument-saved');
  }

  private async instrumentsOf(campaign: WholeCampaign): Promise<InstrumentsView> {
    return { campaign, places: await this.campaigns.jurisdictions(campaign.id), failed: null };
  }
}

const languageIn = (asked: FormBody, { defaultLanguage }: WholeCampaign): string => (isTextLanguage(textOf(asked, 'in')) ? textOf(asked, 'in') : defaultLanguage);
/** What is not one of them is left for the rules to refuse. */
const typeIn = (text: string): InstrumentType => INSTRUMENT_TYPES.find((type) => type === text) ?? (text as InstrumentType);

/** A name in other letters than ours makes no key. */
function freeKey(name: string, { instruments }: WholeCampaign): string {
  const begun = slugFrom(latinDigits(name)) || 'instrument';
  let free = begun;
  for (let n = 2; instruments.some(({ key }) => key === free); n++) free = `${begun}-${n}`;
  return free;
}
