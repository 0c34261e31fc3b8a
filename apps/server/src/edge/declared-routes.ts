import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ALLOWANCE, type Allowance, IN_PERSON } from './decorators.js';

/** A route as the code declares it. */
export interface DeclaredRoute {
  /** `Controller.method`. */
  readonly name: string;
  readonly method: keyof typeof RequestMethod;
  /** `/console/handovers/:id`. */
  readonly path: string;
  /** Undefined: it says not who may call it. */
  readonly allowance: Allowance | undefined;
  readonly inPerson: boolean;
}

/** Refuses to start if a route does not say who may call it: lint can be silenced, this cannot. */
@Injectable()
export class DeclaredRoutes implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService, private readonly scanner: MetadataScanner, private readonly reflector: Reflector) {}

  onModuleInit(): void {
    const open = [...new Set(this.all().filter(({ allowance }) => allowance === undefined).map(({ name, method }) => `${name} (${method})`))];
    if (open.length > 0) throw new Error(`these routes do not say who may call them: ${open.join(', ')}`);
  }

  /** Every route there is. */
  all(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (typeof handler !== 'function' || Reflect.getMetadata(PATH_METADATA, handler) === undefined) return [];
        return pathsOf(metatype).flatMap((base) => pathsOf(handler).map((path): DeclaredRoute => ({
          name: `${metatype.name}.${name}`, method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod] as DeclaredRoute['method'],
          path: `/${[base, path].flatMap((part) => part.split('/')).filter(Boolean).join('/')}`,
          allowance: this.reflector.getAllAndOverride<Allowance | undefined>(ALLOWANCE, [handler, metatype]),
          inPerson: this.reflector.getAllAndOverride<boolean | undefined>(IN_PERSON, [handler, metatype]) === true,
        })));
      });
    });
  }
}

function pathsOf(target: object): string[] {
  const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return Array.isArray(path) ? path : [path ?? ''];
}
