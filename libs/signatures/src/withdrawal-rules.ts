import { type RecordState } from './who-counts-rules.js';

/**
 * A withdrawal: whoever has this key takes back what was signed up to this instant (milliseconds, inclusive).
 * Kept as long as the petition's keys are, because it also meets records that arrive later.
 */
export interface Withdrawal {
  kind: 'email' | 'name';
  key: string;
  until: number;
}

/**
 * Whether a record is withdrawn. By e-mail key it hits any record; by name key only records without an e-mail: a
 * namesake with an address of their own is somebody else. A later signature isn't hit and counts anew.
 */
export function cancels(
  withdrawals: Iterable<Withdrawal>,
  record: Pick<RecordState, 'emailKey' | 'nameKey' | 'signedAt'>,
): boolean {
  for (const { kind, key, until } of withdrawals) {
    const hit = kind === 'email' ? record.emailKey === key : record.emailKey === null && record.nameKey === key;
    if (hit && record.signedAt <= until) return true;
  }
  return false;
}

/**
 * The names a withdrawal by e-mail reaches: those borne by confirmed records of that e-mail key signed up to its
 * instant. `records` are the records of these people, in whatever status: one that is withdrawn already, or is
 * confirmed only after the withdrawal, lends its name too (else the order of events would matter). So does one the
 * organisers hold invalid: what somebody took back isn't counted again because another record of theirs fell.
 * Call it for new withdrawals *and* for records that arrive confirmed or are confirmed, with `mergeWithdrawals`.
 */
export function nameWithdrawals(
  withdrawals: Iterable<Withdrawal>,
  records: Iterable<Pick<RecordState, 'emailKey' | 'nameKey' | 'signedAt'> & { confirmed: boolean }>,
): Withdrawal[] {
  const until = new Map<string, number>();
  for (const entry of withdrawals) {
    if (entry.kind === 'email') until.set(entry.key, Math.max(entry.until, until.get(entry.key) ?? -Infinity));
  }
  const names: Withdrawal[] = [];
  for (const { confirmed, emailKey, nameKey, signedAt } of records) {
    if (!confirmed || emailKey === null || nameKey === null) continue;
    const limit = until.get(emailKey);
    if (limit !== undefined && signedAt <= limit) names.push({ kind: 'name', key: nameKey, until: limit });
  }
  return mergeWithdrawals(names);
}

/** One entry per kind and key, the latest: a later withdrawal contains the earlier one. */
export function mergeWithdrawals(...lists: Iterable<Withdrawal>[]): Withdrawal[] {
  const merged = new Map<string, Withdrawal>();
  for (const list of lists) {
    for (const entry of list) {
      const known = merged.get(`${entry.kind}:${entry.key}`);
      if (!known || known.until < entry.until) merged.set(`${entry.kind}:${entry.key}`, entry);
    }
  }
  return [...merged.values()];
}
