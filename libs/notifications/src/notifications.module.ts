import { type DynamicModule, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { EmbargoModule } from '#libs/embargo';
import { HandoversModule } from '#libs/handovers';
import { PetitionsModule } from '#libs/petitions';
import { TalliesModule } from '#libs/tallies';
import { NotificationHandlers } from './handlers.js';
import { Mailer } from './mailer/mailer.js';
import { CalendarMails } from './organisers/calendar-mails.js';
import { DigestMails } from './organisers/digest-mails.js';
import { HandoverMails } from './organisers/handover-mails.js';
import { InvitationMails } from './organisers/invitation-mails.js';
import { MilestoneForecast } from './organisers/milestone-forecast.js';
import { MilestoneMails } from './organisers/milestone-mails.js';
import { PetitionMails } from './organisers/petition-mails.js';
import { SilentTabletMails } from './organisers/silent-tablet-mails.js';
import { SendLog } from './send-log/send-log.service.js';
import { SampleMails } from './signers/sample-mails.js';
import { SignerMailSource } from './signers/signer-mail-source.js';
import { SignerMails } from './signers/signer-mails.js';
import { WebhookClerk } from './webhooks/webhook-clerk.js';
import { WebhookHandlers } from './webhooks/webhook-handlers.js';
import { WebhookMails } from './webhooks/webhook-mails.js';
import { WebhookNews } from './webhooks/webhook-news.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { UpdateBounces } from './supporters/bounces.service.js';
import { Unsubscribes } from './supporters/unsubscribes.js';
import { UpdateSender } from './supporters/update-sender.js';
import { SupporterUpdates } from './supporters/updates.service.js';

const WEBHOOKS = [WebhookNews, WebhookClerk, WebhookSender, WebhookMails, WebhookHandlers];

export interface NotificationSources {
  /** Modules that export what the two need. */
  imports: NonNullable<ModuleMetadata['imports']>;
  signers: Type<SignerMailSource>;
  forecast: Type<MilestoneForecast>;
}

/** Mails go out from the worker alone: those to signers need what only it may open. Needs ConfigModule, DatabaseModule, AccessModule and OutboundModule. */
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
      imports: [EmbargoModule, HandoversModule, PetitionsModule, TalliesModule, ...imports],
      providers: [
        InvitationMails, Mailer, SendLog, SignerMails, SampleMails, MilestoneMails, PetitionMails, HandoverMails, CalendarMails, SilentTabletMails, DigestMails, SupporterUpdates, UpdateSender, NotificationHandlers, ...WEBHOOKS,
        { provide: SignerMailSource, useClass: signers },
        { provide: MilestoneForecast, useClass: forecast },
      ],
      exports: [Mailer, SendLog, SignerMails, MilestoneMails, PetitionMails, HandoverMails, CalendarMails, SilentTabletMails, DigestMails, SupporterUpdates, UpdateSender, NotificationHandlers, ...WEBHOOKS],
    };
  }
}
