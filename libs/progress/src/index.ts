export { ProgressModule } from './progress.module.js';
export { CardsReader, type CardsView } from './cards/cards.reader.js';
export { AssessmentsService } from './cards/assessments.service.js';
export { CardReplies } from './cards/replies.service.js';
export { compareCards, endOfDay, movement } from './cards/card-rules.js';
export { mayReview } from './cards/assessment-rules.js';
export { CARD_ERRORS, CARD_FIELD_CODES, type CardErrorCode } from './cards/cards.errors.js';
export {
  ASSESSMENT_STATES, RATINGS, type AssessmentState, type Audience, type Card, type CardComparison, type CardEntry, type CardLine, type CardReply, type CardRound, type CardSource,
  type CardVersion, type ComparedEntry, type Framework, type FrameworkGoal, type FrameworkIndicator, type Movement, type Page, type Period, type ProgressActor, type Rating,
} from './cards/cards.types.js';
export type { Assessment, AssessmentFilter, AssessmentInput, AssessmentPlace, ReplyInput, RoundInput, RoundStanding } from './cards/assessments.types.js';
export { overviewOf, type OverviewInput, type RoundCards } from './overview/overview-rules.js';
export { PARTS, type Change, type Overview, type OverviewPart, type OverviewPlace, type Part, type Share } from './overview/overview.types.js';
export { wholePercents } from './overview/percents.js';
