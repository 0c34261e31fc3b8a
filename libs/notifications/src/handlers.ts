import { Injectable } from '@nestjs/common';
import { handle, type HandledJob } from '#libs/queues';
import {
  ASK_SAMPLES, MAIL_ALREADY_COUNTED, MAIL_COMMITMENT, MAIL_CONFIRMATION, MAIL_DIGESTS, MAIL_HANDOVER, MAIL_INVITATIONS, MAIL_MILESTONE, MAIL_PETITION, MAIL_REMINDER, MAIL_ROLE_INVITATION, MAIL_SILENT_TABLET, MAIL_THANKS,
  MAIL_UPDATE_TEST, MAIL_WITHDRAWAL_LINK, SEND_UPDATES,
} from './notifications.jobs.js';
import { CalendarMails } from './organisers/calendar-mails.js';
import { DigestMails } from './organisers/digest-mails.js';
import { HandoverMails } from './organisers/handover-mails.js';
import { InvitationMails } from './organisers/invitation-mails.js';
import { MilestoneMails } from './organisers/milestone-mails.js';
import { PetitionMails } from './organisers/petition-mails.js';
import { SilentTabletMails } from './organisers/silent-tablet-mails.js';
import { SampleMails } from './signers/sample-mails.js';
import { SignerMails } from './signers/signer-mails.js';
import { WebhookHandlers } from './webhooks/webhook-handlers.js';
import { UpdateSender } from './supporters/update-sender.js';

/** Every job of this lib with the one who does it. Each may come again: what was sent is not sent twice. */
@Injectable()
export class NotificationHandlers {
  constructor(
    private readonly signers: SignerMails, private readonly milestones: MilestoneMails,
    private readonly handovers: HandoverMails, private readonly calendars: CalendarMails, private readonly digests: DigestMails,
    private readonly tablets: SilentTabletMails, private readonly invitations: InvitationMails, private readonly webhooks: WebhookHandlers, private readonly updates: UpdateSender,
    private readonly petitions: PetitionMails, private readonly samples: SampleMails,
  ) {}

  all(): HandledJob[] {
    return [
      handle(MAIL_CONFIRMATION, (job) => this.signers.confirmations(job)),
      handle(MAIL_REMINDER, (job) => this.signers.reminders(job)),
      handle(MAIL_ALREADY_COUNTED, (job) => this.signers.alreadyCounted(job)),
      handle(MAIL_THANKS, (job) => this.signers.thanks(job)),
      handle(MAIL_WITHDRAWAL_LINK, (job) => this.signers.withdrawalLink(job)),
      handle(ASK_SAMPLES, () => this.samples.tick()),
      handle(MAIL_MILESTONE, (job) => this.milestones.crossed(job)),
      handle(MAIL_PETITION, (job) => this.petitions.petition(job)),
      handle(MAIL_HANDOVER, (job) => this.handovers.handover(job)),
      handle(MAIL_INVITATIONS, (job) => this.calendars.invitations(job)),
      handle(MAIL_COMMITMENT, (job) => this.handovers.commitment(job)),
      handle(MAIL_SILENT_TABLET, (job) => this.tablets.silent(job)),
      handle(SEND_UPDATES, () => this.updates.tick()),
      handle(MAIL_UPDATE_TEST, (job) => this.updates.test(job)),
      handle(MAIL_ROLE_INVITATION, (job) => this.invitations.invite(job)),
      handle(MAIL_DIGESTS, () => this.digests.send()),
      ...this.webhooks.all(),
    ];
  }
}
