import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dataFolder } from '#libs/petitions';

export interface Share { country: string; signatures: number }

interface Jurisdiction {
  id: string;
  kind: string;
  petition: { status: string } | null;
  collected: { signatures: number | null } | null;
  handovers: { level: string; signatures: number | null }[];
}

/**
 * The 47 countries of the record that had a petition, with the figure of each (that of its handover, else the one collected), scaled so
 * that they add up to `sum`. For the six countries of which no figure was published, the median of the others stands in.
 */
export function sharesOfTheRecord(sum: number): Share[] {
  const file = JSON.parse(readFileSync(path.join(dataFolder(), 'stop-sex-trafficking', 'campaign.json'), 'utf8')) as { jurisdictions: Jurisdiction[] };
  const had = file.jurisdictions.filter(({ kind, petition }) => kind === 'country' && petition?.status === 'collected');
  const figures = had.map(({ id, handovers, collected }) => ({ id, figure: handovers.find(({ signatures }) => signatures !== null)?.signatures ?? collected?.signatures ?? null }));
  const known = figures.flatMap(({ figure }) => (figure === null ? [] : [figure])).sort((a, b) => a - b);
  const median = known[known.length >> 1] ?? 1;
  const all = figures.reduce((total, { figure }) => total + (figure ?? median), 0);
  return figures.map(({ id, figure }) => ({ country: id, signatures: ((figure ?? median) * sum) / all }));
}
