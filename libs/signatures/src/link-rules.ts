import { type LinkDelta } from '#libs/tallies';
import { type Change } from './who-counts-rules.js';

/** What of a record matters to the tally of links, as it was stored before the changes. */
export interface LinkedRecord {
  via: string | null;
  channel: string;
  countedAt?: number | null;
}

/** What the changes mean for the figures of links, stores and partners: counted signatures only; summed, no zeros, in one fixed order. */
export function linkDeltas(petitionId: number, changes: readonly Change[], recordsById: ReadonlyMap<string, LinkedRecord>): LinkDelta[] {
  const cells = new Map<string, LinkDelta>();
  const add = ({ via, channel }: LinkedRecord, at: number | null | undefined, delta: number): void => {
    if (via === null || at === null || at === undefined) return;
    const day = new Date(at).toISOString().slice(0, 10);
    const key = JSON.stringify([via, day, channel]);
    const cell = cells.get(key) ?? { petitionId, via, channel, day, delta: 0 };
    cell.delta += delta;
    cells.set(key, cell);
  };
  for (const { id, from, to, countedAt } of changes) {
    const record = recordsById.get(id);
    if (!record) throw new TypeError(`No record ${id} to tally`);
    if (from === 'counted') add(record, record.countedAt, -1);
    if (to === 'counted') add(record, countedAt, +1);
  }
  return [...cells].filter(([, cell]) => cell.delta !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}
