import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '#libs/database';
import { LinkChecks } from './link-checks/link-checks.js';
import { LinkWatch } from './link-checks/link-watch.js';
import { Outbound, OutboundRules } from './outbound.js';

/** Needs `Database`. `rules` are given by tests only. */
@Module({})
export class OutboundModule {
  static forRoot(rules: OutboundRules = new OutboundRules()): DynamicModule {
    const parts = [
      { provide: OutboundRules, useValue: rules },
      { provide: Outbound, useFactory: () => new Outbound(rules) },
      LinkChecks,
      { provide: LinkWatch, inject: [Database, Outbound], useFactory: (db: Database, outbound: Outbound) => new LinkWatch(db, outbound) },
    ];
    return { module: OutboundModule, global: true, providers: parts, exports: parts };
  }
}
