export { RankingsPage } from './rankings.js';
export { RatificationsPage } from './ratifications.js';
export { StatisticsPage } from './statistics.js';
export type { RankingsView, RatificationsView, StatisticsView } from './view-models.js';
