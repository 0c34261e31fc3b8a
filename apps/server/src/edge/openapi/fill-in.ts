import type { Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { OpenAPIObject } from '@nestjs/swagger';
import { ALLOWANCE, type Allowance } from '../decorators.js';
import { propertiesOf } from '../dto-schema.js';
import { describeDto, describeProperty, type Schema } from './dto-description.js';

/** Who may call an operation, in `x-who-may-call`. */
export type WhoMayCall = 'anyone' | 'signed-in' | 'loopback' | 'device' | readonly string[];

interface Operation {
  operationId?: string;
  parameters?: unknown[];
  requestBody?: unknown;
  'x-who-may-call'?: WhoMayCall;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Nest's numbers for `@Body()` and `@Query()` (RouteParamtypes). */
const [BODY, QUERY] = [3, 4];

/**
 * Adds to the description what only our own decorators know: the schemas of bodies and queries, and who may call.
 * @param controllers by name, as the ids of operations begin with it
 */
export function fillIn(document: OpenAPIObject, controllers: ReadonlyMap<string, Type>): void {
  const schemas = ((document.components ??= {}).schemas ??= {}) as Record<string, Schema>;
  const known = new Map<string, Type>();
  const ref = (dto: Type): Schema => {
    const before = known.get(dto.name);
    if (before && before !== dto) throw new Error(`two DTOs are called ${dto.name}`);
    if (!before) {
      known.set(dto.name, dto);
      schemas[dto.name] = describeDto(dto, ref);
    }
    return { $ref: `#/components/schemas/${dto.name}` };
  };
  for (const operation of operationsOf(document)) {
    const [name = '', method = ''] = operation.operationId?.split('_') ?? [];
    const controller = controllers.get(name);
    if (!controller) continue;
    const handler = (controller.prototype as Record<string, object>)[method];
    if (!handler) continue;
    const allowance = (Reflect.getMetadata(ALLOWANCE, handler) ?? Reflect.getMetadata(ALLOWANCE, controller)) as Allowance | undefined;
    if (allowance) operation['x-who-may-call'] = allowance.who === 'roles' ? allowance.roles : allowance.who;
    const body = dtoOf(controller, method, BODY);
    if (body) operation.requestBody = { required: true, content: { 'application/json': { schema: ref(body) } } };
    else if (operation.requestBody) for (const dto of mentioned(operation.requestBody, controller, method)) ref(dto);
    const query = dtoOf(controller, method, QUERY);
    if (query) {
      const named = propertiesOf(query).map((property) => ({ name: property.name, in: 'query', required: !property.optional, schema: describeProperty({ ...property, optional: false }, ref) }));
      operation.parameters = [...(operation.parameters ?? []).filter((one) => (one as { in?: string }).in !== 'query'), ...named];
    }
  }
}

export function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((item) => METHODS.flatMap((method) => (item[method] ? [item[method] as Operation] : [])));
}

/** The class of the one argument that is the whole body or query; null if there is none with rules. */
function dtoOf(controller: Type, method: string, kind: number): Type | null {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { index: number; data?: unknown }>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ?? []) as (Type | undefined)[];
  const found = Object.entries(args).find(([key, { data }]) => key.startsWith(`${kind}:`) && data === undefined);
  const type = found && types[found[1].index];
  return type && type.name.endsWith('Dto') ? type : null;
}

/** DTOs that `@ApiBody` names because the route checks its body by itself. */
function mentioned(_body: unknown, controller: Type, method: string): Type[] {
  const handler = (controller.prototype as Record<string, object>)[method] ?? {};
  const parameters = (Reflect.getMetadata('swagger/apiParameters', handler) ?? []) as { type?: unknown }[];
  return parameters.map(({ type }) => type).filter((type): type is Type => typeof type === 'function' && type.name.endsWith('Dto'));
}
