import { INVITED } from '#libs/access';
import { type OutboxRow } from '#libs/database';
import { type JobKind, type JobRequest } from '#libs/queues';
import {
  type CommitmentNews, type HandoverNews, MAIL_ALREADY_COUNTED, MAIL_COMMITMENT, MAIL_CONFIRMATION, MAIL_HANDOVER, MAIL_INVITATIONS, MAIL_MILESTONE, MAIL_PETITION, MAIL_REMINDER, MAIL_ROLE_INVITATION, MAIL_SILENT_TABLET,
  MAIL_THANKS, MAIL_UPDATE_TEST, type MilestoneStep, type SignerIds,
} from './notifications.jobs.js';

/**
 * The mails that follow from a committed event. Other topics give none. A job's id comes from the event's, so that an
 * event which is handed over again is no second job.
 */
export function jobsFor(row: OutboxRow): JobRequest<object>[] {
  const job = <Payload extends object>(kind: JobKind<Payload>, payload: Payload, part = ''): JobRequest<object> =>
    ({ kind, payload, id: `${kind.name}-${row.id}${part}` });
  switch (row.topic) {
    case 'signatures.unconfirmed': return [job(MAIL_CONFIRMATION, signers(row))];
    case 'signatures.reminder-due': return [job(MAIL_REMINDER, signers(row))];
    case 'signatures.repeated': return [job(MAIL_ALREADY_COUNTED, signers(row))];
    case 'signatures.counted': return [job(MAIL_THANKS, signers(row))];
    case 'milestone.crossed': {
      const { petitionId, approaching, reached } = row.payload as { petitionId: number; approaching: number[]; reached: number[] };
      const steps: [MilestoneStep, number[]][] = [['approaching', approaching], ['reached', reached]];
      return steps.filter(([, thresholds]) => thresholds.length > 0).map(([step, thresholds]) => job(MAIL_MILESTONE, { petitionId, step, thresholds }, `-${step}`));
    }
    case 'petition.opened': case 'petition.closed':
      return [job(MAIL_PETITION, { petitionId: row.payload['petitionId'] as number, news: row.topic === 'petition.opened' ? 'opened' : 'closed', event: row.id })];
    case 'handover.scheduled': return [job(MAIL_HANDOVER, { handoverId: handoverOf(row), news: 'scheduled', on: null })];
    case 'handover.moved': return [
      job(MAIL_HANDOVER, { handoverId: handoverOf(row), news: 'moved', on: null }),
      job(MAIL_INVITATIONS, { handoverId: handoverOf(row), delegateId: null }, '-delegates'),
    ];
    case 'handover.delegation': return [job(MAIL_INVITATIONS, { handoverId: handoverOf(row), delegateId: row.payload['delegateId'] as string })];
    case 'handover.reminder': return [job(MAIL_HANDOVER, { handoverId: handoverOf(row), news: row.payload['kind'] as HandoverNews, on: dayOf(row) })];
    case 'commitment.reminder':
      return [job(MAIL_COMMITMENT, { commitmentId: row.payload['commitmentId'] as string, news: row.payload['kind'] as CommitmentNews, on: dayOf(row), ...again(row) })];
    case 'letter.reminder': return [job(MAIL_HANDOVER, { handoverId: handoverOf(row), news: 'letter-unanswered', on: dayOf(row), letterId: row.payload['letterId'] as string, ...again(row) })];
    case 'stores.device-silent': return [job(MAIL_SILENT_TABLET, { run: row.payload['run'] as string, devices: row.payload['devices'] as string[] })];
    case 'supporters.test-asked': return [job(MAIL_UPDATE_TEST, row.payload as { updateId: string; userId: string; language: string; request: string })];
    case INVITED: return [job(MAIL_ROLE_INVITATION, { invitationId: row.payload['invitationId'] as string, sending: row.payload['sending'] as number })];
    default: return [];
  }
}

const signers = ({ payload }: OutboxRow): SignerIds => ({
  petitionId: payload['petitionId'] as number, ids: payload['ids'] as string[], ...(payload['traces'] ? { traces: payload['traces'] as Record<string, string> } : {}),
});
const handoverOf = ({ payload }: OutboxRow): string => payload['handoverId'] as string;

/** The planned day in `<id>@<day>`. */
function dayOf({ payload }: OutboxRow): string | null {
  const about = payload['about'];
  return typeof about === 'string' ? (/@(\d{4}-\d{2}-\d{2})(?:\+\d+)?$/.exec(about)?.[1] ?? null) : null;
}

/** Which repetition of a reminder it is, if it is one. */
function again({ payload }: OutboxRow): { nth?: number } {
  const nth = Number(/\+(\d+)$/.exec(typeof payload['about'] === 'string' ? payload['about'] : '')?.[1] ?? 0);
  return nth > 0 ? { nth } : {};
}
