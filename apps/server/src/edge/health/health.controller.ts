import { Controller, Get, Header, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowAnyone } from '../decorators.js';
import { ReadinessChecks } from './readiness.js';
import type { Readiness } from './readiness-rules.js';

@ApiTags('Health')
@AllowAnyone()
@Controller()
export class HealthController {
  constructor(private readonly checks: ReadinessChecks) {}

  @Get('healthz')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Alive' })
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Can accept signatures; 503 if not', description: '`degraded` accepts them, with a weaker promise or by the second door: `checks` names it.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.checks.run();
    if (readiness.status === 'down') reply.status(503);
    return readiness;
  }
}
