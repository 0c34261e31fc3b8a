export { AttestedCounts, type AttestedCount, type ImportedCount, type NewAttestedCount, type Qualifier } from './attested-counts.js';
export { LiveCounts } from './live-counts.js';
export { TalliesModule } from './tallies.module.js';
export { TallyBook, thresholdsOf, type CellDelta, type HeldTally, type PetitionDeltas, type Threshold } from './tally-book.js';
export { TallyFigures, type PetitionFigures, type TallyView } from './tally-figures.js';
export { MILESTONE_CROSSED, type MilestoneCrossed } from './tallies.events.js';
