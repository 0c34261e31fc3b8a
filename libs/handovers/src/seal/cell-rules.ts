import { publishTally } from '#libs/tallies';
import { type ManifestCell } from './manifest.js';

/** Exact counts of a petition by country and channel. */
export interface ExactCell { country: string; channel: string; counted: number }

/** What is not told by country, or not by channel. */
export const OTHER_COUNTRIES = 'other';
export const ALL_CHANNELS = 'all';

/**
 * The cells a manifest tells: by the rules for published figures, first of countries, then of the channels of each. None is under ten,
 * unless all there is, and they add up to all there is. Of a petition of high privacy nothing is told apart.
 */
export function manifestCells(exact: readonly ExactCell[], privacy: 'standard' | 'high'): ManifestCell[] {
  const counted = sum(exact);
  if (counted === 0) return [];
  if (privacy === 'high') return [{ country: OTHER_COUNTRIES, channel: ALL_CHANNELS, counted }];
  const countries = publishTally({ counted, byCountry: totals(exact, 'country'), byChannel: {} }, 'standard').byCountry;
  return Object.entries(countries).flatMap(([country, total]): ManifestCell[] => {
    if (country === OTHER_COUNTRIES) return [{ country, channel: ALL_CHANNELS, counted: total }];
    // The rule for parts of a whole is the same, whatever the parts are.
    const channels = publishTally({ counted: total, byCountry: totals(exact.filter((cell) => cell.country === country), 'channel'), byChannel: {} }, 'standard').byCountry;
    return Object.entries(channels).map(([channel, n]) => ({ country, channel: channel === OTHER_COUNTRIES ? ALL_CHANNELS : channel, counted: n }));
  });
}

function totals(cells: readonly ExactCell[], by: 'country' | 'channel'): Record<string, number> {
  const found: Record<string, number> = {};
  for (const cell of cells) found[cell[by]] = (found[cell[by]] ?? 0) + cell.counted;
  return found;
}

const sum = (cells: readonly ExactCell[]): number => cells.reduce((all, { counted }) => all + counted, 0);
