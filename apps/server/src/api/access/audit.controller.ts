import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccessService, type Actor, type AuditHead, type AuditLine, AuditLog } from '#libs/access';
import { csvOf } from '../../edge/csv.js';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { AuditQueryDto } from './access.dto.js';

const PAGE = 100;
const MOST_IN_FILE = 20_000;

/** Who did what. One chain holds everything of an installation, so whoever reads it audits the installation. */
@ApiTags('Access')
@AllowRoles('owner', 'auditor')
@Limit('organising')
@Controller('api/v1')
export class AuditController {
  constructor(private readonly audit: AuditLog, private readonly access: AccessService) {}

  @Get('audit')
  @ApiOperation({ summary: 'The audit log, the newest first, with the head of the chain; `next` is the `before` of the next page' })
  async page(@Query() { limit = PAGE, ...query }: AuditQueryDto, @CurrentActor() actor: Actor): Promise<{ items: AuditLine[]; next: number | null; head: AuditHead }> {
    await this.access.require(actor, 'audit', {});
    const items = await this.audit.page(filterFrom(query), limit);
    return { items, next: items.length === limit ? (items.at(-1)?.n ?? null) : null, head: await this.audit.head() };
  }

  @Get('audit.csv')
  @ApiProduces('text/csv')
  @ApiOperation({ summary: 'The same as a file, at most 20,000 entries; go on with `before`' })
  async file(@Query() { limit: _, ...query }: AuditQueryDto, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.access.require(actor, 'audit', {});
    sendAudit(reply, await this.audit.page(filterFrom(query), MOST_IN_FILE));
  }
}

export function filterFrom({ from, to, ...query }: Omit<AuditQueryDto, 'limit'>) {
  return { ...query, ...(from ? { from: new Date(from) } : {}), ...(to ? { to: new Date(to) } : {}) };
}

/** Names of columns are the fields' own: a file for programs and auditors, in every language the same. */
export function sendAudit(reply: FastifyReply, lines: readonly AuditLine[]): void {
  const rows = lines.map(({ n, at, actor, who, action, subject, details, hash }) => [n, at.toISOString(), actor, who, action, subject, JSON.stringify(details), hash]);
  void reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="audit.csv"').header('cache-control', 'no-store')
    .send(csvOf([['n', 'at', 'actor', 'who', 'action', 'subject', 'details', 'hash'], ...rows]));
}
