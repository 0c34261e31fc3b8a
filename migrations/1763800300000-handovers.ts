import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Handovers, what was said, what was promised, and what became of it. */
export class Handovers1763800300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table handovers (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null,
        jurisdiction_id text not null,
        key text,
        level text not null check (level in ('national', 'regional', 'global')),
        status text not null check (status in ('planned', 'listed', 'held', 'refused', 'absent', 'cancelled')),
        date_edtf text,
        date_from date,
        date_to date,
        date_note text,
        start_time time,
        time_zone text not null default 'UTC',
        place text,
        title text,
        signatures bigint check (signatures > 0),
        signatures_qualifier text check (signatures_qualifier in ('exact', 'more-than', 'nearly', 'approximately')),
        residents bigint check (residents >= 0),
        other_figures jsonb not null default '[]',
        covers_all boolean not null default false,
        outcome text,
        claims jsonb not null default '[]',
        notes jsonb not null default '[]',
        held_at timestamptz,
        calendar_sequence integer not null default 0,
        source jsonb,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        unique (campaign_id, key),
        check ((signatures is null) = (signatures_qualifier is null)),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index handovers_jurisdiction on handovers (campaign_id, jurisdiction_id);
      create index handovers_dates on handovers (date_from);

      create table handover_jurisdictions (
        handover_id uuid not null references handovers,
        campaign_id integer not null,
        jurisdiction_id text not null,
        primary key (handover_id, jurisdiction_id),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index handover_jurisdictions_covered on handover_jurisdictions (campaign_id, jurisdiction_id);

      create table handover_recipients (
        handover_id uuid not null references handovers,
        position integer not null,
        met_only boolean not null default false,
        name text,
        office text,
        body text,
        kind text not null check (kind in ('executive', 'parliament', 'public-body', 'intergovernmental', 'other')),
        details jsonb not null default '{}',
        primary key (handover_id, position)
      );

      create table handover_presenters (
        handover_id uuid not null references handovers,
        position integer not null,
        name text,
        affiliation text,
        details jsonb not null default '{}',
        primary key (handover_id, position)
      );

      create table handover_responses (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        kind text not null check (kind in ('said', 'letter', 'answer', 'receipt')),
        text text not null,
        language text,
        dated_on date,
        document text,
        recorded_at timestamptz not null default clock_timestamp(),
        recorded_by text not null
      );
      create index handover_responses_handover on handover_responses (handover_id);

      create table commitments (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        key text,
        position integer not null default 0,
        text text not null,
        kind text not null check (kind in ('ratification', 'legislation', 'policy', 'review', 'procedure', 'advocacy', 'cooperation', 'service')),
        made_by text,
        instrument text,
        answers_all boolean not null default false,
        answers_note text,
        due_edtf text,
        due_from date,
        due_to date,
        note text,
        source jsonb,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system'
      );
      create index commitments_handover on commitments (handover_id);
      create unique index commitments_key on commitments (handover_id, key);
      create index commitments_due on commitments (due_to);

      create table commitment_answers (
        commitment_id uuid not null references commitments,
        call_id integer not null references calls_to_action,
        primary key (commitment_id, call_id)
      );
      create index commitment_answers_call on commitment_answers (call_id);

      -- The status of a commitment is the newest of these.
      create table commitment_statuses (
        id bigint generated always as identity primary key,
        commitment_id uuid not null references commitments,
        status text not null check (status in ('promised', 'in-progress', 'fulfilled', 'broken', 'superseded', 'lapsed')),
        dated_edtf text,
        evidence text,
        note text,
        recorded_at timestamptz not null default clock_timestamp(),
        recorded_by text not null default 'system'
      );
      create index commitment_statuses_commitment on commitment_statuses (commitment_id, id);

      select watch_history(array['handovers', 'handover_jurisdictions', 'handover_recipients', 'handover_presenters',
        'handover_responses', 'commitments', 'commitment_answers', 'commitment_statuses']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
