import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceCounted, referencePeople, type History, type ReferenceRecord } from './testing/reference-model.js';
import { SimulatedStore, type Row, type StoreEvent } from './testing/simulated-store.js';
import { hourOf } from './tally-delta-rules.js';
import { affectedBy, decide, standing, type RecordState } from './who-counts-rules.js';

/** Property tests may take their time on a busy machine. */
const SLOW = 60_000;

const uuid = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Few e-mails, names and instants, so that they collide all the time. */
const records: fc.Arbitrary<ReferenceRecord[]> = fc
  .array(
    fc.record({
      emailKey: fc.constantFrom(null, null, 'e1', 'e2', 'e3'),
      nameKey: fc.constantFrom(null, 'n1', 'n1', 'n2', 'n3'),
      signedAt: fc.integer({ min: 0, max: 6 }).map((n) => n * 1_800_000),
      country: fc.constantFrom('GB', 'FR', 'QA'),
      channel: fc.constantFrom<ReferenceRecord['channel'][]>('online', 'store', 'paper', 'partner'),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .chain((drafts) => fc.shuffledSubarray(drafts.map((_, i) => i), { minLength: drafts.length })
    .map((numbers) => drafts.map((draft, i) => ({ ...draft, id: uuid(numbers[i] as number) }))));

interface Story { history: History; batches: StoreEvent[][] }

/** A history and one way to tell it: shuffled, with repetitions, cut into batches. */
function stories(options: { sealing: boolean }): fc.Arbitrary<Story> {
  return records.chain((all) => {
    const ids = all.map((record) => record.id);
    return fc.record({
      confirmed: fc.subarray(ids, { minLength: Math.floor(ids.length / 2) }),
      invalid: fc.subarray(ids, { maxLength: Math.min(3, ids.length) }),
      withdrawals: fc.array(fc.record({
        emailKey: fc.constantFrom('e1', 'e2', 'e3'),
        until: fc.integer({ min: -1, max: 6 }).map((n) => n * 1_800_000),
      }), { maxLength: 2 }),
    }).chain(({ confirmed, invalid, withdrawals }) => {
      const once: StoreEvent[] = [
        ...all.map((record) => ({ kind: 'arrives' as const, record })),
        ...confirmed.map((id) => ({ kind: 'confirmed' as const, id })),
        ...invalid.map((id) => ({ kind: 'invalidated' as const, id })),
        ...withdrawals.map((withdrawal) => ({ kind: 'withdrawn' as const, ...withdrawal })),
        ...(options.sealing ? [{ kind: 'sealed' as const }] : []),
      ];
      return fc.record({
        order: fc.shuffledSubarray([...once.keys(), ...once.keys()], { minLength: once.length * 2 }),
        repeated: fc.subarray([...once.keys()]),
        sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: once.length * 2, maxLength: once.length * 2 }),
      }).map(({ order, repeated, sizes }) => {
        const seen = new Set<number>();
        const told = order.filter((n) => repeated.includes(n) || (!seen.has(n) && seen.add(n))).map((n) => once[n] as StoreEvent);
        const batches: StoreEvent[][] = [];
        for (let i = 0; i < told.length; i += batches.at(-1)?.length ?? 1) batches.push(told.slice(i, i + (sizes[batches.length] ?? 1)));
        return { history: { records: all, confirmed: new Set(confirmed), invalid: new Set(invalid), withdrawals }, batches };
      });
    });
  });
}

function tell({ batches }: Story): SimulatedStore {
  const store = new SimulatedStore();
  for (const batch of batches) store.apply(batch);
  return store;
}

const by = (rows: readonly ReferenceRecord[], column: 'country' | 'channel' | 'id'): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[column]] = (counts[row[column]] ?? 0) + 1;
  return counts;
};

