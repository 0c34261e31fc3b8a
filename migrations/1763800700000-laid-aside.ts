import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What is laid aside is known by what it is and not by the id it claims: two tablets may claim one id with different contents, and the
 * second must not be lost because the first lies there.
 */
export class LaidAside1763800700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table quarantine add column id uuid not null default gen_random_uuid(), add column content bytea;
      update quarantine set content = sha256(convert_to(record::text, 'UTF8'));
      alter table quarantine alter column content set not null, drop constraint quarantine_pkey, add primary key (id);
      -- SHA-256 of what the record is bound to and its envelope, as \`payload_hash\` of the tablets' journal.
      create unique index quarantine_content on quarantine (record_id, content);

      -- What was released lies where it was released to; a second copy would outlive a withdrawal.
      update quarantine set record = record - 'sealed' where resolution = 'released';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
