import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The day itself, answers and promises followed for years. */
export class PromisesFollowed1763801400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
