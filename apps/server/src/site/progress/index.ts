export { CardPage, NoCardPage } from './card.js';
export { ComparePage } from './compare.js';
export { OverviewPage } from './overview.js';
export { Legend, MoveTag, NgoStar, RatingShape, RatingTag, ratingWord } from './rating.js';
export { STANDINGS, type CardView, type CompareView, type LegendView, type NoCardView, type OverviewView, type ShareRow, type Standing } from './view-models.js';
export { OverviewReader } from './overview-reader.js';
export { ProgressPagesController } from './progress-pages.controller.js';
export { ProgressReader } from './progress-reader.js';
