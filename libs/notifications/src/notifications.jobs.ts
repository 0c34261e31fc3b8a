import { defineJob } from '#libs/queues';

/** `traces`: by record id, of those whose signer asked to be followed through the logs. */
export interface SignerIds { petitionId: number; ids: string[]; traces?: Readonly<Record<string, string>> }

/** A mail with the confirmation link, for each of the records that still waits for it. */
export const MAIL_CONFIRMATION = defineJob<SignerIds>('notifications.confirmation', 'acts');
/** One reminder for each record that nobody confirmed in two days. */
export const MAIL_REMINDER = defineJob<SignerIds>('notifications.confirmation-reminder', 'acts');
/** Tells the owners of these mailboxes, and nobody else, that they have signed already. */
export const MAIL_ALREADY_COUNTED = defineJob<SignerIds>('notifications.already-counted', 'acts');
/** Thanks those who pressed the button, with the link to take their name back. */
export const MAIL_THANKS = defineJob<SignerIds>('notifications.thank-you', 'acts');
/** The withdrawal link of one signature, for one request. `request` names the request: each is answered once. */
export const MAIL_WITHDRAWAL_LINK = defineJob<{ petitionId: number; recordId: string; request: string }>('notifications.withdrawal-link', 'acts');

export type MilestoneStep = 'approaching' | 'reached';

/**
 * Tells organisers of thresholds that came close or were passed in one step. Not among the acts: a milestone is passed
 * when a crowd signs, and its notice would wait behind the crowd's confirmation mails.
 */
export const MAIL_MILESTONE = defineJob<{ petitionId: number; step: MilestoneStep; thresholds: number[]; to?: string }>('notifications.milestone', 'clockwork');

export type PetitionNews = 'opened' | 'closed';
/** Tells organisers that a petition can be signed, or no longer. */
export const MAIL_PETITION = defineJob<{ petitionId: number; news: PetitionNews; event: string }>('notifications.petition', 'acts');

/** A reminder put off because its reader's day was full: to whom, and how often before. */
export interface Later { to: string; times: number }

export type HandoverNews = 'scheduled' | 'moved' | 'in-14-days' | 'in-7-days' | 'in-1-day' | 'result-awaited' | 'letter-unanswered';
/** `on`: the planned day that a reminder was meant for. */
export const MAIL_HANDOVER = defineJob<{ handoverId: string; news: HandoverNews; on: string | null; letterId?: string; nth?: number; later?: Later }>('notifications.handover', 'acts');

/** Tells a handover's delegates, or the one whose invitation changed, how it stands: in their calendars where the day is fixed. */
export const MAIL_INVITATIONS = defineJob<{ handoverId: string; delegateId: string | null }>('notifications.invitations', 'acts');

export type CommitmentNews = 'due-in-14-days' | 'due' | 'overdue' | 'overdue-again' | 'review';
export const MAIL_COMMITMENT = defineJob<{ commitmentId: string; news: CommitmentNews; on: string | null; nth?: number; later?: Later }>('notifications.commitment', 'acts');

/** A tablet holds signatures and has not been heard of for a day. */
export const MAIL_SILENT_TABLET = defineJob<{ run: string; devices: string[] }>('notifications.silent-tablet', 'acts');

/** Invites somebody to a role; the address is looked up when it is sent. */
export const MAIL_ROLE_INVITATION = defineJob<{ invitationId: string; sending: number }>('notifications.role-invitation', 'acts');

/** Clockwork: asks those drawn for samples whether they signed, and reminds them once. May run late, twice and in two workers at once. */
export const ASK_SAMPLES = defineJob<Record<string, never>>('notifications.ask-samples', 'clockwork');

/** Clockwork, every few minutes: writes the daily digest to whom it is morning. Repetition changes nothing. */
export const MAIL_DIGESTS = defineJob<Record<string, never>>('notifications.digest', 'clockwork');

/** Clockwork: sends approved news to supporters, in slices. May run late, twice and in two workers at once. */
export const SEND_UPDATES = defineJob<Record<string, never>>('notifications.supporter-updates', 'clockwork');
/** An update's mail in one language to the organiser who asked to see it; `request` names the asking. */
export const MAIL_UPDATE_TEST = defineJob<{ updateId: string; userId: string; language: string; request: string }>('notifications.supporter-update-test', 'acts');
