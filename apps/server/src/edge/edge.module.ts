import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { StoresModule } from '#libs/stores';
import { AccessGuard } from './access.guard.js';
import { Assets } from './assets.js';
import { DeclaredRoutes } from './declared-routes.js';
import { DtoPipe } from './dto-pipe.js';
import { ErrorPages } from './error-pages.js';
import { Log } from './log.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimitGuard, RateLimits } from './rate-limit.guard.js';
import { SharedAddresses } from './shared-addresses.js';
import { SessionCookie } from './session-cookie.js';

/** Everything around the routes. Guards run in the order they stand here: first the limit, which costs least. */
@Global()
@Module({})
export class EdgeModule {
  static forRoot(options: { log: Log; errorPages?: Type<ErrorPages> }): DynamicModule {
    return {
      module: EdgeModule,
      imports: [DiscoveryModule, StoresModule],
      providers: [
        { provide: Log, useValue: options.log },
        { provide: ErrorPages, useClass: options.errorPages ?? ErrorPages },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: DtoPipe },
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: SharedAddresses, useFactory: () => new SharedAddresses() },
        Assets, DeclaredRoutes, RateLimits, SessionCookie,
      ],
      exports: [Assets, ErrorPages, Log, ProblemFilter, RateLimits, SessionCookie, SharedAddresses],
    };
  }
}