describe('Who counts, in any order, in any batches, however often it is told', () => {
  it('gives the counts of the reference model, in total, by country and by channel', () => {
    fc.assert(fc.property(stories({ sealing: false }), (story) => {
      const counted = tell(story).counted();
      const expected = referenceCounted(story.history);
      expect(by(counted, 'id')).toEqual(by(expected, 'id'));
      expect(by(counted, 'country')).toEqual(by(expected, 'country'));
      expect(by(counted, 'channel')).toEqual(by(expected, 'channel'));
    }), { numRuns: 2_500 });
  }, SLOW);

  it('keeps a tally that a recount of the rows confirms, cell by cell', () => {
    fc.assert(fc.property(stories({ sealing: true }), (story) => {
      const store = tell(story);
      const recount = new Map<string, number>();
      for (const row of store.rows.values()) {
        const cell = [row.country, row.channel, row.status, hourOf(row.countedAt ?? row.signedAt)].join(' ');
        recount.set(cell, (recount.get(cell) ?? 0) + 1);
      }
      expect(new Map([...store.tally].filter(([, count]) => count !== 0))).toEqual(recount);
    }), { numRuns: 1_000 });
  }, SLOW);

  it('counts as many people with a sealed handover as without, and never exchanges a sealed record for a late one', () => {
    fc.assert(fc.property(stories({ sealing: true }), (story) => {
      const store = tell(story);
      const rowOf = ({ id }: ReferenceRecord): Row => store.rows.get(id) as Row;
      const expected = referencePeople(story.history).map((group) => group.find((record) => rowOf(record).sealedIn) ?? group[0]);
      expect(store.counted().map(({ id }) => id).sort()).toEqual(expected.map((record) => record?.id).sort());
    }), { numRuns: 1_000 });
  }, SLOW);

  it('changes nothing when everything is told again', () => {
    fc.assert(fc.property(stories({ sealing: false }), (story) => {
      const store = tell(story);
      for (const batch of story.batches) expect(store.apply(batch)).toEqual([]);
    }), { numRuns: 500 });
  }, SLOW);
});

const record = (n: number, state: Partial<RecordState>): RecordState => ({
  id: uuid(n), emailKey: null, nameKey: null, signedAt: n * 1000, status: 'new', live: true, countedAt: null, ...state,
});

