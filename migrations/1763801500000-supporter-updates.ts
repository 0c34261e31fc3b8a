import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** News to supporters who asked for it, once. */
export class SupporterUpdates1763801500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
