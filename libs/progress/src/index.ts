export { ProgressModule } from './progress.module.js';
export { CardsReader, type CardsView } from './cards/cards.reader.js';
export { AssessmentsService } from './cards/assessments.service.js';
export { Frameworks, type CampaignFramework } from './frameworks/frameworks.service.js';
export { CardReplies } from './cards/replies.service.js';
export { endOfDay, movement, newestTelling } from './cards/card-rules.js';
export { mayReview } from './cards/assessment-rules.js';
export { CARD_ERRORS, type CardErrorCode } from './cards/cards.errors.js';
export {
  ASSESSMENT_STATES, RATINGS, type AllCards, type AssessmentState, type Audience, type Card, type CardComparison, type CardEntry, type CardLine, type CardReply, type CardRound, type CardSource,
  type CardVersion, type ComparedEntry, type Framework, type FrameworkGoal, type FrameworkIndicator, type Movement, type Page, type Period, type ProgressActor, type Rating, type RatingVersion,
} from './cards/cards.types.js';
export type { Assessment, AssessmentFilter, AssessmentInput, AssessmentPlace, ReplyInput, RoundInput, RoundStanding } from './cards/assessments.types.js';
export { verifyCards } from './cards/verify-cards.js';
export { overviewOf, type OverviewInput, type RoundCards } from './overview/overview-rules.js';
export { PARTS, type Change, type Overview, type OverviewPart, type OverviewPlace, type Part, type Share } from './overview/overview.types.js';
export { CARDS_FORMAT, type CardsFile } from './cards/import/cards-file.js';
export { validateCardsFile, type CardsFileResult, type KnownCampaign } from './cards/import/validate-cards.js';
export { campaignOfFile, writeImportedCards, type ImportedInto } from './cards/import/write-cards.js';
export { FactsModule } from './facts.module.js';
export { FACTS_ERRORS, type FactsErrorCode } from './instruments/facts.errors.js';
export { edtfOf, stateFrom } from './instruments/instrument-rules.js';
export { InstrumentsReader } from './instruments/instruments.reader.js';
export { InstrumentEvents } from './instruments/instruments.service.js';
export { NamedInstruments } from './instruments/named-instruments.service.js';
export {
  INSTRUMENT_EVENTS, INSTRUMENT_STATES, INSTRUMENT_TYPES, type EventFilter, type EventInput, type FactsActor, type FulfilmentProposal, type InstrumentEvent, type InstrumentEventKind, type InstrumentInput, type InstrumentRef, type InstrumentState,
  type InstrumentStateKind, type InstrumentType, type KnownInstrumentDate, type PlaceRef, type ProposalFilter, type Standing,
} from './instruments/instrument.types.js';
export { inputHash, rank } from './rankings/ranking-rules.js';
export { type RankedCard, type RankedRound, type RankedRow, type Ranking, type RankingFilter, type RankingInput, type RankingMethod, type RankingRules } from './rankings/ranking.types.js';
export { RankingsReader } from './rankings/rankings.reader.js';
export { Rankings } from './rankings/rankings.service.js';
export { checkPercent, type Base, type BaseFrom, type PercentCheck, type PrintedFigure, type Share as PrintedShare } from './statistics/percent-rules.js';
export { StatisticsReader } from './statistics/statistics.reader.js';
export {
  STATISTIC_SCOPES, type PublishedStatistic, type StatisticFilter, type StatisticQualifier, type StatisticScope, type StatisticUnit,
} from './statistics/statistics.types.js';
export { TimelineReader } from './timeline/timeline.reader.js';
export { FINDING_DIRECTIONS, TIMELINE_KINDS, type CountryFinding, type FindingDirection, type FindingFilter, type TimelineEvent, type TimelineFilter, type TimelineKind } from './timeline/timeline.types.js';
export { factsFaults, writeImportedFacts } from './facts-import/facts.import.js';
export { type FactsFile, type TimelineFile } from './facts-import/facts-file.js';
