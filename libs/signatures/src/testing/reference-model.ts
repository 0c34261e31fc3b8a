/** "Who counts", recomputed from everything that ever happened: slow, obvious, and what the real thing is held against. */

export interface ReferenceRecord {
  id: string;
  emailKey: string | null;
  nameKey: string | null;
  signedAt: number;
  country: string;
  channel: 'online' | 'store' | 'paper' | 'partner';
}

export interface History {
  records: readonly ReferenceRecord[];
  /** Ids of records whose button was pressed; store and paper records need none. */
  confirmed: ReadonlySet<string>;
  invalid: ReadonlySet<string>;
  withdrawals: readonly { emailKey: string; until: number }[];
}

export const isWitnessed = (record: ReferenceRecord): boolean => record.channel === 'store' || record.channel === 'paper';

/** The people of a petition: the live records of each, in signing order. */
export function referencePeople({ records, confirmed, invalid, withdrawals }: History): ReferenceRecord[][] {
  const known = records.filter((r) => confirmed.has(r.id) || isWitnessed(r));
  const withdrawn = (r: ReferenceRecord): boolean => withdrawals.some((w) => r.signedAt <= w.until && (r.emailKey === w.emailKey
    || (r.emailKey === null && r.nameKey !== null && known.some((k) => k.emailKey === w.emailKey && k.signedAt <= w.until && k.nameKey === r.nameKey))));
  const live = known.filter((r) => !invalid.has(r.id) && !withdrawn(r)).sort((a, b) => a.signedAt - b.signedAt || (a.id < b.id ? -1 : 1));
  const ownerOf = (name: string | null): string | undefined => live.find((r) => name !== null && r.nameKey === name && r.emailKey !== null)?.emailKey ?? undefined;
  const person = (r: ReferenceRecord): string => `${r.emailKey ?? ownerOf(r.nameKey) ?? r.nameKey ?? r.id}`;
  return [...new Set(live.map(person))].map((one) => live.filter((r) => person(r) === one));
}

/** The counted records: of each person the earliest signed. */
export const referenceCounted = (history: History): ReferenceRecord[] => referencePeople(history).flatMap((group) => group.slice(0, 1));
