import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { Bundles, HandoverReminders, HandoverSealer, KEEP_NAMES, MAKE_DUE_SEALS, MAKE_NAMES, MAKE_SEAL, NamesMaker, RECKON_OVERLAP } from '#libs/handovers';
import { ASK_SAMPLES, DAILY_WEBHOOKS, MAIL_DIGESTS, NotificationHandlers, SEND_UPDATES, SWEEP_WEBHOOKS } from '#libs/notifications';
import { KEEP_TIMETABLE, Timetable } from '#libs/petitions';
import { defineJob, handle, type HandledJob, type JobKind } from '#libs/queues';
import {
  BatchWriter, COMPARE_KEYINGS, DisownedRecords, DRAIN_SEALED, DROP_DISOWNED, DROP_KEYED_LINE, ENSURE_KEYS, FIND_WITHDRAWAL, KeyingComparison, RECORD_BATCH, SignatureKeeper, SignatureLedger,
  ScreeningSweep, SWEEP_SCREENING, SWEEP_UNCONFIRMED,
} from '#libs/signatures';
import { DeviceRecords, Devices, Pairing } from '#libs/stores';
import { FORECAST_MILESTONES, PUBLISH_DAILY, TallyClockwork } from '#libs/tallies';
import { NightlyRecount, RECOUNT_NIGHTLY } from '#libs/verification';
import { EvidenceLinks } from './evidence-links.js';

const REMIND_OF_HANDOVERS = defineJob<Record<string, never>>('worker.handover-reminders', 'clockwork');
const FORGET_OLD_PAIRINGS = defineJob<Record<string, never>>('worker.forget-old-pairings', 'clockwork');
const CHECK_LINKS = defineJob<Record<string, never>>('worker.check-links', 'calls');
const FIND_SILENT_TABLETS = defineJob<Record<string, never>>('worker.silent-tablets', 'clockwork');

const MINUTE = 60_000;

/** What happens by the clock, and how often. Each may run late, twice or in two workers at once. */
export const CLOCKWORK: readonly { kind: JobKind<Record<string, never>>; everyMs: number }[] = [
  { kind: ENSURE_KEYS, everyMs: 60 * MINUTE },
  { kind: SWEEP_UNCONFIRMED, everyMs: 10 * MINUTE },
  { kind: SWEEP_SCREENING, everyMs: 10 * MINUTE },
  { kind: FORECAST_MILESTONES, everyMs: 5 * MINUTE },
  { kind: PUBLISH_DAILY, everyMs: 15 * MINUTE },
  { kind: REMIND_OF_HANDOVERS, everyMs: 10 * MINUTE },
  { kind: FIND_SILENT_TABLETS, everyMs: 10 * MINUTE },
  { kind: FORGET_OLD_PAIRINGS, everyMs: 60 * MINUTE },
  { kind: KEEP_TIMETABLE, everyMs: MINUTE },
  { kind: MAKE_DUE_SEALS, everyMs: MINUTE },
  { kind: KEEP_NAMES, everyMs: 10 * MINUTE },
  { kind: MAIL_DIGESTS, everyMs: 5 * MINUTE },
  { kind: SWEEP_WEBHOOKS, everyMs: MINUTE / 2 },
  { kind: DAILY_WEBHOOKS, everyMs: 15 * MINUTE },
  { kind: CHECK_LINKS, everyMs: 60 * MINUTE },
  { kind: ASK_SAMPLES, everyMs: 5 * MINUTE },
  { kind: SEND_UPDATES, everyMs: MINUTE / 6 },
  { kind: RECOUNT_NIGHTLY, everyMs: 30 * MINUTE },
];

/** Every job there is and who does it: the whole of the worker's work on one page. */
@Injectable()
export class Jobs {
  constructor(
    private readonly batches: BatchWriter, private readonly keyings: KeyingComparison, private readonly ledger: SignatureLedger, private readonly disowned: DisownedRecords,
    private readonly keeper: SignatureKeeper, private readonly tallies: TallyClockwork,
    private readonly reminders: HandoverReminders, private readonly bundles: Bundles, private readonly sealer: HandoverSealer, private readonly devices: Devices, private readonly pairing: Pairing, private readonly records: DeviceRecords, private readonly db: Database, private readonly notifications: NotificationHandlers, private readonly links: EvidenceLinks,
    private readonly names: NamesMaker,
    private readonly timetable: Timetable, private readonly recount: NightlyRecount, private readonly screening: ScreeningSweep,
  ) {}

  all(): HandledJob[] {
    return [
      handle(RECORD_BATCH, (batch) => this.batches.write(batch)),
      // Left in Redis by an earlier release; the drain looks by itself now.
      handle(DRAIN_SEALED, async () => undefined),
      handle(COMPARE_KEYINGS, ({ keying }) => this.keyings.compare(keying)),
      handle(DROP_KEYED_LINE, async ({ petitionId, recordId }) => void (await this.ledger.invalidate(petitionId, [recordId], 'line typed again'))),
      handle(DROP_DISOWNED, async ({ deviceId, since }) => void (await this.disowned.invalidate(deviceId, since))),
      handle(FIND_WITHDRAWAL, (request) => this.keeper.findForWithdrawal(request)),
      handle(ENSURE_KEYS, () => this.keeper.ensureKeys()),
      handle(SWEEP_UNCONFIRMED, async () => {
        await this.keeper.eraseLapsed();
        await this.keeper.remind();
      }),
      handle(SWEEP_SCREENING, () => this.screening.sweep()),
      handle(FORECAST_MILESTONES, async () => void (await this.tallies.approachByForecast())),
      handle(PUBLISH_DAILY, () => this.tallies.publishDaily()),
      handle(REMIND_OF_HANDOVERS, async () => void (await this.reminders.dueReminders(new Date()))),
      handle(RECKON_OVERLAP, ({ handoverId }) => this.bundles.reckonOverlap(handoverId)),
      handle(FIND_SILENT_TABLETS, async () => void (await this.devices.tellSilent(new Date()))),
      handle(FORGET_OLD_PAIRINGS, async () => {
        await this.pairing.forgetOld(new Date());
        await this.db.transaction((tx) => this.records.letOldKeyingsGo(tx, new Date()));
      }),
      handle(CHECK_LINKS, () => this.links.look()),
      handle(KEEP_TIMETABLE, async () => void (await this.timetable.keep(new Date()))),
      handle(MAKE_SEAL, ({ sealId }) => this.sealer.seal(sealId)),
      handle(MAKE_NAMES, ({ exportId }) => this.names.make(exportId)),
      handle(KEEP_NAMES, () => this.names.keep(new Date())),
      handle(MAKE_DUE_SEALS, async () => void (await this.sealer.sealDue())),
      handle(RECOUNT_NIGHTLY, () => this.recount.runIfDue(new Date())),
      ...this.notifications.all(),
    ];
  }
}
