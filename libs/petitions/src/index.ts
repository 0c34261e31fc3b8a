export { PetitionsModule } from './petitions.module.js';
export { PetitionDirectory, type CurrentText, type DoorPetition } from './petition-directory.js';
export {
  DATE_NOT_IN_SOURCE, DEFAULT_MINIMUM_AGE, MOST_CALLS, PETITION_STATUSES, petitionSlug, signable, type PetitionStatus, type Signable, type SignableFacts,
} from './petition-rules.js';
export { PETITION_ERRORS, PETITION_FIELD_CODES, petitionUnknown, campaignUnknown, type PetitionErrorCode } from './petitions.errors.js';
export { CAMPAIGN_CREATED, PETITION_CLOSED, PETITION_OPENED, type CampaignCreated, type PetitionEvent } from './petitions.events.js';
export { edtfBounds, isDay, readEdtf, type DatePrecision, type EdtfBounds, type EdtfReading } from './import/edtf-bounds.js';
export { type Fault, type FaultCode } from './import/faults.js';
export { CAMPAIGN_FORMAT } from './import/format.js';
export type {
  CallToActionEntry, CampaignEntry, CampaignFile, CollectedEntry, CommitmentEntry, FileDate, HandoverEntry, HelpContactEntry, HistoryEntry, JurisdictionEntry,
  LanguageTag, PetitionEntry, PresenterEntry, Qualifier, RecipientEntry, RecipientKind, RelativeDate, SourceReference, Words,
} from './import/format.js';
export { printedFigure, type PrintedFigure } from './import/printed-figure.js';
export { resolveDate } from './import/resolve-date.js';
export { dataFolder } from './import/schema-faults.js';
export { parseCampaignFile, validateCampaignFile, type CampaignFileResult } from './import/validate.js';
export { changedPaths } from './import/changed-paths.js';
export { plainWords } from './import/plain-words.js';
export { holdCampaign, noteImport, writeImportedCampaign, type CampaignBefore, type WrittenCampaign } from './import/write-campaign.js';
