import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whatever goes public at one instant: cards, rankings, statistics, reports. */
export class Publications1763802300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The clock by which things go public is the database's, for every process alike. Only tests move it, or make it stand at an instant.
      create function public_now() returns timestamptz language sql stable as $$
        select coalesce(nullif(current_setting('countersign.clock_stands', true), '')::timestamptz,
                        clock_timestamp() + coalesce(nullif(current_setting('countersign.clock_shift', true), '')::interval, interval '0'))
      $$;

      create table publications (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null references campaigns,
        kind text not null check (kind in ('cards', 'ranking', 'statistics', 'report')),
        title jsonb not null,
        -- Null: nobody has said when. The zone is the one in which the instant was named.
        public_at timestamptz,
        time_zone text,
        withdrawn_at timestamptz,
        withdrawn_why jsonb,
        corrects uuid references publications,
        source jsonb,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        -- What the imported file calls it. (Not \`key\`: by that name the history would know it, and it is unique in its campaign only.)
        import_key text,
        unique (campaign_id, import_key),
        check ((public_at is null) = (time_zone is null)),
        check ((withdrawn_at is null) = (withdrawn_why is null)),
        check (corrects <> id)
      );
      create index publications_campaign on publications (campaign_id, public_at);
      create index publications_corrects on publications (corrects);

      -- The one place that decides what of it the public may read.
      create function publication_is_public(publication uuid, audience text) returns boolean language sql stable as $$
        select coalesce((select audience <> 'public' or (p.public_at <= public_now() and (p.withdrawn_at is null or p.withdrawn_at > public_now()))
          from publications p where p.id = publication), false)
      $$;
      create function publication_was_public(publication uuid, at timestamptz) returns boolean language sql stable as $$
        select coalesce((select p.public_at <= least(at, public_now()) and (p.withdrawn_at is null or p.withdrawn_at > at) from publications p where p.id = publication), false)
      $$;

      -- Whether the public may know that there is such a publication: what was public once and is withdrawn is told as withdrawn.
      create function publication_is_told(p publications, audience text) returns boolean language sql stable as $$
        select audience <> 'public' or coalesce(p.public_at <= public_now() and (p.withdrawn_at is null or p.withdrawn_at > p.public_at), false)
      $$;

      -- What was told to those who listen, each once.
      create table publication_news (
        publication_id uuid not null references publications,
        news text not null check (news in ('public', 'withdrawn')),
        told_at timestamptz not null default clock_timestamp(),
        primary key (publication_id, news)
      );

      -- Who may read a publication before the public, by a personal link of which only the hash is kept.
      create table publication_readers (
        id uuid primary key default gen_random_uuid(),
        publication_id uuid not null references publications,
        token_hash bytea not null unique check (octet_length(token_hash) = 32),
        name text not null,
        organisation text not null,
        valid_until timestamptz not null,
        revoked_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null
      );
      create index publication_readers_publication on publication_readers (publication_id, created_at);

      -- Who read what of it, when.
      create table publication_reads (
        id bigint generated always as identity primary key,
        reader_id uuid not null references publication_readers,
        what text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index publication_reads_reader on publication_reads (reader_id, at);

      -- Handovers under embargo follow the same clock.
      create or replace function as_told(h handovers, audience text) returns handovers language sql stable as $$
        select case when audience = 'public' and h.embargo_until > public_now() and h.status in ('held', 'refused', 'absent')
          then jsonb_populate_record(h, '{"status": "planned", "signatures": null, "signatures_qualifier": null, "residents": null, "outcome": null, "held_at": null, "other_figures": [], "claims": [], "notes": []}')
          else h end
      $$;
      create or replace function is_told(h handovers, audience text) returns boolean language sql stable as $$
        select audience <> 'public' or h.embargo_until is null or h.embargo_until <= public_now()
      $$;
      create or replace function status_is_told(status bigint, audience text) returns boolean language sql stable as $$
        select audience <> 'public' or not exists (
          select 1 from commitment_replies r where r.status_id = status and r.replied_at is null and (r.open_until is null or r.open_until > public_now()))
      $$;

      select watch_history(array['publications']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
