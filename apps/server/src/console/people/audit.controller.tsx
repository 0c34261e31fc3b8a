import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTime } from 'luxon';
import { type JSX } from 'preact';
import { AccessService, type Actor, type AuditFilter, type AuditHead, type AuditLine, AuditLog } from '#libs/access';
import { sendAudit } from '../../api/access/audit.controller.js';
import { AllowRoles, CurrentActor, Limit } from '../../edge/decorators.js';
import { Button, ButtonLink, EmptyState, Field, Table } from '../../ui/index.js';
import { ConsoleProblems } from '../console-problems.filter.js';
import { type Desk, Desks } from '../desk.js';
import { type FormBody, textOf } from '../form-body.js';
import { Frame, Head } from '../views/frame.js';

const PAGE = 100;
const MOST_IN_FILE = 20_000;
const FIELDS = ['subject', 'actor', 'action', 'from', 'to'] as const;
type Typed = Record<(typeof FIELDS)[number], string>;

/** Who did what, when, for auditors and owners. */
@ApiExcludeController()
@UseFilters(ConsoleProblems)
@AllowRoles('owner', 'auditor')
@Limit('organising')
@Controller('console')
export class AuditPageController {
  constructor(private readonly desks: Desks, private readonly audit: AuditLog, private readonly access: AccessService) {}

  @Get('audit')
  async page(@Query() query: FormBody, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.access.require(actor, 'audit', {});
    const lines = await this.audit.page(filterOf(query, actor.timeZone), PAGE);
    this.desks.send(reply, AuditPage({ desk: this.desks.open(request), view: { lines, typed: typedOf(query), head: await this.audit.head(), next: lines.length === PAGE ? (lines.at(-1)?.n ?? null) : null } }));
  }

  @Get('audit.csv')
  async file(@Query() query: FormBody, @CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.access.require(actor, 'audit', {});
    sendAudit(reply, await this.audit.page(filterOf(query, actor.timeZone), MOST_IN_FILE));
  }
}

const typedOf = (query: FormBody): Typed => Object.fromEntries(FIELDS.map((field) => [field, textOf(query, field).slice(0, 200)])) as Typed;

/** Days are those of the reader's calendar; what cannot be read does not narrow. */
function filterOf(query: FormBody, timeZone: string): AuditFilter {
  const { subject, actor, action, from, to } = typedOf(query);
  const day = (text: string, daysOn: number): Date | undefined => {
    const at = DateTime.fromISO(text, { zone: timeZone }).plus({ days: daysOn });
    return at.isValid ? at.toJSDate() : undefined;
  };
  const before = Number(textOf(query, 'before'));
  return { subject: subject || undefined, actor: actor || undefined, action: action || undefined, from: day(from, 0), to: day(to, 1), before: Number.isSafeInteger(before) && before > 0 ? before : undefined };
}

function AuditPage({ desk, view }: { desk: Desk; view: { lines: readonly AuditLine[]; typed: Typed; head: AuditHead; next: number | null } }): JSX.Element {
  const { t, link } = desk.page;
  const given = Object.entries(view.typed).filter(([, value]) => value !== '');
  const address = (path: string, more: [string, string][] = []): string => link(`${path}?${new URLSearchParams([...given, ...more]).toString()}`);
  const moment = new Intl.DateTimeFormat(t.locale === 'en' ? 'en-GB' : t.locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: desk.person?.timeZone ?? 'UTC' });
  return (
    <Frame desk={desk} section="audit" title={t('account.audit.title')}>
      <Head title={t('account.audit.title')} lede={t('account.audit.lede')}><ButtonLink look="quiet" href={address('/console/audit.csv')}>{t('account.audit.csv')}</ButtonLink></Head>
      <p class="soft">{t('account.audit.head', { n: view.head.n })} <code class="code" dir="ltr">{view.head.hash}</code></p>
      <form class="form compact filter" method="get" action={link('/console/audit')}>
        {FIELDS.map((field) => <Field key={field} name={field} type={field === 'from' || field === 'to' ? 'date' : 'text'} label={t(`account.audit.${field}`)} hint={field === 'subject' || field === 'action' ? t(`account.audit.${field}-hint`) : undefined} value={view.typed[field]} ltr />)}
        <Button look="quiet">{t('account.audit.filter')}</Button>
      </form>
      {view.lines.length === 0 ? <EmptyState title={t('account.audit.none')} /> : (
        <Table stacked caption={t('account.audit.title')} captionHidden columns={(['n', 'at', 'who', 'action', 'subject', 'details'] as const).map((name) => ({ label: t(`account.audit.${name}`), figure: name === 'n' }))} rows={view.lines.map((line) => ({
          key: String(line.n),
          cells: [t.number(line.n), moment.format(line.at), <span dir="auto">{line.who ?? line.actor}</span>, <code dir="ltr">{line.action}</code>, <code dir="ltr">{line.subject}</code>, <code dir="ltr">{detailsOf(line)}</code>],
        }))} />
      )}
      {view.next !== null && <p><a href={address('/console/audit', [['before', String(view.next)]])}>{t('account.audit.older')}</a></p>}
    </Frame>
  );
}

const detailsOf = ({ details }: AuditLine): string => (Object.keys(details).length === 0 ? '' : JSON.stringify(details));
