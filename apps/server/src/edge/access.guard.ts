import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ApiTokens, csrfTokenHolds, forbidden, inPerson, notFound, notSignedIn, passwordChangeRequired, secondFactorRequired, Sessions } from '#libs/access';
import { AppConfig, DomainError, isLoopbackHost } from '#libs/config';
import { DeviceAccess } from '#libs/stores';
import { rawBodyOf } from './body-parsers.js';
import { comesFromAnotherSite, isUnsafe } from './cross-site.js';
import { ALLOWANCE, EVEN_UNENROLLED, EVEN_WITH_GIVEN_PASSWORD, IN_PERSON, type Allowance } from './decorators.js';
import { setAccess, takeCsrf, type RequestAccess } from './request-access.js';
import { SessionCookie } from './session-cookie.js';
import { SharedAddresses } from './shared-addresses.js';

/** The one door: finds out who is asking, and lets in whom the route declares. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly config: AppConfig,
    private readonly sessions: Sessions,
    private readonly tokens: ApiTokens,
    private readonly cookie: SessionCookie,
    private readonly devices: DeviceAccess,
    private readonly addresses: SharedAddresses,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const targets = [context.getHandler(), context.getClass()];
    const allowance = this.reflector.getAllAndOverride<Allowance | undefined>(ALLOWANCE, targets);
    if (!allowance) throw forbidden();
    if (allowance.who === 'loopback') return requireLoopback(request);
    if (allowance.who === 'device') return this.admitDevice(request);

    if (isUnsafe(request) && comesFromAnotherSite(request, this.config.publicUrl)) throw crossSite();
    const given = takeCsrf(request);
    const access = await this.identify(request);
    const forged = access.session !== null && isUnsafe(request) && !csrfTokenHolds(access.session.csrfSecret, given);
    if (allowance.who === 'anyone') {
      // A form for everybody carries no token: then it is answered as to anybody, and the session lends it no power.
      if (!forged) setAccess(request, access);
      return true;
    }
    if (forged) throw new DomainError('access.csrf', 'forbidden');
    setAccess(request, { ...access, guarded: true });
    if (!access.actor) throw notSignedIn();
    const marked = (mark: string): boolean => this.reflector.getAllAndOverride<boolean | undefined>(mark, targets) === true;
    if (access.actor.via === 'token' && marked(IN_PERSON)) throw inPerson();
    if (access.actor.mustChangePassword && !marked(EVEN_WITH_GIVEN_PASSWORD)) throw passwordChangeRequired();
    if (access.actor.mustEnrol && !marked(EVEN_UNENROLLED) && !marked(EVEN_WITH_GIVEN_PASSWORD)) throw secondFactorRequired();
    if (allowance.who === 'roles' && !access.actor.roles.some((grant) => allowance.roles.includes(grant.role))) throw forbidden();
    return true;
  }

  /** A tablet is known by its signature alone: no cookie and no token lend it anything. */
  private async admitDevice(request: FastifyRequest): Promise<true> {
    const { method, url: path, headers } = request;
    const device = await this.devices.verify({ method, path, headers, rawBody: Buffer.from(rawBodyOf(request)) });
    setAccess(request, { actor: null, session: null, device });
    this.addresses.vouchFor(request.ip);
    return true;
  }

  private async identify(request: FastifyRequest): Promise<RequestAccess> {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    // A program that shows a token means that token: it is never mixed with a cookie, and a bad one is told.
    if (bearer) {
      const actor = await this.tokens.resume(bearer);
      if (!actor) throw notSignedIn();
      return { actor, session: null };
    }
    const token = this.cookie.read(request);
    const session = token === null ? null : await this.sessions.resume(token);
    return session && token !== null ? { actor: session.actor, session: { token, csrfSecret: session.csrfSecret } } : { actor: null, session: null };
  }
}

/** Told as if it were not there: whoever is elsewhere need not know that a mail catcher runs. */
function requireLoopback(request: FastifyRequest): true {
  const local = isLoopbackHost(request.socket.remoteAddress ?? '') && isLoopbackHost(request.ip) && isLoopbackHost(request.hostname);
  if (!local) throw notFound();
  return true;
}

const crossSite = (): DomainError => new DomainError('access.cross_site', 'forbidden');
