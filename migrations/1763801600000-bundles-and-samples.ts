import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Bundles of handovers, samples for recipients, and names where a law demands them. */
export class BundlesAndSamples1763801600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A later bundle stands in the place of an earlier one: the earlier is told, and counts nowhere.
      alter table handovers add column supersedes uuid references handovers check (supersedes <> id);
      create index handovers_supersedes on handovers (supersedes);

      -- National handovers that a bundle is made of, where its organiser chose them; else each country's newest.
      create table bundle_members (
        bundle_id uuid not null references handovers,
        handover_id uuid not null references handovers,
        primary key (bundle_id, handover_id)
      );
      create index bundle_members_handover on bundle_members (handover_id);

      -- How many people the signatures of a bundle's petitions are from, at least. Reckoned by the worker when asked for.
      create table bundle_overlaps (
        handover_id uuid primary key references handovers,
        asked_at timestamptz not null default clock_timestamp(),
        asked_by text not null,
        as_of timestamptz,
        signatures bigint,
        people bigint,
        petitions integer
      );

      select watch_history(array['bundle_members']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
