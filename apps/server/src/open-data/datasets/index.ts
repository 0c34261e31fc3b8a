import { type WholeCampaign } from '#libs/petitions';
import { type Row, type Table } from '../dataset.js';
import { type DataSources } from '../sources.js';
import { cardRows, CARDS } from './cards.js';
import { COUNTS, countRows, DAYS, dayRows } from './counts.js';
import { rankingRows, RANKINGS, ratificationRows, RATIFICATIONS, statisticRows, STATISTICS } from './facts.js';
import { HISTORY, historyRows, STATED, statedRows } from './figures-and-history.js';
import { COMMITMENT_HISTORY, commitmentHistoryRows, commitmentRows, COMMITMENTS, handoverRows, HANDOVERS, recipientRows, RECIPIENTS } from './handovers.js';
import { callRows, CALLS, petitionRows, PETITIONS, textRows, TEXTS } from './petitions.js';

export type ReadRows = (sources: DataSources, campaign: WholeCampaign) => Promise<Row[]>;

/** Everything that is published as a table, in the order in which it is shown. A new table: its columns, its reader, its line here, and its sentences. */
export const DATASETS: readonly { table: Table; rows: ReadRows }[] = [
  { table: PETITIONS, rows: petitionRows },
  { table: CALLS, rows: callRows },
  { table: TEXTS, rows: textRows },
  { table: COUNTS, rows: countRows },
  { table: DAYS, rows: dayRows },
  { table: HANDOVERS, rows: handoverRows },
  { table: RECIPIENTS, rows: recipientRows },
  { table: COMMITMENTS, rows: commitmentRows },
  { table: COMMITMENT_HISTORY, rows: commitmentHistoryRows },
  { table: CARDS, rows: cardRows },
  { table: RATIFICATIONS, rows: ratificationRows },
  { table: RANKINGS, rows: rankingRows },
  { table: STATISTICS, rows: statisticRows },
  { table: STATED, rows: statedRows },
  { table: HISTORY, rows: historyRows },
];
