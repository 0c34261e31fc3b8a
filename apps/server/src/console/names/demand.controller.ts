import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor } from '#libs/access';
import { NAMES_FIELDS, NamesDemands, type Words } from '#libs/petitions';
import { by } from '../../api/handovers/handovers.controller.js';
import { AllowRoles, AllowSignedIn, CurrentActor } from '../../edge/decorators.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { Desks, faultsOf } from '../desk.js';
import { type FormBody, listOf, textOf, typed } from '../form-body.js';
import { type PetitionFace, PetitionPageReader } from '../read/petition-page.js';
import { DemandPage, demandPath, type DemandView } from './demand-page.js';

/** Where it is settled that a law demands names. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowSignedIn()
@Controller('console/petitions/:slug/names')
export class NamesDemandPageController {
  constructor(private readonly desks: Desks, private readonly reader: PetitionPageReader, private readonly demands: NamesDemands) {}

  @Get()
  async show(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    this.desks.send(reply, DemandPage({ desk, view: viewOf(await this.reader.face(slug, actor, desk.now)) }));
  }

  @AllowRoles('owner', 'organiser')
  @Post()
  async set(@Param('slug') slug: string, @Body() body: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.reader.require(slug, actor);
    const face = await this.reader.face(slug, actor, desk.now);
    const asked = listOf(body, 'fields');
    const fields = NAMES_FIELDS.filter((field) => field === 'name' || asked.includes(field));
    const words = (part: 'law' | 'office'): Words => Object.fromEntries(viewOf(face).languages.flatMap((language) => {
      const text = textOf(body, `${part}.${language}`);
      return text ? [[language, text]] : [];
    }));
    try {
      await this.demands.set(slug, { law: words('law'), office: words('office'), fields, publicKey: textOf(body, 'publicKey'), fingerprint: textOf(body, 'fingerprint'), checked: textOf(body, 'checked') !== '' }, by(actor));
    } catch (thrown) {
      return this.desks.send(reply, DemandPage({ desk, view: { ...viewOf(face), typed: { values: typed(body), fields }, errors: faultsOf(thrown, desk.page.t) } }), 422);
    }
    this.desks.leave(reply, desk, demandPath(slug), 'names-demand-saved');
  }

  @AllowRoles('owner', 'organiser')
  @Post('clear')
  async clear(@Param('slug') slug: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const desk = this.desks.open(request);
    await this.reader.require(slug, actor);
    await this.demands.clear(slug, by(actor));
    this.desks.leave(reply, desk, demandPath(slug), 'names-demand-cleared');
  }
}

const viewOf = (face: PetitionFace): DemandView => ({ face, languages: face.petition.texts.map(({ language }) => language), typed: null, errors: [] });
