import { type WholeCampaign } from '#libs/petitions';
import { type Table, type WordyRow } from '../dataset.js';
import { type DataSources } from '../sources.js';
import { DOCUMENTS, documentRows, FRAMEWORK_GOALS, FRAMEWORK_INDICATORS, FRAMEWORK_MARKS, frameworkGoalRows, frameworkIndicatorRows, frameworkMarkRows, goalRows, GOALS, indicatorRows, INDICATORS, instrumentRows, INSTRUMENTS, partnerRows, PARTNERS } from './campaign.js';
import { CARD_REPLIES, CARD_SOURCES, CARD_VERSIONS, cardReplyRows, cardRows, CARDS, cardSourceRows, cardVersionRows, ROUND_PLACES, roundPlaceRows, roundRows, ROUNDS } from './cards.js';
import { COMMITMENT_HISTORY, commitmentHistoryRows, commitmentRows, COMMITMENTS } from './commitments.js';
import { COUNTS, countRows, DAYS, dayRows, milestoneRows, MILESTONES } from './counts.js';
import { findingRows, FINDINGS, ratificationRows, RATIFICATIONS, statisticRows, STATISTICS, TIMELINE, timelineRows, TOLD_FIGURES, toldFigureRows } from './facts.js';
import { HISTORY, historyRows, STATED, statedRows } from './figures-and-history.js';
import { handoverRows, HANDOVERS, recipientRows, RECIPIENTS, responseRows, RESPONSES } from './handovers.js';
import { callRows, CALLS, petitionRows, PETITIONS, textRows, TEXTS } from './petitions.js';
import { groupRows, GROUPS, memberRows, MEMBERS, placeRows, PLACES } from './places.js';
import { editionRows, EDITIONS, publicationRows, PUBLICATIONS } from './publications.js';
import { methodRows, METHODS, rankingRows, RANKINGS, rankRows, RANKS, weightRows, WEIGHTS } from './rankings.js';
import { translationsOf } from './translations.js';

export interface Dataset {
  table: Table;
  rows: (sources: DataSources, campaign: WholeCampaign) => Promise<WordyRow[]>;
}

const TOLD: readonly Dataset[] = [
  { table: PETITIONS, rows: petitionRows },
  { table: CALLS, rows: callRows },
  { table: TEXTS, rows: textRows },
  { table: PLACES, rows: placeRows },
  { table: GROUPS, rows: groupRows },
  { table: MEMBERS, rows: memberRows },
  { table: COUNTS, rows: countRows },
  { table: DAYS, rows: dayRows },
  { table: MILESTONES, rows: milestoneRows },
  { table: HANDOVERS, rows: handoverRows },
  { table: RECIPIENTS, rows: recipientRows },
  { table: RESPONSES, rows: responseRows },
  { table: COMMITMENTS, rows: commitmentRows },
  { table: COMMITMENT_HISTORY, rows: commitmentHistoryRows },
  { table: GOALS, rows: goalRows },
  { table: INDICATORS, rows: indicatorRows },
  { table: FRAMEWORK_GOALS, rows: frameworkGoalRows },
  { table: FRAMEWORK_INDICATORS, rows: frameworkIndicatorRows },
  { table: FRAMEWORK_MARKS, rows: frameworkMarkRows },
  { table: ROUNDS, rows: roundRows },
  { table: ROUND_PLACES, rows: roundPlaceRows },
  { table: CARDS, rows: cardRows },
  { table: CARD_VERSIONS, rows: cardVersionRows },
  { table: CARD_SOURCES, rows: cardSourceRows },
  { table: CARD_REPLIES, rows: cardReplyRows },
  { table: INSTRUMENTS, rows: instrumentRows },
  { table: RATIFICATIONS, rows: ratificationRows },
  { table: METHODS, rows: methodRows },
  { table: WEIGHTS, rows: weightRows },
  { table: RANKINGS, rows: rankingRows },
  { table: RANKS, rows: rankRows },
  { table: STATISTICS, rows: statisticRows },
  { table: FINDINGS, rows: findingRows },
  { table: TIMELINE, rows: timelineRows },
  { table: STATED, rows: statedRows },
  { table: TOLD_FIGURES, rows: toldFigureRows },
  { table: PUBLICATIONS, rows: publicationRows },
  { table: EDITIONS, rows: editionRows },
  { table: DOCUMENTS, rows: documentRows },
  { table: PARTNERS, rows: partnerRows },
  { table: HISTORY, rows: historyRows },
];

/** Everything that is published as a table, in the order in which it is shown. A new table: its columns, its reader, its line above, and its sentences. */
export const DATASETS: readonly Dataset[] = [...TOLD, translationsOf(TOLD)];
