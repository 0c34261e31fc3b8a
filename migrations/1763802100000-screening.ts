import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Challenges, held signatures, suspicious clusters. What is noted of a record stands beside it for thirty days and in tables of its own:
 * `signatures` is kept for years, and each of its bytes millions of times.
 */
export class Screening1763802100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Whether a petition asks for a challenge. Without a row: by itself, and not now.
      create table petition_screening (
        petition_id integer primary key references petitions,
        mode text not null default 'auto' check (mode in ('auto', 'on', 'off')),
        -- By itself: since when, why, and until when unless it goes on.
        since timestamptz,
        until timestamptz,
        why text,
        calm_since timestamptz not null default clock_timestamp(),
        changed_by text,
        changed_at timestamptz not null default clock_timestamp(),
        check ((since is null) = (until is null))
      );

      -- Signatures that wait for a judgement, and why. Their row in signatures is quarantined.
      create table held_signatures (
        petition_id integer not null references petitions,
        record_id uuid not null,
        code text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (petition_id, record_id)
      );

      -- Keyed numbers that say "of the same range, domain, pattern" and not which. Thirty days. Record ids are in the order of time.
      create table screening_tags (
        at timestamptz not null,
        range bigint,
        domain bigint,
        pattern bigint,
        record_id uuid not null,
        petition_id integer not null references petitions,
        disposable boolean not null,
        primary key (petition_id, record_id)
      );
      create index screening_tags_at on screening_tags using brin (at);

      -- What organisers did to many at once, so that it can be undone.
      create table screening_actions (
        id uuid primary key,
        petition_id integer not null references petitions,
        deed text not null check (deed in ('invalidated', 'released')),
        cluster_kind text not null check (cluster_kind in ('range', 'domain', 'pattern', 'second', 'disposable', 'held')),
        cluster_key text not null,
        reason text not null,
        records integer not null,
        counted_before integer not null,
        counted_after integer not null,
        done_by text not null,
        done_at timestamptz not null default clock_timestamp(),
        undone_by text,
        undone_at timestamptz
      );
      create index screening_actions_petition on screening_actions (petition_id, done_at);
      create table screening_action_records (
        action_id uuid not null references screening_actions,
        record_id uuid not null,
        -- What it was: held ones are held again when the deed is undone.
        was signature_status not null,
        primary key (action_id, record_id)
      );
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
