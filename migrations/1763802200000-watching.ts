import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the nightly recount found. */
export class Watching1763802200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
