import { type MigrationInterface, type QueryRunner } from 'typeorm';

const PARTITIONS = 16;

/**
 * Signatures, their tallies, milestones and the outbox.
 *
 * `signatures` is hash-partitioned by petition and every unique key contains it, so a hot query touches one partition
 * and the table can be distributed by petition as it is. It has no foreign key: the check would cost a lookup a row,
 * and `countersign verify` looks for orphans.
 */
export class SignaturesAndTallies1763800100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create type signature_status as enum ('pending', 'counted', 'duplicate', 'expired', 'withdrawn', 'invalid', 'quarantined');
      create type channel as enum ('online', 'store', 'paper', 'partner');

      create table signatures (
        signed_at timestamptz not null,
        received_at timestamptz not null,
        counted_at timestamptz,
        confirmed_at timestamptz,
        reminded_at timestamptz,
        id uuid not null,
        petition_id integer not null,
        status signature_status not null,
        channel channel not null,
        text_version integer not null,
        synthetic boolean not null default false,
        country text not null check (country ~ '^[A-Z]{2}$'),
        language text not null,
        email_key bytea check (octet_length(email_key) = 16),
        name_key bytea check (octet_length(name_key) = 16),
        confirm_hash bytea,
        withdraw_hash bytea,
        person_commit bytea,
        sealed bytea,
        via text,
        updates text[],
        primary key (petition_id, id),
        check ((status = 'counted') = (counted_at is not null))
      ) partition by hash (petition_id);

      -- "Nobody counts twice", enforced where the rows are.
      create unique index signatures_counted_email on signatures (petition_id, email_key) where status = 'counted' and email_key is not null;
      create unique index signatures_counted_name on signatures (petition_id, name_key) where status = 'counted' and email_key is null and name_key is not null;
      create index signatures_other_email on signatures (petition_id, email_key) where status <> 'counted' and email_key is not null;
      create index signatures_name on signatures (petition_id, name_key) where name_key is not null;
      create index signatures_unconfirmed on signatures (petition_id, signed_at) where status in ('pending', 'expired') and sealed is not null;
    `);
    for (let n = 0; n < PARTITIONS; n++) {
      await db.query(`create table signatures_${n} partition of signatures for values with (modulus ${PARTITIONS}, remainder ${n})`);
    }
    await db.query(`
      -- "Take my name back": cancels what this person signed up to the instant, whenever it arrives.
      create table withdrawals (
        petition_id integer not null references petitions,
        kind text not null check (kind in ('email', 'name')),
        key bytea not null,
        until timestamptz not null,
        primary key (petition_id, kind, key)
      );

      -- A record that could not be opened or read. It is kept, sealed as it came, until a person has looked.
      create table quarantine (
        record_id uuid primary key,
        petition_id integer,
        batch_id uuid not null,
        code text not null,
        record jsonb not null,
        at timestamptz not null default clock_timestamp(),
        resolved_at timestamptz
      );

      -- One row a batch that was written; a batch that comes again changes nothing.
      create table batches (
        id uuid primary key,
        applied_at timestamptz not null default clock_timestamp(),
        inserted integer not null
      );

      -- Also the lock: whoever changes signatures of a petition holds its row here, taken in id order.
      create table petition_tallies (
        petition_id integer primary key references petitions,
        counted integer not null default 0 check (counted >= 0),
        pending integer not null default 0 check (pending >= 0),
        attested bigint not null default 0 check (attested >= 0),
        attested_lower_bound boolean not null default false,
        version bigint not null default 0,
        changed_at timestamptz not null default clock_timestamp()
      );

      create table tally_cells (
        petition_id integer not null references petitions,
        hour timestamptz not null,
        country text not null,
        channel channel not null,
        status signature_status not null,
        n integer not null check (n >= 0),
        primary key (petition_id, hour, country, channel, status)
      );

      create table attested_counts (
        id uuid primary key default gen_random_uuid(),
        petition_id integer not null references petitions,
        count integer not null check (count > 0),
        qualifier text not null default 'exact' check (qualifier in ('exact', 'more-than', 'nearly', 'approximately')),
        channel text not null default 'unspecified' check (channel in ('online', 'store', 'paper', 'partner', 'unspecified')),
        document text not null,
        note text,
        attested_by text not null,
        recorded_by text not null,
        recorded_at timestamptz not null default clock_timestamp(),
        import_key text unique,
        revoked_at timestamptz,
        revoked_by text,
        source jsonb
      );
      create index attested_counts_petition on attested_counts (petition_id);

      create table milestones (
        petition_id integer not null references petitions,
        threshold integer not null check (threshold > 0),
        origin text not null check (origin in ('ladder', 'target', 'organiser')),
        approaching_at timestamptz,
        approaching_by text check (approaching_by in ('share', 'forecast')),
        reached_at timestamptz,
        silent boolean not null default false,
        created_at timestamptz not null default clock_timestamp(),
        primary key (petition_id, threshold)
      );

      -- Petitions of high privacy show a figure once a day; this is what they show.
      create table published_counts (
        petition_id integer not null references petitions,
        day date not null,
        counted integer not null,
        primary key (petition_id, day)
      );

      create table outbox (
        id bigint generated always as identity primary key,
        topic text not null,
        payload jsonb not null,
        created_at timestamptz not null default clock_timestamp()
      );

      select watch_history(array['attested_counts', 'milestones']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
