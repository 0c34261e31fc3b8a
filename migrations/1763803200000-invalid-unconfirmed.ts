import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What was judged invalid before anybody confirmed it is erased after 14 days like everything unconfirmed, and found as fast. */
export class InvalidUnconfirmed1763803200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index signatures_invalid_unconfirmed on signatures (petition_id, signed_at) where status = 'invalid' and confirmed_at is null and sealed is not null`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
