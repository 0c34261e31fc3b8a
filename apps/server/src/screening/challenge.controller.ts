import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PetitionDirectory, petitionUnknown } from '#libs/petitions';
import { Assets } from '../edge/assets.js';
import { AllowAnyone } from '../edge/decorators.js';
import { preferredLocale, translator } from '../i18n/index.js';
import { type Challenge, Challenges } from './challenges.js';
import { Screen } from './screen.js';

@ApiTags('Signing')
@Controller('api/v1/petitions/:petition/challenge')
export class ChallengeController {
  constructor(private readonly petitions: PetitionDirectory, private readonly screen: Screen, private readonly challenges: Challenges, private readonly assets: Assets) {}

  @AllowAnyone()
  @Get()
  @ApiOperation({
    summary: 'The challenge to solve before signing, if one is asked for',
    description: 'Ask right before signing. 204: none. 200: a proof of work as ALTCHA makes it (version 1): find the `number` below `maxnumber` for which SHA-256 of `salt` followed by it is `challenge`, and send base64 of `{algorithm, challenge, number, salt, signature}` as `challenge` of the signature. A signature without a solution is accepted all the same, and held until somebody has looked.',
  })
  @ApiResponse({ status: 200, description: '`{algorithm, challenge, maxnumber, salt, signature, script, words}`; `script`: our own solver, for our pages; `words`: what they say meanwhile.' })
  @ApiResponse({ status: 204, description: 'None is asked for.' })
  async challenge(@Param('petition') slug: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<(Challenge & { script: string; words: string }) | undefined> {
    const petition = await this.petitions.bySlug(slug);
    if (!petition || petition.status === 'draft') throw petitionUnknown();
    reply.header('cache-control', 'no-store');
    if (!this.screen.asks(petition.id, request.ip)) return void reply.code(204);
    return { ...(await this.challenges.make(petition.id)), script: this.assets.assetUrl('challenge.js'), words: translator(preferredLocale(request.headers['accept-language']))('screening.proving') };
  }
}
