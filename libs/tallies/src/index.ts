export { AttestedCounts, type AttestedCount, type ImportedCount, type NewAttestedCount, type Qualifier } from './attested-counts.js';
export { forecast, outlooks, type Forecast, type ForecastHistory, type Outlook, type Silence } from './forecast-rules.js';
export { type LinkDelta } from './link-tallies.js';
export { LiveCounts } from './live-counts.js';
export { nextMilestone } from './milestone-rules.js';
export { publishHistory, publishTally, type Span } from './publish-rules.js';
export { OrganiserMilestones } from './organiser-milestones.js';
export { milestonesOf, PublishedTallies, type PublishedTally } from './published-tallies.js';
export { SteeringFigures, type SteeringScope } from './steering-figures.js';
export {
  changeOf, MEMBER_ORDERS, movers, sortedMembers, type MemberLine, type MemberOrder, type ShareLine, type Spans, type SteeredPetition, type Steering,
} from './steering-rules.js';
export {
  summarise, type AnsweredCall, type AttestedRow, type BundleRow, type BundleSummary, type CampaignRows, type CampaignSummary, type Figure,
  type HandoverRow, type HeldHandovers, type PetitionRow,
} from './summary-rules.js';
export { TalliesModule } from './tallies.module.js';
export { FORECAST_MILESTONES, PUBLISH_DAILY } from './tallies.jobs.js';
export { TallyBook, thresholdsOf, type CellDelta, type HeldTally, type PetitionDeltas, type Threshold } from './tally-book.js';
export { TallyClockwork } from './tally-clockwork.js';
export { TallyFigures, type PetitionFigures, type TallyView } from './tally-figures.js';
export { MILESTONE_CROSSED, type MilestoneCrossed } from './tallies.events.js';
