import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What was handed over, provably. */
export class Seals1763801300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
