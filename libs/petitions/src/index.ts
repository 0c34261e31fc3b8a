export { PetitionsModule } from './petitions.module.js';
export { CampaignsService, type CampaignIds } from './campaigns.service.js';
export { PetitionsService } from './petitions.service.js';
export { CampaignReader, type CampaignView, type JurisdictionView, type WholeCampaign } from './campaign-reader.js';
export { beginEdition, goalsInUse, type InstrumentRow, type MeasuresInput, writeInstrument, writeMeasures } from './measures.js';
export { PetitionReader, type PetitionFilter, type PetitionListItem, type TextVersion } from './petition-reader.js';
export type {
  CampaignPatch, ControllerInput, NewCampaign, NewPetition, Page, PartnerInput, PetitionActor, PetitionIds, PetitionPatch, PetitionPolicies, TextInput,
} from './petitions.types.js';
export { type Readiness, type ReviewNeed } from './readiness-rules.js';
export { holdPetition, isReadElsewhere, type HeldPetition } from './held-petition.js';
export { NAMES_FIELDS, NAMES_SQL, namesDemandOf, type NamesDemand, type NamesField, type NamesRow } from './names-rules.js';
export { NamesDemands, type NamesInput } from './workshop/names-demands.service.js';
export { KEEP_TIMETABLE } from './petitions.jobs.js';
export { NOTICE_AUDIENCES, NOTICE_WAYS, NoticeSettings, type NoticeAudience, type NoticeRule, type NoticeWay } from './workshop/notice-settings.service.js';
export { whenToTell, type QuietHours } from './workshop/quiet-hours-rules.js';
export { Reviews, type Proposal, type Remark, type Review, type ReviewStanding } from './workshop/reviews.service.js';
export {
  editionAfter, fieldOf, fieldsOf, sourcesAfter, TEXT_CHANGES, translationState, waitsForSecondPerson, type CallWords, type FieldState, type SourceVersion, type TextChange, type TextField, type TextParts, type Translation,
} from './workshop/text-rules.js';
export { compareTexts, TextVersions, type FieldDiff, type LanguageStanding } from './workshop/text-versions.reader.js';
export { insertText as addTextVersion, newestTexts, versionsIn as textVersionsIn, type KeptText, type NewText } from './workshop/texts.repository.js';
export { Timetable } from './workshop/timetable.service.js';
export { wordDiff, type DiffPiece } from './workshop/word-diff.js';
export { PetitionDirectory, type CurrentText, type DoorPetition } from './petition-directory.js';
export { AS_PLANNED, MOST_CALLS, PETITION_STATUSES, petitionSlug, signable, type PetitionStatus, type Signable, type SignableFacts } from './petition-rules.js';
export { PETITION_ERRORS, campaignUnknown, petitionConflict, petitionInvalid, petitionUnknown, type PetitionErrorCode } from './petitions.errors.js';
export { CAMPAIGN_CREATED, PETITION_CLOSED, PETITION_OPENED, type CampaignCreated, type PetitionEvent } from './petitions.events.js';
export { edtfBounds, isDay, readEdtf, type DatePrecision, type EdtfBounds, type EdtfReading } from './import/edtf-bounds.js';
export { at, fault, type Fault, type FaultCode } from './import/faults.js';
export { CAMPAIGN_FORMAT } from './import/format.js';
export type {
  CallToActionEntry, CampaignEntry, CampaignFile, CollectedEntry, CommitmentEntry, FileDate, HandoverEntry, HelpContactEntry, HistoryEntry, JurisdictionEntry,
  LanguageTag, PetitionEntry, PresenterEntry, Qualifier, RecipientEntry, RecipientKind, RelativeDate, SourceReference, Words,
} from './import/format.js';
export { printedFigure, type PrintedFigure } from './import/printed-figure.js';
export { resolveDate } from './import/resolve-date.js';
export { dataFolder, schemaFaults, type DataFormat } from './import/schema-faults.js';
export { parseCampaignFile, parseGuarded, validateCampaignFile, type CampaignFileResult } from './import/validate.js';
export { changedPaths } from './import/changed-paths.js';
export { plainWords } from './import/plain-words.js';
export { holdCampaign, noteImport, writeImportedCampaign, type CampaignBefore, type WrittenCampaign } from './import/write-campaign.js';
