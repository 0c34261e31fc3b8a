import { INVITED } from '#libs/access';
import { type OutboxRow } from '#libs/database';
import { PUBLICATION_CORRECTED, PUBLICATION_PUBLIC, PUBLICATION_WITHDRAWN } from '#libs/embargo';
import { COMMITMENT_REMINDER, COMMITMENT_STATUS, DELEGATION_CHANGED, HANDOVER_HELD, HANDOVER_MOVED, HANDOVER_REMINDER, HANDOVER_SCHEDULED, LETTER_REMINDER, MAKE_NAMES, MAKE_SEAL, NAMES_APPROVED, OVERLAP_ASKED, RECKON_OVERLAP, SAMPLE_ASKED, SEAL_ASKED, SEAL_MADE } from '#libs/handovers';
import { ASK_SAMPLES, jobsFor as mailsFor, MAIL_WITHDRAWAL_LINK, UPDATE_TEST_ASKED, WEBHOOK_DUE, webhookJobsFor, WEBHOOK_STOPPED, webhooksFor } from '#libs/notifications';
import { CAMPAIGN_CREATED, PETITION_CLOSED, PETITION_OPENED } from '#libs/petitions';
import { type JobRequest } from '#libs/queues';
import {
  COMPARE_KEYINGS, CONFIRMED, DROP_DISOWNED, DROP_KEYED_LINE, ENSURE_KEYS, FIND_WITHDRAWAL, REMINDER_DUE, REPEATED, SEALED_KEPT, UNCONFIRMED, WITHDRAWAL_ASKED, WITHDRAWAL_REQUESTED, type WithdrawalRequest,
} from '#libs/signatures';
import { DEVICE_DISOWNED, DEVICE_SILENT, LINE_KEYED_AGAIN, LINE_RETYPE } from '#libs/stores';
import { MILESTONE_CROSSED, PUBLISH_DAILY } from '#libs/tallies';

type Subscription = (row: OutboxRow) => JobRequest<object>[];

const also = (one: Subscription, other: Subscription): Subscription => (row) => [...one(row), ...other(row)];

/** Everything that follows from a committed event, on one page. A topic that is not here stays in the outbox and raises an alarm. */
export const SUBSCRIPTIONS: Readonly<Record<string, Subscription>> = {
  // A campaign can be signed once its keys are there.
  [CAMPAIGN_CREATED]: (row) => [{ kind: ENSURE_KEYS, payload: {}, id: `keys-${row.id}` }],
  [PETITION_OPENED]: also((row) => [{ kind: PUBLISH_DAILY, payload: {}, id: `publish-${row.id}` }], also(mailsFor, webhooksFor)),
  [PETITION_CLOSED]: also(mailsFor, webhooksFor),

  // A withdrawal link that was asked for while Redis was away.
  [WITHDRAWAL_ASKED]: (row) => {
    const request = row.payload as unknown as WithdrawalRequest;
    return [{ kind: FIND_WITHDRAWAL, payload: request, id: request.id }];
  },
  // Left by an earlier release; workers look into `sealed_intake` by themselves now.
  [SEALED_KEPT]: () => [],
  [LINE_KEYED_AGAIN]: (row) => [{ kind: COMPARE_KEYINGS, payload: { keying: String(row.payload['keying']) }, id: `keying-${row.id}` }],
  [LINE_RETYPE]: (row) => {
    const { petitionId, recordId } = row.payload as { petitionId: number; recordId: string };
    return [{ kind: DROP_KEYED_LINE, payload: { petitionId, recordId }, id: `retype-${row.id}` }];
  },
  // What a stolen tablet sent while it was in wrong hands.
  [DEVICE_DISOWNED]: (row) => {
    const { deviceId, since } = row.payload as { deviceId: string; since: string };
    return [{ kind: DROP_DISOWNED, payload: { deviceId, since }, id: `disowned-${row.id}` }];
  },

  // Mails to signers.
  [UNCONFIRMED]: mailsFor,
  [REMINDER_DUE]: mailsFor,
  [REPEATED]: mailsFor,
  [CONFIRMED]: mailsFor,
  [WITHDRAWAL_REQUESTED]: (row) => {
    const { petitionId, ids, request } = row.payload as { petitionId: number; ids: string[]; request: string };
    return ids.map((recordId) => ({ kind: MAIL_WITHDRAWAL_LINK, payload: { petitionId, recordId, request }, id: `withdrawal-${request}` }));
  },

  // Mails to organisers and managers.
  [INVITED]: mailsFor,
  [MILESTONE_CROSSED]: also(mailsFor, webhooksFor),
  [HANDOVER_SCHEDULED]: also(mailsFor, webhooksFor),
  [HANDOVER_MOVED]: also(mailsFor, webhooksFor),
  [DELEGATION_CHANGED]: mailsFor,
  [HANDOVER_REMINDER]: mailsFor,
  [COMMITMENT_REMINDER]: mailsFor,
  [LETTER_REMINDER]: mailsFor,
  [DEVICE_SILENT]: mailsFor,
  [UPDATE_TEST_ASKED]: mailsFor,
  [SEAL_ASKED]: (row) => [{ kind: MAKE_SEAL, payload: { sealId: String(row.payload['sealId']) }, id: `seal-${row.id}` }],
  [SAMPLE_ASKED]: (row) => [{ kind: ASK_SAMPLES, payload: {}, id: `sample-${row.id}` }],
  [SEAL_MADE]: webhooksFor,
  [NAMES_APPROVED]: (row) => [{ kind: MAKE_NAMES, payload: { exportId: String(row.payload['exportId']) }, id: `names-${row.id}` }],
  [HANDOVER_HELD]: webhooksFor,
  [OVERLAP_ASKED]: (row) => [{ kind: RECKON_OVERLAP, payload: { handoverId: String(row.payload['handoverId']) }, id: `overlap-${row.id}` }],
  [COMMITMENT_STATUS]: webhooksFor,
  [PUBLICATION_PUBLIC]: webhooksFor,
  [PUBLICATION_WITHDRAWN]: webhooksFor,
  [PUBLICATION_CORRECTED]: webhooksFor,

  // Webhooks: what organisers ask to be sent, and that one stopped by itself.
  [WEBHOOK_DUE]: webhookJobsFor,
  [WEBHOOK_STOPPED]: webhookJobsFor,
};
