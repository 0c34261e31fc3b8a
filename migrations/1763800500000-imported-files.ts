import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a file last said, the same words in other languages, and which edition of a thing an organiser had before them. */
export class ImportedFiles1763800500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The file as it was imported. The next import writes what differs from the newest of these, so that a file which
      -- comes again undoes nothing that people have changed since.
      alter table imports add column file jsonb;

      -- The same words in other languages, by field: {"addressee": {"fr": "…"}}.
      alter table petitions add column words jsonb not null default '{}';
      alter table calls_to_action add column words jsonb not null default '{}';
      alter table partners add column words jsonb not null default '{}';
      alter table instruments add column words jsonb not null default '{}';

      -- Grows with every change: two people who edit the same thing find out.
      alter table campaigns add column version integer not null default 1;
      alter table petitions add column version integer not null default 1;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
