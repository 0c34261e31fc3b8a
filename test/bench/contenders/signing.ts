/** Those who take signatures at one door: the ceiling, our front alone, the reference, and the pipeline in its three shapes. */
import type { Bench, Stand, Started } from '../stand.js';
import { type Contender, loadTurn, type Turn } from '../turns.js';

export const HOT_SHARE = 0.9;
export const DUPLICATES = 0.1;

export async function bare(bench: Bench): Promise<Contender> {
  const stand = await bench.stand('bare');
  const door = await bench.once('bare door', () => stand.start('../bench/programs/bare.ts'));
  return {
    name: 'bare', title: 'Bare Fastify', setup: 'Fastify with a JSON schema of the same fields; the answer is a constant.', measured: 'Answers per second: nothing is kept and nothing counted.',
    turn: (seconds) => loadTurn(bench, { stand, door, processes: { server: door }, order: { seconds, what: { kind: 'crowd', crowd: stand.crowd(), from: 0 } } }),
  };
}

export async function frontOnly(bench: Bench): Promise<Contender> {
  const stand = await bench.stand('front');
  const door = await stand.start('../bench/programs/front-only.ts');
  return {
    name: 'front', title: 'Our front, storing nothing', setup: 'The real server, but the place where a sealed batch is put down (`BatchDoor`) answers at once. Everything before it is on: limits, checks, sealing, batches, logs.',
    measured: 'Answers per second.',
    turn: (seconds) => loadTurn(bench, { stand, door, processes: { server: door }, order: { seconds, what: { kind: 'crowd', crowd: stand.crowd(), from: 0 } } }),
  };
}

export async function naive(bench: Bench, hot: boolean): Promise<Contender> {
  const stand = await bench.stand('naive');
  const door = await bench.once('naive door', async () => {
    await stand.db.rows(`create table naive_signatures (id uuid primary key, petition text not null, signed_at timestamptz not null, country text not null, sealed bytea not null)`);
    await stand.db.rows(`create table naive_counts (petition text primary key, count integer not null)`);
    await stand.db.rows(`insert into naive_counts select slug, 0 from petitions`);
    return stand.start('../bench/programs/naive.ts');
  });
  const counted = async (): Promise<number> => (await stand.db.rows<{ n: number }>(`select sum(count)::int as n from naive_counts`))[0]?.n ?? 0;
  return {
    name: hot ? 'naive hot' : 'naive uniform', title: 'Naive reference',
    setup: 'What most people would write: Nest on Fastify, the same check and sealing, then `repository.save` and `UPDATE … count = count + 1` in one transaction a request. It recognises nobody, and has no limits, no logs and no headers of ours.',
    measured: 'Counted per second: an answer comes after the commit, so nothing is left to wait for.',
    turn: async (seconds) => {
      const before = await counted();
      const { result, ...turn } = await loadTurn(bench, { stand, door, processes: { server: door }, order: { seconds, what: { kind: 'crowd', crowd: stand.crowd(hot ? { hot: HOT_SHARE } : {}), from: 0 } } });
      const now = (await counted()) - before;
      if (now < result.acknowledged) throw new Error(`naive: ${now} of ${result.acknowledged} were counted`);
      return turn;
    },
  };
}

/** Server and worker of the installation that contenders of the whole pipeline share. */
export interface Pipeline { stand: Stand; server: Started; worker: Started }

export function pipelineOf(bench: Bench): Promise<Pipeline> {
  return bench.once('pipeline', async () => {
    const stand = await bench.stand('pipeline');
    return { stand, worker: await stand.start('worker.ts'), server: await stand.start('server.ts') };
  });
}

export async function pipeline(bench: Bench, shape: 'uniform' | 'hot' | 'duplicates'): Promise<Contender> {
  const { stand, server, worker } = await pipelineOf(bench);
  const people = { uniform: {}, hot: { hot: HOT_SHARE }, duplicates: { duplicates: DUPLICATES } }[shape];
  const says = { uniform: 'All petitions alike.', hot: `${HOT_SHARE * 100} % on one petition.`, duplicates: `${DUPLICATES * 100} % of requests from somebody who signed the same petition a moment before.` }[shape];
  return {
    name: `pipeline ${shape}`, title: `Countersign, ${shape}`, setup: `Server, Redis (append-only file, \`appendfsync always\`), worker, Postgres; everything on. ${says}`,
    measured: 'Accepted: acknowledged per second while the worker runs too. Counted: the clock runs on until the tally shows every person acknowledged; fewer or more is a failure.',
    turn: async (seconds): Promise<Turn> => {
      const before = await stand.counted();
      const { result, ...turn } = await loadTurn(bench, {
        stand, door: server, processes: { server, worker }, order: { seconds, what: { kind: 'crowd', crowd: stand.crowd(people), from: 0 } },
        done: ({ people: each, refused }) => stand.until(before + sum(each) - refused),
      });
      // Who was answered 503 may have been kept all the same: that is no loss, and must not be taken for the next turn's.
      if (result.refused > 0) await stand.settled();
      const [now, most] = [await stand.counted(), before + sum(result.people)];
      if (now > most) throw new Error(`${now - before} were counted, and ${sum(result.people)} people had signed`);
      return turn;
    },
  };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
