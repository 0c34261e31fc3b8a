import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `sealed_intake` becomes the second door: beside what tablets hand over, citizens' batches are put down there while Redis is away.
 * Workers take from it themselves, by `due_at`; what could not be written says since how many tries and why.
 */
export class TwoDoors1763802000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table sealed_intake
        add column door text not null default 'tablets' check (door in ('tablets', 'citizens')),
        add column tries integer not null default 0,
        add column due_at timestamptz not null default clock_timestamp(),
        add column code text;
      create index sealed_intake_due on sealed_intake (due_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
