import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ALLOWANCE } from './decorators.js';

/** Refuses to start if a route does not say who may call it: lint can be silenced, this cannot. */
@Injectable()
export class DeclaredRoutes implements OnModuleInit {
  constructor(private readonly discovery: DiscoveryService, private readonly scanner: MetadataScanner, private readonly reflector: Reflector) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (typeof handler !== 'function' || Reflect.getMetadata(PATH_METADATA, handler) === undefined) return [];
        if (this.reflector.getAllAndOverride(ALLOWANCE, [handler, metatype]) !== undefined) return [];
        return [`${metatype.name}.${name} (${RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod]})`];
      });
    });
    if (open.length > 0) throw new Error(`these routes do not say who may call them: ${open.join(', ')}`);
  }
}
