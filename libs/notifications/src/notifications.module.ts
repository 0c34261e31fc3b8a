import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { TalliesModule } from '#libs/tallies';
import { NotificationHandlers } from './handlers.js';
import { Mailer } from './mailer/mailer.js';
import { DigestMails } from './organisers/digest-mails.js';
import { HandoverMails } from './organisers/handover-mails.js';
import { MilestoneForecast } from './organisers/milestone-forecast.js';
import { MilestoneMails } from './organisers/milestone-mails.js';
import { SilentTabletMails } from './organisers/silent-tablet-mails.js';
import { SendLog } from './send-log/send-log.service.js';
import { SignerMailSource } from './signers/signer-mail-source.js';
import { SignerMails } from './signers/signer-mails.js';
import { UpdateBounces } from './supporters/bounces.service.js';
import { Unsubscribes } from './supporters/unsubscribes.js';
import { UpdateSender } from './supporters/update-sender.js';
import { SupporterUpdates } from './supporters/updates.service.js';

export interface NotificationSources {
  /** Modules that export what the two need. */
  imports: NonNullable<ModuleMetadata['imports']>;
  signers: Type<SignerMailSource>;
  forecast: Type<MilestoneForecast>;
}

/** Mails go out from the worker alone: those to signers need what only it may open. Needs ConfigModule, DatabaseModule and AccessModule. */
@Module({})
export class NotificationsModule {
  /** For whoever faces the internet: news to supporters is written and ended here, and sent elsewhere. */
  static forDoor(): DynamicModule {
    const providers = [SupporterUpdates, Unsubscribes, UpdateBounces];
    return { module: NotificationsModule, providers, exports: providers };
  }

  static forWorker({ imports, signers, forecast }: NotificationSources): DynamicModule {
    return {
      module: NotificationsModule,
      imports: [TalliesModule, ...imports],
      providers: [
        Mailer, SendLog, SignerMails, MilestoneMails, HandoverMails, SilentTabletMails, DigestMails, SupporterUpdates, UpdateSender, NotificationHandlers,
        { provide: SignerMailSource, useClass: signers },
        { provide: MilestoneForecast, useClass: forecast },
      ],
      exports: [Mailer, SendLog, SignerMails, MilestoneMails, HandoverMails, SilentTabletMails, DigestMails, SupporterUpdates, UpdateSender, NotificationHandlers],
    };
  }
}
