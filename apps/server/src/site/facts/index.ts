export { FactsPagesReader } from './facts-reader.js';
export { FactsSiteModule } from './facts-site.module.js';
export { Ranks, RankingsPage } from './rankings.js';
export { RatificationsPage } from './ratifications.js';
export { StatisticsPage } from './statistics.js';
export type { RankingsView, RankingView, RatificationsView, StatisticsView } from './view-models.js';
