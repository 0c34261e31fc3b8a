export { TallyBook, thresholdsOf, type CellDelta, type HeldTally, type PetitionDeltas, type Threshold } from './tally-book.js';
export { MILESTONE_CROSSED, type MilestoneCrossed } from './tallies.events.js';
