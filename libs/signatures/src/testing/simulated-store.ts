import { tallyDeltas } from '../tally-delta-rules.js';
import { affectedBy, decide, standing, touchedNames, touchedPeople, type Change, type RecordState, type SignatureStatus } from '../who-counts-rules.js';
import { cancels, mergeWithdrawals, nameWithdrawals, type Withdrawal } from '../withdrawal-rules.js';
import { isWitnessed, type ReferenceRecord } from './reference-model.js';

export type StoreEvent =
  | { kind: 'arrives'; record: ReferenceRecord }
  | { kind: 'confirmed'; id: string }
  | { kind: 'invalidated'; id: string }
  | { kind: 'withdrawn'; emailKey: string; until: number }
  | { kind: 'sealed' };

export interface Row extends ReferenceRecord {
  status: SignatureStatus | 'new';
  live: boolean;
  countedAt: number | null;
  sealedIn: boolean;
}

/**
 * The smallest store that behaves as the database is meant to: it keeps rows, withdrawals and tallies, takes a batch
 * of events at a time, and shows `decide` nothing but the closure. Only for specs.
 */
export class SimulatedStore {
  readonly rows = new Map<string, Row>();
  readonly tally = new Map<string, number>();
  private readonly confirmed = new Set<string>();
  private readonly invalid = new Set<string>();
  private withdrawals: Withdrawal[] = [];
  private clock = 1_000_000_000;

  /** One transaction. */
  apply(events: readonly StoreEvent[]): Change[] {
    const touched = new Set(events.flatMap((event) => this.note(event)));
    const changed = this.withWithdrawn(touched);
    const dormantAs = new Map(changed.map((row) => {
      const now = standing({
        confirmed: this.confirmed.has(row.id) || isWitnessed(row),
        withdrawn: cancels(this.withdrawals, row),
        invalid: this.invalid.has(row.id),
        quarantined: false,
        expired: false,
      });
      row.live = now.live;
      return [row.id, now.dormantAs];
    }));
    const affected = affectedBy(changed);
    const records: RecordState[] = this.closure(affected).map((row) => ({ ...row, dormantAs: dormantAs.get(row.id) ?? null }));
    const changes = decide(records, affected, ++this.clock);
    this.write(changes);
    return changes;
  }

  counted(): Row[] {
    return [...this.rows.values()].filter((row) => row.status === 'counted');
  }

  private note(event: StoreEvent): string[] {
    switch (event.kind) {
      case 'arrives':
        if (this.rows.has(event.record.id)) return [];
        this.rows.set(event.record.id, { ...event.record, status: 'new', live: false, countedAt: null, sealedIn: false });
        return [event.record.id];
      case 'confirmed':
        this.confirmed.add(event.id);
        return [event.id];
      case 'invalidated':
        this.invalid.add(event.id);
        return [event.id];
      case 'withdrawn':
        this.withdrawals = mergeWithdrawals(this.withdrawals, [{ kind: 'email', key: event.emailKey, until: event.until }]);
        return [...this.rows.values()].filter((row) => row.emailKey === event.emailKey).map((row) => row.id);
      case 'sealed':
        for (const row of this.counted()) row.sealedIn = true;
        return [];
    }
  }

  private withWithdrawn(touched: ReadonlySet<string>): Row[] {
    const rows = [...touched].flatMap((id) => this.rows.get(id) ?? []);
    const lending = rows.map((row) => ({ ...row, confirmed: this.confirmed.has(row.id) || isWitnessed(row) }));
    const names = nameWithdrawals(this.withdrawals, lending);
    this.withdrawals = mergeWithdrawals(this.withdrawals, names);
    const namesakes = [...this.rows.values()].filter((row) => !touched.has(row.id) && row.status !== 'withdrawn' && cancels(names, row));
    return [...rows, ...namesakes];
  }

  private closure(affected: ReturnType<typeof affectedBy>): Row[] {
    const live = [...this.rows.values()].filter((row) => row.live);
    const people = touchedPeople(affected, live);
    const names = touchedNames(affected, people, live);
    return [...this.rows.values()].filter((row) => affected.ids.has(row.id)
      || (row.live && ((row.emailKey !== null && people.has(row.emailKey)) || (row.nameKey !== null && names.has(row.nameKey)))));
  }

  private write(changes: readonly Change[]): void {
    for (const { country, channel, status, hour, delta } of tallyDeltas(changes, this.rows)) {
      const cell = [country, channel, status, hour].join(' ');
      this.tally.set(cell, (this.tally.get(cell) ?? 0) + delta);
    }
    for (const { id, from, to, countedAt } of changes) {
      const row = this.rows.get(id);
      if (!row || row.status !== from) throw new Error(`change of ${id} from ${from}, which is ${row?.status}`);
      row.status = to;
      row.countedAt = countedAt;
      this.assertUnique();
    }
  }

  /** What the partial unique indexes over *counted* check after every row. */
  private assertUnique(): void {
    const keys = this.counted().map((row) => (row.emailKey !== null ? `e:${row.emailKey}` : row.nameKey !== null ? `n:${row.nameKey}` : row.id));
    if (new Set(keys).size !== keys.length) throw new Error('two counted records of one key');
  }
}
