import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What each night's recount found. */
export class Watching1763802200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table recounts (
        day date primary key,
        began_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz,
        drift integer check (drift >= 0),
        checked jsonb,
        found jsonb,
        check ((ended_at is null) = (drift is null))
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
