import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What was handed over, provably. */
export class Seals1763801300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Who counted and does so no longer: since when, and since when they had. Of somebody who stays counted by another record, nothing.
      -- erased_at is the tombstone: what the person wrote is gone.
      alter table signatures add column left_at timestamptz, add column left_counted_at timestamptz, add column erased_at timestamptz;
      create index signatures_left on signatures (petition_id, left_at) where left_at is not null;
      update signatures set erased_at = clock_timestamp() where sealed is null;

      -- Everybody counted by then stands in a sealed handover, and keeps the record by which they do.
      alter table petition_tallies add column sealed_until timestamptz;

      create table seals (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        number integer not null check (number > 0),
        state text not null default 'asked' check (state in ('asked', 'copied', 'sealed', 'failed')),
        failure text,
        asked_by text not null,
        asked_at timestamptz not null default clock_timestamp(),
        cutoff timestamptz not null,
        sealed_at timestamptz,
        -- The canonical text to the byte as signed; jsonb would order and write it its own way.
        statement text,
        statement_sha256 bytea check (octet_length(statement_sha256) = 32),
        root bytea check (octet_length(root) = 32),
        size integer check (size >= 0),
        public_key text,
        fingerprint text,
        signature text,
        replaces uuid references seals,
        published_at timestamptz,
        unique (handover_id, number),
        check ((state = 'failed') = (failure is not null)),
        check (state <> 'sealed' or (sealed_at is not null and statement is not null and statement_sha256 is not null and root is not null and size is not null
          and public_key is not null and fingerprint is not null and signature is not null))
      );
      create index seals_replaces on seals (replaces);
      create index seals_waiting on seals (cutoff) where state in ('asked', 'copied');

      create table seal_petitions (
        seal_id uuid not null references seals,
        petition_id integer not null references petitions,
        primary key (seal_id, petition_id)
      );
      create index seal_petitions_petition on seal_petitions (petition_id);

      -- One row a signature handed over. No foreign keys to follow: they would cost two look-ups a row.
      create table seal_leaves (
        leaf bytea not null,
        seal_id uuid not null,
        record_id uuid not null,
        petition_id integer not null,
        primary key (seal_id, leaf)
      );
      -- Roots of runs of 1,024 leaves, and the leaf each begins with: with them a proof reads one run and not all.
      create table seal_runs (
        seal_id uuid not null references seals,
        n integer not null,
        first_leaf bytea not null,
        root bytea not null,
        primary key (seal_id, n)
      );
      create unique index seal_runs_first on seal_runs (seal_id, first_leaf);

      select watch_history(array['seals']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
