import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { type Actor, can, canSomewhere, givingPlaces } from '#libs/access';
import { DomainError, type FieldFault } from '#libs/config';
import { Assets } from '../edge/assets.js';
import { fieldMessage } from '../edge/problem.js';
import { accessOf, csrfFieldOf } from '../edge/request-access.js';
import { isLocale, LOCALES, preferredLocale, translator, type Locale, type Translator } from '../i18n/index.js';
import { type FieldError, type PageContext, renderDocument } from '../ui/index.js';

/** Who sits at the desk, and which parts of the console are theirs. */
export interface DeskPerson {
  readonly name: string;
  readonly timeZone: string;
  /** Petitions, handovers and what belongs to them; managers of stores have none of it. */
  readonly reads: boolean;
  readonly collects: boolean;
  /** Whether they organise anything: webhooks are theirs. */
  readonly organises: boolean;
  /** Whether they organise a whole campaign: what goes public is theirs. */
  readonly publishes: boolean;
  /** Whether they invite people and give roles somewhere. */
  readonly gives: boolean;
  /** Whether they read the audit log, which is that of the whole installation. */
  readonly audits: boolean;
}

/** What every page of the console knows of the person in front of it. */
export interface Desk {
  readonly page: PageContext;
  /** For the hidden field of every form. */
  readonly csrf: string;
  /** Null before the login. */
  readonly person: DeskPerson | null;
  /** Code of what was just done, told once on the page that follows. */
  readonly done: string | null;
  readonly now: Date;
}

/** Pages are made, sent and left here, so that all of them are kept from caches and speak the person's language. */
@Injectable()
export class Desks {
  constructor(private readonly assets: Assets) {}

  open(request: FastifyRequest): Desk {
    const { actor } = accessOf(request);
    const query = (request.query ?? {}) as Record<string, unknown>;
    const asked = isLocale(query['lang']) ? query['lang'] : null;
    const locale = asked ?? ownLocale(actor) ?? preferredLocale(request.headers['accept-language']);
    const here = new URL(request.url, 'http://console.invalid');
    here.searchParams.delete('done');
    return {
      page: {
        t: translator(locale),
        asset: this.assets.assetUrl,
        link: (path) => (asked ? withParameter(path, 'lang', asked) : path),
        languages: LOCALES.map((other) => ({ locale: other, href: withParameter(`${here.pathname}${here.search}`, 'lang', other) })),
      },
      csrf: csrfFieldOf(request),
      person: actor && { name: actor.name, timeZone: actor.timeZone, reads: canSomewhere(actor, 'read'), collects: canSomewhere(actor, 'collect'), organises: canSomewhere(actor, 'organise'), publishes: publishes(actor), gives: givingPlaces(actor).length > 0, audits: can(actor, 'audit', {}) },
      done: typeof query['done'] === 'string' && /^[a-z-]{1,40}$/.test(query['done']) ? query['done'] : null,
      now: new Date(),
    };
  }

  send(reply: FastifyReply, document: JSX.Element, status = 200): void {
    void reply.status(status).header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store').send(renderDocument(document));
  }

  /** After a POST: a page that can be loaded again without doing it again. `done` is told there. */
  leave(reply: FastifyReply, desk: Desk, path: string, done?: string): void {
    void reply.redirect(desk.page.link(done ? withParameter(path, 'done', done) : path), 303);
  }
}

const publishes = ({ roles }: Actor): boolean => roles.some((role) => role.jurisdictionId === null && can({ roles: [role] }, 'organise', role.campaignId === null ? {} : { campaignId: role.campaignId }));

function ownLocale(actor: Actor | null): Locale | null {
  return actor && isLocale(actor.locale) ? actor.locale : null;
}

export function withParameter(path: string, name: string, value: string): string {
  const url = new URL(path, 'http://console.invalid');
  url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
}

/** What was thrown, as far as the person can mend it on the same page; anything else goes on to the error page. */
export function faultsOf(thrown: unknown, t: Translator, fieldOf: (field: string) => string = (field) => field): FieldError[] {
  if (!(thrown instanceof DomainError) || (thrown.kind !== 'invalid' && thrown.kind !== 'conflict')) throw thrown;
  const fields = thrown.fields.map((fault) => {
    const field = fieldOf(fault.field);
    return { field, message: faultSentence(t, { ...fault, field }) };
  });
  if (fields.length > 0) return fields.filter((fault, n) => fields.findIndex((other) => other.field === fault.field) === n);
  const facts = Object.fromEntries(Object.entries(thrown.facts).map(([name, value]) => [name, typeof value === 'number' ? value : String(value ?? '')]));
  return [{ field: 'form', message: t.maybe(`console.conflict.${thrown.code}`) ?? t.maybe(`problem.${thrown.code}`, facts) ?? t('console.fault.conflict') }];
}

/** The sentence made for this field and code, else the one for the code. */
export function faultSentence(t: Translator, fault: FieldFault): string {
  const facts = Object.fromEntries(Object.entries(fault.facts ?? {}).map(([name, value]) => [name, typeof value === 'number' ? value : String(value ?? '')]));
  const values = { min: 0, max: 0, ...facts };
  return t.maybe(`console.fault.${fault.field}.${fault.code}`, values) ?? t.maybe(`console.fault.${fault.code}`, values) ?? fieldMessage(fault, t.locale);
}
