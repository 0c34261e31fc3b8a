export {
  ASSESSMENT_STATES, RATINGS, type AssessmentState, type Audience, type Card, type CardComparison, type CardEntry, type CardLine, type CardReply, type CardRound, type CardSource,
  type CardVersion, type ComparedEntry, type Framework, type FrameworkGoal, type FrameworkIndicator, type Movement, type Page, type Period, type ProgressActor, type Rating,
} from './cards/cards.types.js';
export type { Assessment, AssessmentFilter, AssessmentInput, AssessmentPlace, ReplyInput, RoundInput, RoundStanding } from './cards/assessments.types.js';
export { PARTS, type Change, type Overview, type OverviewPart, type OverviewPlace, type Part, type Share } from './overview/overview.types.js';
