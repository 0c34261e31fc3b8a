import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Kinds of change, translations, reviews, timetables, and who is told how. */
export class PetitionWorkshop1763801000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
