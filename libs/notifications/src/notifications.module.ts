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

export interface NotificationSources {
  /** Modules that export what the two need. */
  imports: NonNullable<ModuleMetadata['imports']>;
  signers: Type<SignerMailSource>;
  forecast: Type<MilestoneForecast>;
}

/** For the worker alone: mails to signers need what only the worker may open. Needs ConfigModule, DatabaseModule and AccessModule. */
@Module({})
export class NotificationsModule {
  static forWorker({ imports, signers, forecast }: NotificationSources): DynamicModule {
    return {
      module: NotificationsModule,
      imports: [TalliesModule, ...imports],
      providers: [
        Mailer, SendLog, SignerMails, MilestoneMails, HandoverMails, SilentTabletMails, DigestMails, NotificationHandlers,
        { provide: SignerMailSource, useClass: signers },
        { provide: MilestoneForecast, useClass: forecast },
      ],
      exports: [Mailer, SendLog, SignerMails, MilestoneMails, HandoverMails, SilentTabletMails, DigestMails, NotificationHandlers],
    };
  }
}
