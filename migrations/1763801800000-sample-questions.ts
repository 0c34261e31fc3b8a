import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Signers drawn for a sample are asked by mail whether they signed. */
export class SampleQuestions1763801800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
