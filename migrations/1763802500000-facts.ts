import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Instruments and what jurisdictions did with them, rankings, published statistics, findings, the timeline. */
export class Facts1763802500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What became of a treaty, law or plan. A jurisdiction of null: of the treaty as a whole. Nothing is overwritten: a correction
      -- replaces, and what was wrong altogether is retracted with a reason.
      create table instrument_events (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null references campaigns,
        key text,
        instrument_key text not null,
        jurisdiction_id text,
        event text not null check (event in ('adopted', 'pledged', 'signed', 'ratified', 'in-effect', 'in-force', 'reserved', 'withdrawn', 'not-ratified')),
        date_edtf text,
        date_printed text,
        since_edtf text,
        until_edtf text,
        -- First and last possible day; null where no source bounds it.
        date_from date,
        date_to date,
        handover_key text,
        evidence text,
        note text,
        language text,
        source jsonb,
        replaces uuid references instrument_events,
        retracted_at timestamptz,
        retracted_by text,
        retracted_why text,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        recorded_by text not null default 'system',
        unique (campaign_id, key),
        check (date_edtf is null or (since_edtf is null and until_edtf is null)),
        check (date_from <= date_to),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index instrument_events_instrument on instrument_events (campaign_id, instrument_key, jurisdiction_id);
      create index instrument_events_jurisdiction on instrument_events (campaign_id, jurisdiction_id);
      create unique index instrument_events_replaces on instrument_events (replaces);

      create function event_stands(e instrument_events) returns boolean language sql stable as $$
        select e.retracted_at is null and not exists (select 1 from instrument_events later where later.replaces = e.id)
      $$;

      -- A ratification proposes by being there; only what an organiser decided is kept.
      create table fulfilment_decisions (
        id uuid primary key default gen_random_uuid(),
        event_id uuid not null references instrument_events,
        commitment_id uuid not null references commitments on delete cascade,
        accepted boolean not null,
        reason text,
        status_id bigint references commitment_statuses on delete set null,
        decided_at timestamptz not null default clock_timestamp(),
        decided_by text not null,
        unique (event_id, commitment_id),
        check (accepted or reason is not null)
      );
      create index fulfilment_decisions_commitment on fulfilment_decisions (commitment_id);
      create index fulfilment_decisions_status on fulfilment_decisions (status_id);

      create table ranking_methods (
        campaign_id integer not null references campaigns,
        key text not null,
        version integer not null check (version > 0),
        title jsonb not null,
        description jsonb not null default '{}',
        rules jsonb not null,
        published_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        primary key (campaign_id, key, version)
      );

      -- Computed when published, and kept with what it was computed from. Rows of null: the table is not in the source.
      create table rankings (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null references campaigns,
        key text not null,
        title jsonb not null default '{}',
        year_from integer not null,
        year_to integer not null,
        states_assessed integer check (states_assessed > 0),
        method_key text,
        method_version integer,
        input_sha256 text,
        rows jsonb,
        note text,
        language text,
        source jsonb,
        publication_id uuid references publications,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        unique (campaign_id, key),
        check (year_from <= year_to),
        check ((rows is null) = (method_key is null) and (rows is null) = (input_sha256 is null) and (method_key is null) = (method_version is null)),
        foreign key (campaign_id, method_key, method_version) references ranking_methods
      );
      create index rankings_method on rankings (campaign_id, method_key, method_version);
      create index rankings_publication on rankings (publication_id);

      -- Figures as somebody published them. The base is as printed; \`reviewed\` is ours: how many countries of the scope were reviewed that year.
      create table published_statistics (
        campaign_id integer not null references campaigns,
        key text not null,
        position integer not null,
        year integer,
        indicator_key text,
        topic text,
        goal_key text,
        scope text not null,
        population integer check (population > 0),
        reviewed integer check (reviewed > 0),
        value numeric,
        unit text not null,
        qualifier text not null,
        fraction jsonb,
        compare_year integer,
        countries text[] not null default '{}',
        statement text not null,
        note text,
        language text,
        source jsonb,
        publication_id uuid references publications,
        primary key (campaign_id, key),
        check ((indicator_key is null) <> (topic is null))
      );
      create index published_statistics_publication on published_statistics (publication_id);

      create table country_findings (
        campaign_id integer not null references campaigns,
        key text not null,
        position integer not null,
        jurisdictions text[] not null,
        indicator_key text,
        topic text,
        date_edtf text not null,
        date_from date not null,
        date_to date not null,
        direction text not null check (direction in ('good-practice', 'gap', 'setback', 'neutral')),
        statement text not null,
        figures jsonb not null default '[]',
        language text,
        source jsonb,
        publication_id uuid references publications,
        primary key (campaign_id, key)
      );
      create index country_findings_publication on country_findings (publication_id);

      create table timeline_events (
        campaign_id integer not null references campaigns,
        key text not null,
        position integer not null,
        date_edtf text not null,
        date_printed text,
        date_end text,
        date_from date not null,
        date_to date not null,
        precision text not null,
        kind text not null,
        title text not null,
        jurisdictions text[] not null default '{}',
        figures jsonb not null default '[]',
        ref text,
        note text,
        language text,
        source jsonb,
        primary key (campaign_id, key)
      );

      select watch_history(array['instrument_events', 'fulfilment_decisions', 'ranking_methods', 'rankings', 'published_statistics', 'country_findings', 'timeline_events']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
