import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { dataSourceFor, runMigrations } from '#libs/database';
import { type Kept } from '../stage/kept.js';
import { type Stage } from '../stage/stage.js';
import { type Fault } from './fault.js';

/** What a next release might bring: a column that this one knows nothing of. Applied by the same runner, while this release works. */
async function nextRelease(stage: Stage): Promise<void> {
  const at = Date.now();
  class NextRelease implements MigrationInterface {
    readonly name = `ChaosRelease${at}`;

    async up(db: QueryRunner): Promise<void> {
      await db.query(`set local lock_timeout = '4s'`);
      await db.query(`alter table signatures drop column if exists of_a_next_release`);
      await db.query(`alter table signatures add column of_a_next_release smallint`);
      await db.query(`create index if not exists of_a_next_release_${at % 3} on withdrawals (until)`);
    }

    async down(): Promise<void> {}
  }
  const source = dataSourceFor(stage.config.database, { poolSize: 2, name: 'chaos-release' });
  source.setOptions({ migrations: [NextRelease] });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/** One after the other is ended in order and started again, while people sign. */
async function roll(all: readonly Kept[]): Promise<void> {
  for (const kept of all) {
    await kept.hold();
    kept.release();
    await kept.ready(30_000).catch(() => undefined);
  }
}

/** A fault that is work: it goes on while others are thrown, and undoing it waits for its end. */
const work = (name: string, does: (stage: Stage) => Promise<void>): Fault => ({
  name, kind: 'other', lasts: [4_000, 6_000],
  throw: async ({ stage }) => {
    // Another fault may get in its way: then the release failed, as releases do, and what was there goes on.
    const working = does(stage).catch(() => undefined);
    return { undo: () => working };
  },
});

export const RELEASES: readonly Fault[] = [
  work('a migration while two releases work', nextRelease),
  work('migrations run anew', (stage) => runMigrations(stage.config.database).then(() => undefined)),
  work('workers restarted one by one', (stage) => roll(stage.workers)),
  work('servers restarted one by one', (stage) => roll(stage.servers)),
  work('a migration between workers old and new', async (stage) => {
    const [first, ...others] = stage.workers;
    await first?.hold();
    await nextRelease(stage);
    first?.release();
    await roll(others);
  }),
];
