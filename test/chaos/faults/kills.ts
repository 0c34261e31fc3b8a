import { type Kept } from '../stage/kept.js';
import { type Stage } from '../stage/stage.js';
import { type Fault, type Target } from './fault.js';

const AT_ONCE: readonly [number, number] = [0, 0];

const kill = (name: string, whom: (target: Target) => Kept[], whole = false): Fault => ({
  name: `kill -9 ${name}`, kind: 'kill', lasts: AT_ONCE,
  throw: async (target) => {
    let kills = 0;
    for (const kept of whom(target)) kills += kept.kill(whole);
    if (kills === 0) throw new Error('nobody was running');
    return { kills };
  },
});

const one = (list: (stage: Stage) => readonly Kept[]) => ({ stage, random }: Target): Kept[] => [random.of(list(stage))];

/** One of Postgres' own processes for a connection: Postgres takes all of them down and recovers. */
const backend: Fault = {
  name: 'kill -9 a connection of Postgres', kind: 'kill', lasts: AT_ONCE,
  throw: async ({ stage, random }) => {
    const pids = await stage.admin(async (client) => (await client.query<{ pid: number }>(`select pid from pg_stat_activity where backend_type = 'client backend' and application_name like 'countersign%' and pid <> pg_backend_pid()`)).rows);
    const { pid } = random.of(pids);
    stage.postgres.excuse();
    process.kill(pid, 'SIGKILL');
    return { kills: 1 };
  },
};

export const KILLS: readonly Fault[] = [
  kill('a server', one((stage) => stage.servers)),
  kill('a worker', one((stage) => stage.workers)),
  kill('Redis', ({ stage }) => [stage.redis]),
  kill('Postgres, its first process', ({ stage }) => [stage.postgres]),
  kill('Postgres, all of it', ({ stage }) => [stage.postgres], true),
  backend,
  kill('all workers', ({ stage }) => stage.workers),
  kill('Redis and Postgres', ({ stage }) => [stage.redis, stage.postgres], true),
  kill('a server and Redis', ({ stage, random }) => [random.of(stage.servers), stage.redis]),
  kill('a worker and Postgres', ({ stage, random }) => [random.of(stage.workers), stage.postgres], true),
  kill('everything', ({ stage }) => stage.kept, true),
];
