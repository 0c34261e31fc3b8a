import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { notSignedIn, type Actor, type Role } from '#libs/access';
import { badSignature, type DeviceActor } from '#libs/stores';
import { accessOf } from './request-access.js';
import type { LimitName } from './rate-limit-rules.js';

export type Allowance =
  | { readonly who: 'anyone' }
  | { readonly who: 'signed-in' }
  | { readonly who: 'roles'; readonly roles: readonly Role[] }
  | { readonly who: 'loopback' }
  | { readonly who: 'device' };

export const ALLOWANCE = 'countersign:allowance';
export const LIMIT = 'countersign:limit';
export const EVEN_WITH_GIVEN_PASSWORD = 'countersign:even-with-given-password';
export const EVEN_UNENROLLED = 'countersign:even-unenrolled';
export const IN_PERSON = 'countersign:in-person';

type ClassOrMethod = ClassDecorator & MethodDecorator;

/** Everybody, signed in or not. */
export const AllowAnyone = (): ClassOrMethod => SetMetadata(ALLOWANCE, { who: 'anyone' } satisfies Allowance);

/** Whoever is signed in, whatever the role. */
export const AllowSignedIn = (): ClassOrMethod =>
  applyDecorators(SetMetadata(ALLOWANCE, { who: 'signed-in' } satisfies Allowance), ApiBearerAuth(), ApiCookieAuth());

/**
 * Whoever bears one of these roles *anywhere*. Where it holds is not known at the door: the handler asks
 * `AccessService.require(actor, action, {campaignId, jurisdictionId})` once it knows what is touched.
 */
export const AllowRoles = (...roles: Role[]): ClassOrMethod =>
  applyDecorators(SetMetadata(ALLOWANCE, { who: 'roles', roles } satisfies Allowance), ApiBearerAuth(), ApiCookieAuth());

/** Only this machine, by peer address and by Host (so that a web page elsewhere cannot reach it by a name of its own). */
export const AllowLoopback = (): ClassOrMethod => SetMetadata(ALLOWANCE, { who: 'loopback' } satisfies Allowance);

/** A paired tablet, by its signature over the request (RFC 9421). Whether it may still collect, the handler asks. */
export const AllowDevice = (): ClassOrMethod => SetMetadata(ALLOWANCE, { who: 'device' } satisfies Allowance);

/** How often one address may call this; without it, `general`. */
export const Limit = (name: LimitName): ClassOrMethod => SetMetadata(LIMIT, name);

/** For who answers a route past Nest: the limit it declares. Were it ever not for everybody, the server would not start. */
export function allowedToAnyone<Controller extends object>(controller: { readonly name: string; readonly prototype: Controller }, method: keyof Controller & string): LimitName {
  const handler = Object.getOwnPropertyDescriptor(controller.prototype, method)?.value as object;
  const declared = (key: string): unknown => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
  if ((declared(ALLOWANCE) as Allowance | undefined)?.who !== 'anyone') throw new Error(`${controller.name}.${method}, past Nest: the route is not for everybody`);
  return (declared(LIMIT) as LimitName | undefined) ?? 'general';
}

/** Bytes of body that this route takes, in place of 64 kB. */
export const BodyLimit = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes });

/** Keeps the body as it came, beside what was read from it: for a signature over its bytes. */
export const RawBody = (bytes: number): MethodDecorator => RouteConfig({ bodyLimit: bytes, rawBody: true });

/** Open also to a user who must first change a password that someone else gave. */
export const EvenWithGivenPassword = (): ClassOrMethod => SetMetadata(EVEN_WITH_GIVEN_PASSWORD, true);

/** Open also to a user who must first enrol a second factor. */
export const EvenUnenrolled = (): ClassOrMethod => SetMetadata(EVEN_UNENROLLED, true);

/** By a session only: no API token, however wide its scopes, changes its user's login. */
export const InPerson = (): ClassOrMethod => SetMetadata(IN_PERSON, true);

/** The tablet that signed the request. */
export const CurrentDevice = createParamDecorator((_: unknown, context: ExecutionContext): DeviceActor => {
  const { device } = accessOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!device) throw badSignature();
  return device;
});

/** The `Actor` who is signed in. On a route that allows anyone, ask `accessOf(request)` instead. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = accessOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!actor) throw notSignedIn();
  return actor;
});
