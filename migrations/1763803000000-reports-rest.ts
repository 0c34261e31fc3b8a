import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What reports rest on: an edition on publications that go public with it, its data on files of known formats. */
export class ReportsRest1763803000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Publications that were still to come when it was frozen, and of which it tells: it is told to nobody before all of them were public.
      alter table report_editions add column rests_on uuid[] not null default '{}';
      create function edition_is_public(e report_editions, audience text) returns boolean language sql stable as $$
        select publication_is_public(e.publication_id, audience)
          and not exists (select 1 from publications base where base.id = any(e.rests_on) and not publication_is_told(base, audience))
      $$;

      -- As the file names it. Of files that came before, neither this nor the hash of their bytes is known: theirs is that of the same data written anew.
      alter table imports add column format text;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