describe('A person and their records', () => {
  it('counts the earliest signing of one address, whichever arrived first', () => {
    const stored = record(2, { emailKey: 'e', status: 'counted', countedAt: 50 });
    const late = record(1, { emailKey: 'e' });
    expect(decide([stored, late], affectedBy([late]), 99)).toEqual([
      { id: stored.id, from: 'counted', to: 'duplicate', countedAt: null },
      { id: late.id, from: 'new', to: 'counted', countedAt: 50 },
    ]);
  });

  it('takes two records of the same instant in the order of their ids', () => {
    const [a, b] = [record(1, { emailKey: 'e', signedAt: 5 }), record(2, { emailKey: 'e', signedAt: 5 })];
    expect(decide([b, a], affectedBy([a, b]), 99).map(({ id, to }) => [id, to])).toEqual([[b.id, 'duplicate'], [a.id, 'counted']]);
  });

  it('counts two addresses with the same name as two people', () => {
    const both = [record(1, { emailKey: 'e1', nameKey: 'n' }), record(2, { emailKey: 'e2', nameKey: 'n' })];
    expect(decide(both, affectedBy(both), 99).map(({ to }) => to)).toEqual(['counted', 'counted']);
  });

  it('gives a paper record to the earliest address that bears its name, not to both', () => {
    const all = [record(1, { nameKey: 'n' }), record(2, { emailKey: 'e1', nameKey: 'n' }), record(3, { emailKey: 'e2', nameKey: 'n' })];
    const to = new Map(decide(all, affectedBy(all), 99).map((change) => [change.id, change.to]));
    expect([...all.map(({ id }) => to.get(id))]).toEqual(['counted', 'duplicate', 'counted']);
  });

  it('says who leaves only where nobody goes on for them, and of two who turn out to be one, only for one', () => {
    const counted = record(1, { emailKey: 'e', status: 'counted', countedAt: 10 });
    const duplicate = record(2, { emailKey: 'e', status: 'duplicate' });
    const fallen = { ...counted, live: false, dormantAs: 'invalid' as const };
    expect(decide([fallen], affectedBy([fallen]), 99)).toEqual([{ id: counted.id, from: 'counted', to: 'invalid', countedAt: null, left: true }]);
    expect(decide([fallen, duplicate], affectedBy([fallen]), 99)).toEqual([
      { id: counted.id, from: 'counted', to: 'invalid', countedAt: null },
      { id: duplicate.id, from: 'duplicate', to: 'counted', countedAt: 10 },
    ]);
    const taken = { ...fallen, dormantAs: 'withdrawn' as const };
    expect(decide([taken, duplicate], affectedBy([taken]), 99)[0]).toEqual({ id: counted.id, from: 'counted', to: 'withdrawn', countedAt: null, left: true });
    const earlier = record(0, { emailKey: 'e' });
    expect(decide([counted, earlier], affectedBy([earlier]), 99).filter((change) => change.left)).toEqual([]);
  });

  it('merges a paper record and a web record when the web record lends its name, and keeps the earlier time of counting', () => {
    const paper = record(2, { nameKey: 'n', status: 'counted', countedAt: 40 });
    const web = record(3, { emailKey: 'e', status: 'counted', countedAt: 30 });
    const bridge = record(1, { emailKey: 'e', nameKey: 'n' });
    expect(decide([paper, web, bridge], affectedBy([bridge]), 99)).toEqual([
      { id: paper.id, from: 'counted', to: 'duplicate', countedAt: null, left: true },
      { id: web.id, from: 'counted', to: 'duplicate', countedAt: null },
      { id: bridge.id, from: 'new', to: 'counted', countedAt: 30 },
    ]);
  });

  it('counts a record with neither key once for itself', () => {
    const both = [record(1, {}), record(2, {})];
    expect(decide(both, affectedBy(both), 99).map(({ to }) => to)).toEqual(['counted', 'counted']);
  });

  it('lets the next earliest take the place, and the time, of an invalid record', () => {
    const gone = record(1, { emailKey: 'e', status: 'counted', countedAt: 50, live: false, dormantAs: 'invalid' });
    const next = record(2, { emailKey: 'e', status: 'duplicate' });
    expect(decide([gone, next], affectedBy([gone]), 99)).toEqual([
      { id: gone.id, from: 'counted', to: 'invalid', countedAt: null },
      { id: next.id, from: 'duplicate', to: 'counted', countedAt: 50 },
    ]);
  });

  it('counts a signature made after a withdrawal anew, with a new time', () => {
    const gone = record(1, { emailKey: 'e', status: 'counted', countedAt: 50, live: false, dormantAs: 'withdrawn' });
    const later = record(2, { emailKey: 'e', status: 'duplicate' });
    expect(decide([gone, later], affectedBy([gone]), 99)[1]).toEqual({ id: later.id, from: 'duplicate', to: 'counted', countedAt: 99 });
  });

  it('leaves a sealed record counted when an earlier signed one arrives', () => {
    const sealed = record(2, { emailKey: 'e', status: 'counted', countedAt: 50, sealedIn: true });
    const late = record(1, { emailKey: 'e' });
    expect(decide([sealed, late], affectedBy([late]), 99)).toEqual([{ id: late.id, from: 'new', to: 'duplicate', countedAt: null }]);
  });

  it('does not judge a stranger of whom only the record with the shared name was fetched', () => {
    const mine = record(2, { emailKey: 'e1', nameKey: 'n', status: 'counted', countedAt: 50 });
    const part = record(3, { emailKey: 'e2', nameKey: 'n', status: 'duplicate' });
    const again = record(4, { emailKey: 'e1' });
    expect(decide([mine, part, again], affectedBy([again]), 99)).toEqual([{ id: again.id, from: 'new', to: 'duplicate', countedAt: null }]);
  });

  it('refuses a record that is counted, not live, and for which nothing else is said', () => {
    const odd = record(1, { status: 'counted', live: false, countedAt: 1 });
    expect(() => decide([odd], affectedBy([odd]), 99)).toThrow('dormantAs');
  });
});

describe('What a record is called', () => {
  it('is what its signer wants before all else, and pending while nothing is known', () => {
    expect(standing({ confirmed: false, withdrawn: true, invalid: true, quarantined: true, expired: true })).toEqual({ live: false, dormantAs: 'withdrawn' });
    expect(standing({ confirmed: true, withdrawn: false, invalid: false, quarantined: false, expired: false })).toEqual({ live: true, dormantAs: null });
    expect(standing({ confirmed: false, withdrawn: false, invalid: false, quarantined: false, expired: false })).toEqual({ live: false, dormantAs: 'pending' });
  });
});
