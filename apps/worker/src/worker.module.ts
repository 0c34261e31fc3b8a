import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AccessModule, accessEntities } from '#libs/access';
import { type AppConfig, ConfigModule, Log } from '#libs/config';
import { DatabaseModule } from '#libs/database';
import { EmbargoModule } from '#libs/embargo';
import { HANDOVER_ENTITIES, HandoversModule, SealingModule } from '#libs/handovers';
import { NotificationsModule } from '#libs/notifications';
import { OutboundModule, type OutboundRules } from '#libs/outbound';
import { PetitionsModule } from '#libs/petitions';
import { QueuesModule } from '#libs/queues';
import { SignaturesModule } from '#libs/signatures';
import { StoresModule } from '#libs/stores';
import { TalliesModule } from '#libs/tallies';
import { NightlyRecount } from '#libs/verification';
import { EvidenceLinks } from './evidence-links.js';
import { IntakeDrain } from './intake-drain.js';
import { Jobs } from './jobs.js';
import { Levels } from './levels.js';
import { OpenedSigners, TallyForecast } from './mail-sources.js';
import { OutboxRelay } from './outbox-relay.js';
import { GoingPublic } from './going-public.js';

@Global()
@Module({ providers: [Log], exports: [Log] })
class LogModule {}

/**
 * The server without HTTP, plus what the server must never have: the private and hashing keys. Whatever opens a record
 * runs here; whatever faces the internet does not.
 */
@Module({})
export class WorkerModule {
  static forRoot(config: AppConfig, outbound?: OutboundRules): DynamicModule {
    const signatures = SignaturesModule.forWorker();
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.forRoot(config), LogModule, DatabaseModule.forApp([...accessEntities, ...HANDOVER_ENTITIES]), QueuesModule, OutboundModule.forRoot(outbound), AccessModule, PetitionsModule, TalliesModule, StoresModule, signatures, HandoversModule, EmbargoModule, SealingModule.forWorker({ imports: [signatures, TalliesModule] }),
        NotificationsModule.forWorker({ imports: [signatures, TalliesModule], signers: OpenedSigners, forecast: TallyForecast }),
      ],
      providers: [EvidenceLinks, GoingPublic, IntakeDrain, Jobs, Levels, NightlyRecount, OutboxRelay],
    };
  }
}
