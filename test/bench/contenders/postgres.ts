/** Postgres's own part: the least that could be done with records, and a backlog drained by the worker. */
import { PublishedKeys, type SealedBatch, type SealedSignature } from '#libs/signatures';
import { Sealer } from '#libs/vault';
import { MadeRecords } from '../made-records.js';
import { copyRows, RAW_TABLES } from '../raw-copy.js';
import type { Bench, Started } from '../stand.js';
import { type Contender, loadTurn, per } from '../turns.js';
import { sum } from './signing.js';

const SLICE = 5_000;

export async function rawPostgres(bench: Bench): Promise<Contender> {
  const stand = await bench.stand('raw');
  for (const table of RAW_TABLES) await stand.db.rows(table);
  const published = new PublishedKeys(stand.db);
  await published.prepare('bench');
  const made = new MadeRecords(stand.petitions.map(({ id }) => id), new Sealer(() => published.current('bench')), SLICE);
  let expected = 20_000;
  return {
    name: 'raw', title: 'Raw Postgres', setup: `COPY of sealed records into a table as lean as can be, repeats left out by its keys, counts added up; slices of ${SLICE.toLocaleString('en')}, each a transaction. Nothing is opened, nobody is known.`,
    measured: 'Records written per second, from records that are in memory as JSON holds them.',
    turn: async (seconds) => {
      const records = made.batches(Math.ceil(expected * seconds), 0).flatMap((text): SealedSignature[] => (JSON.parse(text) as SealedBatch).records);
      const [before, own, began] = [stand.cpu({}), process.cpuUsage(), performance.now()];
      await copyRows(stand.config.database, records, SLICE);
      const took = performance.now() - began;
      const { user, system } = process.cpuUsage(own);
      const perSecond = (records.length * 1_000) / took;
      expected = perSecond;
      return { perSecond, acceptedPerSecond: perSecond, lagMs: 0, p50: 0, p99: 0, refused: 0, cpu: { ...per(before, stand.cpu({}), records.length), client: (user + system) / records.length } };
    },
  };
}

export async function drain(bench: Bench): Promise<Contender> {
  const stand = await bench.stand('drain');
  const server = await stand.start('server.ts');
  return {
    name: 'drain', title: 'The worker draining a backlog', setup: 'The worker is stopped; the server takes signatures, in batches as they come, until the turn\'s time is over; then the worker is started.',
    measured: 'Signatures counted per second, from the first that the tally shows to the last.',
    turn: async (seconds) => {
      const before = await stand.counted();
      const { result } = await loadTurn(bench, { stand, door: server, processes: {}, order: { seconds, what: { kind: 'crowd', crowd: stand.crowd(), from: 0 } } });
      const worker: Started = await stand.start('worker.ts');
      try {
        await stand.until(before + 1);
        const [first, cpu, began] = [await stand.counted(), stand.cpu({ worker }), performance.now()];
        await stand.until(before + sum(result.people));
        const [took, n] = [performance.now() - began, before + sum(result.people) - first];
        const perSecond = (n * 1_000) / took;
        return { perSecond, acceptedPerSecond: perSecond, lagMs: took, p50: 0, p99: 0, refused: result.refused, cpu: per(cpu, stand.cpu({ worker }), n) };
      } finally {
        await worker.end();
      }
    },
  };
}
