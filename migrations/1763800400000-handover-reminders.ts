import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What has been told ahead of a day, why a handover was changed, and what the imported file last said of it. */
export class HandoverReminders1763800400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row a reminder: written in the transaction that leaves its event, so that none is told twice.
      create table reminders (
        kind text not null,
        about text not null,
        created_at timestamptz not null default clock_timestamp(),
        primary key (kind, about)
      );

      -- The reason of the newest change; earlier ones stand in history with the rows they explain.
      alter table handovers add column change_reason text;

      -- The entry of the file as last imported. The next import writes what differs from it, so that a file which
      -- comes again undoes nothing that people have changed since.
      alter table handovers add column imported jsonb;

      -- The same words in other languages, by field: {"outcome": {"fr": "…"}}.
      alter table handovers add column words jsonb not null default '{}';
      alter table commitments add column words jsonb not null default '{}';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
