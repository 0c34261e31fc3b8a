import { setTimeout as pause } from 'node:timers/promises';
import { type Fault } from './fault.js';

const LONG: readonly [number, number] = [1_500, 4_000];

const redisFull: Fault = {
  name: 'Redis out of memory', kind: 'other', lasts: LONG,
  throw: async ({ stage }) => {
    await stage.askRedis((redis) => redis.config('SET', 'maxmemory', '1000000'));
    return { undo: () => stage.askRedis((redis) => redis.config('SET', 'maxmemory', '0')).then(() => undefined) };
  },
};

const noConnections: Fault = {
  name: 'Postgres out of connections', kind: 'other', lasts: LONG,
  throw: async ({ stage }) => {
    await stage.admin((client) => client.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'countersign%'`));
    const taken: Awaited<ReturnType<typeof stage.session>>[] = [];
    for (let refused = 0; refused < 3 && taken.length < 110;) await stage.session().then((client) => taken.push(client), () => (refused += 1));
    return { undo: () => Promise.all(taken.map((client) => client.end().catch(() => undefined))).then(() => undefined) };
  },
};

const locks: Fault = {
  name: 'Postgres: somebody holds the tallies', kind: 'other', lasts: LONG,
  throw: async ({ stage }) => {
    const client = await stage.session();
    await client.query('begin');
    await client.query(`set local lock_timeout = '3s'`);
    await client.query('select 1 from petition_tallies order by petition_id for update').catch(() => undefined);
    return { undo: () => client.end().catch(() => undefined) };
  },
};

const readOnly: Fault = {
  name: 'Postgres read-only', kind: 'other', lasts: LONG,
  throw: async ({ stage }) => {
    const set = (sql: string): Promise<void> => stage.admin(async (client) => {
      await client.query(sql);
      await client.query('select pg_reload_conf()');
    });
    await set('alter system set default_transaction_read_only = on');
    return { undo: () => set('alter system reset default_transaction_read_only') };
  },
};

const slowDisk: Fault = {
  name: 'Postgres busy: checkpoints without end', kind: 'other', lasts: LONG,
  throw: async ({ stage }) => {
    let over = false;
    const busy = (async () => {
      while (!over) await stage.admin((client) => client.query('checkpoint')).catch(() => pause(200));
    })();
    return { undo: () => { over = true; return busy.then(() => undefined); } };
  },
};

const full = (name: string, which: 'dataDisk' | 'redisDisk', who: 'postgres' | 'redis'): Fault => ({
  name: `disk full: ${name}`, kind: 'other', lasts: [1_500, 3_000],
  missing: (stage) => (stage[which] ? null : 'a disk of its own can be mounted by root only'),
  throw: async ({ stage }) => {
    // Redis, with every write in its file or none acknowledged, ends itself rather than go on; Postgres too where its journal is concerned.
    stage[who].frail = true;
    stage[which]?.fill();
    return { undo: () => stage[which]?.empty() };
  },
});

export const STORES: readonly Fault[] = [
  redisFull, noConnections, locks, readOnly, slowDisk, full('under Postgres and the logs', 'dataDisk', 'postgres'), full('under Redis', 'redisDisk', 'redis'),
];
