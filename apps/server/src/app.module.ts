import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AccessModule, accessEntities } from '#libs/access';
import { type AppConfig, ConfigModule } from '#libs/config';
import { DatabaseModule, type Entity } from '#libs/database';
import { HANDOVER_ENTITIES } from '#libs/handovers';
import { OutboundModule } from '#libs/outbound';
import { QueuesModule } from '#libs/queues';
import { AccessApiModule } from './api/access/access-api.module.js';
import { BundlesApiModule } from './api/bundles/bundles-api.module.js';
import { CalendarApiModule } from './api/calendar/calendar-api.module.js';
import { CampaignsApiModule } from './api/campaigns/campaigns-api.module.js';
import { DevicesApiModule } from './api/devices/devices-api.module.js';
import { FactsApiModule } from './api/facts/facts-api.module.js';
import { HandoversApiModule } from './api/handovers/handovers-api.module.js';
import { OfficesApiModule } from './api/offices/offices-api.module.js';
import { PetitionsApiModule } from './api/petitions/petitions-api.module.js';
import { ProgressApiModule } from './api/progress/progress-api.module.js';
import { PublicationsApiModule } from './api/publications/publications-api.module.js';
import { ReportsApiModule } from './api/reports/reports-api.module.js';
import { ScreeningApiModule } from './api/screening/screening-api.module.js';
import { SignaturesApiModule } from './api/signatures/signatures-api.module.js';
import { StoresApiModule } from './api/stores/stores-api.module.js';
import { SupportersApiModule } from './api/supporters/supporters-api.module.js';
import { TalliesApiModule } from './api/tallies/tallies-api.module.js';
import { WebhooksApiModule } from './api/webhooks/webhooks-api.module.js';
import { ConsoleModule } from './console/index.js';
import { DevMailModule } from './dev-mail/index.js';
import { DocumentsPagesModule } from './documents/documents-pages.module.js';
import { EdgeModule } from './edge/edge.module.js';
import { EmbedModule } from './embed/embed.module.js';
import { FeedsModule } from './feeds/feeds.module.js';
import { OpenDataModule } from './open-data/open-data.module.js';
import type { ErrorPages } from './edge/error-pages.js';
import { HealthModule } from './edge/health/health.module.js';
import type { Log } from './edge/log.js';
import { OpenApiModule } from './edge/openapi/openapi.module.js';
import { HandoverPapersModule } from './handover-papers/handover-papers.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PrintModule } from './print/print.module.js';
import { ProgressSiteModule } from './site/progress/progress-site.module.js';
import { ReportsSiteModule } from './site/reports/reports-site.module.js';
import { FactsSiteModule } from './site/facts/facts-site.module.js';
import { SiteErrorPages } from './site/serve/site-error-pages.js';
import { SiteModule } from './site/site.module.js';
import { TabletModule } from './tablet/tablet.module.js';

/** Entities of every lib that the server uses. */
const ENTITIES: Entity[] = [...accessEntities, ...HANDOVER_ENTITIES];

/** JSON under /api/v1: one module a subject. */
const API: Type[] = [AccessApiModule, BundlesApiModule, CampaignsApiModule, PetitionsApiModule, ProgressApiModule, PublicationsApiModule, ReportsApiModule, TalliesApiModule, FactsApiModule, HandoversApiModule, HandoverPapersModule, CalendarApiModule, OfficesApiModule, ScreeningApiModule, SignaturesApiModule, DevicesApiModule, StoresApiModule, SupportersApiModule, WebhooksApiModule];

/** Pages: citizens' site, organisers' console, and the app of the store tablets. */
const PAGES: Type[] = [PagesModule, DocumentsPagesModule, PrintModule, ConsoleModule, TabletModule, FactsSiteModule, ProgressSiteModule, ReportsSiteModule, FeedsModule, OpenDataModule, EmbedModule, SiteModule];

/** A problem met on a page is told in the site's own looks. */
const ERROR_PAGES: Type<ErrorPages> = SiteErrorPages;

/** The one HTTP process. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig, log: Log, more: Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forApp(ENTITIES),
        QueuesModule,
        OutboundModule.forRoot(),
        AccessModule,
        EdgeModule.forRoot({ log, errorPages: ERROR_PAGES }),
        HealthModule,
        OpenApiModule,
        DevMailModule.forConfig(config),
        ...API, ...PAGES, ...more,
      ],
    };
  }
}
