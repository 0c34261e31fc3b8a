import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { HandoversReader, HandoversService, MOST_DRAWN, type Sample, type SampleDraw, SampleQuestions, SampleReader, Samples } from '#libs/handovers';
import { csvOf } from '../../edge/csv.js';
import { AllowAnyone, AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { accessOf } from '../../edge/request-access.js';
import { HandoverDoor } from './handover-door.js';
import { HandoverRights } from './handover-rights.js';
import { DrawSampleDto, DrawsQueryDto, RecordOutcomesDto } from './samples.dto.js';

const PAGE = 100;

/** Samples of what was sealed, for the recipient to verify. */
@ApiTags('Seals')
@Controller('api/v1/handovers/:id/samples')
export class SamplesController {
  constructor(
    private readonly door: HandoverDoor, private readonly handovers: HandoversService, private readonly reader: HandoversReader, private readonly rights: HandoverRights,
    private readonly samples: Samples, private readonly questions: SampleQuestions, private readonly sampleReader: SampleReader,
  ) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({ summary: 'Samples of a handover with what they say, the newest first, at most a hundred', description: 'To everybody those that are published; to organisers all.' })
  async list(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ items: Sample[] }> {
    const audience = await this.rights.audienceOf(accessOf(request).actor, await this.handovers.subject(id));
    await this.reader.get(id, audience);
    return { items: await this.sampleReader.list(id, audience) };
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post()
  @ApiOperation({ summary: 'Draw a sample from the seal that stands, by a nonce that the recipient names', description: 'How it is drawn: docs/MANIFEST.md. A sample is kept, whatever it says; at most twenty a seal.' })
  async draw(@Param('id') id: string, @Body() body: DrawSampleDto, @CurrentActor() actor: Actor): Promise<Sample> {
    await this.door.organise(id, actor);
    return this.sampleReader.get(id, await this.samples.draw(id, body, { id: actor.userId, name: actor.name }));
  }

  @AllowRoles('owner', 'organiser')
  @Get(':sample/draws')
  @ApiOperation({ summary: 'Those drawn, with what helps to find the original and is nothing personal' })
  async draws(@Param('id') id: string, @Param('sample') sample: string, @Query() { after = 0, limit = PAGE }: DrawsQueryDto, @CurrentActor() actor: Actor): Promise<{ items: SampleDraw[]; next: number | null }> {
    await this.door.organise(id, actor);
    const items = await this.sampleReader.draws((await this.sampleReader.get(id, sample)).id, { after, limit });
    return { items, next: items.length === limit ? (items.at(-1)?.position ?? null) : null };
  }

  @AllowRoles('owner', 'organiser')
  @Get(':sample/draws.csv')
  @ApiProduces('text/csv')
  @ApiOperation({ summary: 'The same as a file, all of them' })
  async file(@Param('id') id: string, @Param('sample') sample: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.door.organise(id, actor);
    const found = await this.sampleReader.get(id, sample);
    const rows = (await this.sampleReader.draws(found.id, { after: 0, limit: MOST_DRAWN })).map((draw) => COLUMNS.map((column) => (column === 'byMail' ? Number(draw.byMail) : draw[column])));
    void reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', `attachment; filename="sample-${found.sealNumber}-${found.number}.csv"`).header('cache-control', 'no-store').send(csvOf([COLUMNS, ...rows]));
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':sample/outcomes')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write down what the recipient found, up to 500 at once; again, it replaces what was written' })
  async record(@Param('id') id: string, @Param('sample') sample: string, @Body() { outcomes }: RecordOutcomesDto, @CurrentActor() actor: Actor): Promise<Sample> {
    await this.door.organise(id, actor);
    await this.samples.record(id, sample, outcomes.map((one) => ({ ...one, outcome: one.outcome ?? null })), { id: actor.userId, name: actor.name });
    return this.sampleReader.get(id, sample);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':sample/questions')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ask those drawn who signed online, by mail, whether they did',
    description: 'Once; they may answer for 30 days, and are reminded once. Only counts are told of what they answer, and nobody writes down an outcome of theirs any more. Refused where fewer than ten would be asked.',
  })
  async ask(@Param('id') id: string, @Param('sample') sample: string, @CurrentActor() actor: Actor): Promise<Sample> {
    await this.door.organise(id, actor);
    await this.questions.ask(id, sample, { id: actor.userId, name: actor.name });
    return this.sampleReader.get(id, sample);
  }

  @AllowRoles('owner', 'organiser')
  @Limit('organising')
  @Post(':sample/publish')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let everybody read what the sample says, once all outcomes are there; from then on it stands' })
  async publish(@Param('id') id: string, @Param('sample') sample: string, @CurrentActor() actor: Actor): Promise<Sample> {
    await this.door.organise(id, actor);
    await this.samples.publish(id, sample, { id: actor.userId, name: actor.name });
    return this.sampleReader.get(id, sample);
  }
}

/** Names of columns are the fields' own: a file for programs and auditors, in every language the same. */
const COLUMNS = ['position', 'index', 'leaf', 'petition', 'country', 'channel', 'language', 'textVersion', 'sheet', 'line', 'store', 'since', 'outcome', 'note', 'byMail'] as const;
