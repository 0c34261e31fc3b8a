import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whatever goes public at one instant: cards, rankings, statistics, reports. */
export class Publications1763802300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The clock by which things go public is the database's, for every process alike. Only tests set the shift.
      create function public_now() returns timestamptz language sql stable as $$
        select clock_timestamp() + coalesce(nullif(current_setting('countersign.clock_shift', true), '')::interval, interval '0')
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
        check ((public_at is null) = (time_zone is null))
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

      select watch_history(array['publications']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
