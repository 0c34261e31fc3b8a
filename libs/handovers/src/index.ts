export { HandoversModule } from './handovers.module.js';
export { HANDOVER_ENTITIES } from './handovers.entity.js';
/** For what is put together without the module. */
export { HandoversRepository } from './handovers.repository.js';
export { HandoversService } from './handovers.service.js';
export { CommitmentsService } from './commitments.service.js';
export { type BundleFigures, type BundleMember, type BundleOverlap, type ResidentFigures } from './bundles/bundle.types.js';
export { Bundles, type BundlePatch } from './bundles/bundles.service.js';
export { RECKON_OVERLAP } from './handovers.jobs.js';
export { HandoversReader, type MonthView } from './handovers.reader.js';
export { type HandoverFilter, type ReadableScope } from './handovers.queries.js';
export { type CommitmentFilter } from './commitments.queries.js';
export { HandoverReminders } from './reminders.service.js';
export { HandoverSummaries, type AnsweredCallRow, type CommitmentSummaryRow, type HandoverSummaryRow } from './summary.queries.js';
export { writeImportedHandovers } from './handovers.import.js';
export { type ImportContext, type ImportedHandover } from './import-rows.js';
export { calendarFile, type CalendarWords } from './calendar-file.js';
export { HANDOVER_ERRORS, HandoverConflictError, HandoverInvalidError, HandoverNotFoundError, type HandoverErrorCode } from './handovers.errors.js';
export {
  COMMITMENT_REMINDER, COMMITMENT_STATUS, DELEGATION_CHANGED, HANDOVER_HELD, HANDOVER_MOVED, HANDOVER_REMINDER, HANDOVER_SCHEDULED, OVERLAP_ASKED,
  type CommitmentReminder, type CommitmentStatusEvent, type DelegationEvent, type HandoverEvent, type HandoverReminder,
} from './handovers.events.js';
export { REMINDERS_A_DAY, reminderTurn, type CommitmentReminderKind, type HandoverReminderKind, type LetterReminderKind } from './reminder-rules.js';
export { instantOf, isTimeZone } from './date-rules.js';
export {
  COMMITMENT_KINDS, COMMITMENT_STATUSES, FIGURE_QUALIFIERS, HANDOVER_LEVELS, HANDOVER_STATUSES, HOLD_OUTCOMES, RECIPIENT_KINDS, RESPONSE_KINDS,
  type AnsweredCall, type Audience, type Commitment, type CommitmentInput, type CommitmentKind, type CommitmentStatus, type CommitmentStatusEntry,
  type FigureQualifier, type Handover, type HandoverActor, type HandoverChange, type HandoverDate, type HandoverLevel, type HandoverListItem, type HandoverPatch,
  type HandoverPresenter, type HandoverRecipient, type HandoverRecipientKind, type HandoverResponse, type HandoverStatus, type HandoverSubject, type HoldHandover, type HoldOutcome,
  type OtherWords, type Page, type PresenterInput, type RecipientInput, type ResponseInput, type ResponseKind, type ScheduleHandover, type StatedFigure, type StatusInput
} from './handovers.types.js';
export { Offices } from './offices/offices.service.js';
export { Blackouts } from './offices/blackouts.service.js';
export { officeName } from './offices/office-rules.js';
export { type Blackout, type BlackoutInput, type HoldersThenAndNow, type Office, type OfficeInput, type Term, type TermInput } from './offices/offices.types.js';
export {
  canonicalStatement, manifestText, sha256Hex, signatureHolds, signedBytes, type Manifest, type ManifestAttested, type ManifestCell, type ManifestKey, type ManifestMember, type ManifestPetition, type ManifestStatement, type ManifestText, type SealedStatement,
} from './seal/manifest.js';
export { OTHER_COUNTRIES, type ExactCell } from './seal/cell-rules.js';
export { pathLeadsTo, pathOf, rootOf } from './seal/merkle.js';
export { SEAL_ASKED, SEAL_MADE, type SealEvent } from './seal/seal.events.js';
export { MAKE_DUE_SEALS, MAKE_SEAL } from './seal/seal.jobs.js';
export { SealDesk } from './seal/seal-desk.service.js';
export { SealReader } from './seal/seal.reader.js';
export { checkManifest, type CheckedManifest, type ManifestFault, type ManifestFaultCode } from './seal/check-manifest.js';
export { verifySeals } from './seal/verify-seals.js';
export { SealingModule } from './seal/sealing.module.js';
export { HandoverSealer, type SealFailure } from './seal/sealer.service.js';
export { type Seal, type SealCorrections, type SealProof, type SealState } from './seal/seal.types.js';
export { NAMES_APPROVED, type NamesEvent } from './names/names.events.js';
export { KEEP_NAMES, MAKE_NAMES } from './names/names.jobs.js';
export { NamesDesk } from './names/names-desk.service.js';
export { NamesReader } from './names/names.reader.js';
export { NamesMaker } from './names/names-maker.service.js';
export { NamesFileError, openNames, type NamesFaultCode, type NamesHead, type NamesRowValues, type NamesTail } from './names/names-file.js';
export { APPROVAL_DAYS, KEPT_DAYS } from './names/names-rules.js';
export { type NamesCandidate, type NamesExport, type NamesState } from './names/names.types.js';
export { drawnIndexes, MOST_DRAWN, NONCE_LENGTH, plainNonce } from './sample/draw-rules.js';
export { toldInterval, type Interval, type SampleCounts, type SampleEstimate } from './sample/estimate-rules.js';
export { SAMPLE_OUTCOMES, type OutcomeInput, type Sample, type SampleDraw, type SampleOutcome } from './sample/sample.types.js';
export { SampleReader } from './sample/sample.reader.js';
export { ANSWERS_DAYS, FEWEST_ASKED } from './sample/question-rules.js';
export { SAMPLE_ASKED } from './sample/sample.events.js';
export { SampleQuestions, type DueQuestion, type QuestionSubject } from './sample/sample-questions.service.js';
export { verifySamples } from './sample/verify-samples.js';
export { Samples } from './sample/samples.service.js';
export { HandoverDays } from './day/days.service.js';
export { embargoInstant } from './day/day-rules.js';
export { type DayLink, type NewDayLink, type OpenLink, RECEIPTS, type RecordDay } from './day/day.types.js';
export { LaterEvents } from './day/later-events.js';
export { type HandoverDay, type DocumentRef, type ReceiptKind, type RightOfReply } from './handovers.types.js';
export { Letters } from './promises/letters.service.js';
export { PublicDocuments } from './promises/public-documents.js';
export { type Letter, LETTER_KINDS, type LetterInput, type LetterKind, type ReplyInput } from './promises/promises.types.js';
export { REPLY_DAYS } from './promises/reply-rules.js';
export { Delegations, linkHash } from './delegation/delegations.service.js';
export { HandoverFiles } from './delegation/files.service.js';
export { Preparations } from './delegation/preparations.service.js';
export {
  DELEGATE_STATES, type ChecklistInput, type ChecklistItem, type Delegate, type DelegateInput, type DelegateState, type HandoverFile, type HandoverFileInput, type Invitation, type RunInput, type RunItem,
} from './delegation/delegation.types.js';
export { CalendarFeeds, type CalendarFeed } from './calendar/calendar-feeds.service.js';
export { calendarMessage, type CalendarEntry, type CalendarMethod, type CalendarPeople, type Participation } from './calendar/calendar-message.js';
export { Clashes } from './calendar/clashes.js';
export { type ClashWarning } from './calendar/clash-rules.js';
export { calendarAct, type CalendarAct } from './calendar/invitation-rules.js';
export { LETTER_REMINDER, type LetterReminder } from './handovers.events.js';
