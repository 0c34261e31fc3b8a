import { type Change, type SignatureStatus } from './who-counts-rules.js';

/** What a tally wants to know of a record, as it was stored before the changes. */
export interface TalliedRecord {
  country: string;
  channel: string;
  signedAt: number;
  /** The stored time of becoming counted, before the changes; null or absent unless it was counted. */
  countedAt?: number | null;
}

export interface TallyDelta {
  country: string;
  channel: string;
  status: SignatureStatus;
  /** Start of the UTC hour, ISO 8601: of `countedAt` for *counted*, of `signedAt` for every other status. */
  hour: string;
  delta: number;
}

const HOUR = 3_600_000;

/** Start of the UTC hour in which the instant lies, ISO 8601. */
export function hourOf(instant: number): string {
  return new Date(Math.floor(instant / HOUR) * HOUR).toISOString();
}

/** What the changes mean for the tally: summed per cell, no zeros, in one fixed order (so that rows are locked in it). */
export function tallyDeltas(changes: readonly Change[], recordsById: ReadonlyMap<string, TalliedRecord>): TallyDelta[] {
  const cells = new Map<string, TallyDelta>();
  const add = ({ country, channel }: TalliedRecord, status: SignatureStatus, instant: number, delta: number): void => {
    const key = `${country} ${channel} ${status} ${Math.floor(instant / HOUR)}`;
    const cell = cells.get(key);
    if (cell) cell.delta += delta;
    else cells.set(key, { country, channel, status, hour: hourOf(instant), delta });
  };
  for (const { id, from, to, countedAt } of changes) {
    const record = recordsById.get(id);
    if (!record) throw new TypeError(`No record ${id} to tally`);
    if (from !== 'new') add(record, from, from === 'counted' ? (record.countedAt ?? record.signedAt) : record.signedAt, -1);
    add(record, to, to === 'counted' ? (countedAt ?? record.signedAt) : record.signedAt, +1);
  }
  return [...cells]
    .filter(([, cell]) => cell.delta !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell);
}
