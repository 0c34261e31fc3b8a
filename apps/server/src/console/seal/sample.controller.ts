import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessService, type Actor } from '#libs/access';
import { HandoverInvalidError, HandoversReader, HandoversService, type HandoverSubject, type OutcomeInput, SAMPLE_OUTCOMES, SampleQuestions, SampleReader, Samples, type SampleOutcome, SealReader } from '#libs/handovers';
import { by } from '../../api/handovers/handovers.controller.js';
import { HandoverRights } from '../../api/handovers/handover-rights.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf, withParameter } from '../desk.js';
import { figureOf, type FormBody, textOf, typed } from '../form-body.js';
import { SamplePage, samplePath, type SampleView } from './sample-page.js';

const PAGE = 25;

/** Samples of one handover's seals. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/handovers/:id/sample')
export class SamplePagesController {
  constructor(
    private readonly desks: Desks, private readonly access: AccessService, private readonly rights: HandoverRights, private readonly handovers: HandoversService,
    private readonly reader: HandoversReader, private readonly seals: SealReader, private readonly samples: Samples, private readonly questions: SampleQuestions, private readonly sampleReader: SampleReader,
  ) {}

  @Get()
  async show(@Param('id') id: string, @Query() query: Record<string, unknown>, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, SamplePage({ desk, view: await this.view(id, actor, textOf(query, 'sample') || null, positionOf(query)) }));
  }

  @AllowRoles('owner', 'organiser')
  @Post()
  async draw(@Param('id') id: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOrganiser(id, actor);
    let sample: string;
    try {
      sample = await this.samples.draw(id, { nonce: textOf(body, 'nonce'), count: figureOf(body, 'count') ?? Number.NaN }, by(actor));
    } catch (thrown) {
      const errors = faultsOf(thrown, desk.page.t);
      return this.desks.send(reply, SamplePage({ desk, view: { ...(await this.view(id, actor, null, 0)), failed: { form: 'draw', typed: typed(body), errors } } }), 422);
    }
    this.desks.leave(reply, desk, withParameter(samplePath(id), 'sample', sample), 'sample-drawn');
  }

  @AllowRoles('owner', 'organiser')
  @Post(':sample/outcomes')
  async record(@Param('id') id: string, @Param('sample') sample: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOrganiser(id, actor);
    const { id: sampleId } = await this.sampleReader.get(id, sample);
    const outcomes = outcomesFrom(body);
    const after = positionOf(body);
    try {
      if (outcomes.length > 0) await this.samples.record(id, sampleId, outcomes, by(actor));
    } catch (thrown) {
      const errors = faultsOf(thrown, desk.page.t, (field) => fieldOn(field, outcomes));
      return this.desks.send(reply, SamplePage({ desk, view: { ...(await this.view(id, actor, sampleId, after)), failed: { form: 'outcomes', typed: typed(body), errors } } }), 422);
    }
    this.desks.leave(reply, desk, withParameter(withParameter(samplePath(id), 'sample', sampleId), 'after', String(after)), 'sample-saved');
  }

  @AllowRoles('owner', 'organiser')
  @Post(':sample/questions')
  async ask(@Param('id') id: string, @Param('sample') sample: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOrganiser(id, actor);
    await this.questions.ask(id, sample, by(actor));
    this.desks.leave(reply, desk, withParameter(samplePath(id), 'sample', sample), 'sample-asked');
  }

  @AllowRoles('owner', 'organiser')
  @Post(':sample/publish')
  async publish(@Param('id') id: string, @Param('sample') sample: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.requireOrganiser(id, actor);
    await this.samples.publish(id, sample, by(actor));
    this.desks.leave(reply, desk, withParameter(samplePath(id), 'sample', sample), 'sample-published');
  }

  private async requireOrganiser(id: string, actor: Actor): Promise<void> {
    await this.rights.requireOrganiser(actor, await this.readable(id, actor));
  }

  private async readable(id: string, actor: Actor): Promise<HandoverSubject> {
    const subject = await this.handovers.subject(id);
    await this.access.require(actor, 'read', { campaignId: subject.campaignId, jurisdictionId: subject.jurisdictions[0] });
    return subject;
  }

  private async view(id: string, actor: Actor, sample: string | null, after: number): Promise<SampleView> {
    const subject = await this.readable(id, actor);
    const [handover, standing, samples] = [await this.reader.get(id, 'organiser'), await this.seals.standing(id, 'organiser'), await this.sampleReader.list(id, 'organiser')];
    const chosen = sample === null ? (samples[0] ?? null) : await this.sampleReader.get(id, sample);
    // Of each jurisdiction concerned: among those drawn are signatures of all of them.
    const mayOrganise = !handover.record && (await this.rights.mayOrganise(actor, subject));
    const draws = chosen && mayOrganise ? await this.sampleReader.draws(chosen.id, { after, limit: PAGE }) : [];
    const askable = chosen && mayOrganise && !chosen.publishedAt && !chosen.byMail ? await this.sampleReader.askable(chosen.id) : 0;
    return { handover, mayOrganise, askable, sealed: standing?.size ?? null, samples, chosen, draws, after, failed: null, next: chosen && draws.length === PAGE && (draws.at(-1)?.position ?? 0) < chosen.drawn ? after + PAGE : null };
  }
}

const positionOf = (body: FormBody): number => Math.min(10_000, Number(/^\d{1,5}$/.exec(textOf(body, 'after'))?.[0] ?? 0));

function outcomesFrom(body: FormBody): OutcomeInput[] {
  const positions = Object.keys(body).flatMap((name) => /^outcome-(\d{1,5})$/.exec(name)?.[1] ?? []).map(Number).sort((a, b) => a - b);
  return positions.map((position) => ({ position, outcome: outcomeOf(textOf(body, `outcome-${position}`), position), note: textOf(body, `note-${position}`) || null }));
}

function outcomeOf(text: string, position: number): SampleOutcome | null {
  if (text === '') return null;
  const outcome = SAMPLE_OUTCOMES.find((one) => one === text);
  if (!outcome) throw new HandoverInvalidError([{ field: `outcome-${position}`, code: 'not_allowed' }]);
  return outcome;
}

/** `outcomes.3.note` is the field `note-28` of the page that shows from 25 on. */
function fieldOn(field: string, outcomes: readonly OutcomeInput[]): string {
  const [, n, part] = /^outcomes\.(\d+)\.(\w+)$/.exec(field) ?? [];
  return n === undefined ? field : `${part === 'note' ? 'note' : 'outcome'}-${outcomes[Number(n)]?.position ?? n}`;
}
