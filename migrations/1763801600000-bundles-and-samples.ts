import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Bundles of handovers, and samples of what was sealed for recipients to verify. */
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

      -- Drawn from a seal by the recipient's nonce. None is ever removed: each is told as one of so many.
      create table samples (
        id uuid primary key default gen_random_uuid(),
        seal_id uuid not null references seals,
        number integer not null check (number > 0),
        nonce text not null,
        drawn integer not null check (drawn > 0),
        drawn_by text not null,
        drawn_at timestamptz not null default clock_timestamp(),
        published_at timestamptz,
        unique (seal_id, number),
        unique (seal_id, nonce)
      );
      -- What was drawn, and what the recipient found. No history: a note that says too much can be taken back; outcomes stand in the audit log.
      create table sample_draws (
        sample_id uuid not null references samples,
        position integer not null check (position > 0),
        leaf_index integer not null check (leaf_index >= 0),
        leaf bytea not null check (octet_length(leaf) = 32),
        record_id uuid not null,
        petition_id integer not null references petitions,
        outcome text check (outcome in ('valid', 'invalid', 'not_reached')),
        note text check (length(note) <= 200),
        recorded_by text,
        recorded_at timestamptz,
        primary key (sample_id, position)
      );
      create index sample_draws_petition on sample_draws (petition_id);

      select watch_history(array['bundle_members', 'samples']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
