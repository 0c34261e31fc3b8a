import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The day itself, answers and promises followed for years. */
export class PromisesFollowed1763801400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Until then the public knows the handover as planned. The zone is the one in which the instant was named.
      alter table handovers add column embargo_until timestamptz, add column embargo_zone text;

      -- The one place that decides what the public knows of a handover: everything that anybody may read goes through it.
      create function as_told(h handovers, audience text) returns handovers language sql stable as $$
        select case when audience = 'public' and h.embargo_until > now() and h.status in ('held', 'refused', 'absent')
          then jsonb_populate_record(h, '{"status": "planned", "signatures": null, "signatures_qualifier": null, "residents": null, "outcome": null, "held_at": null, "other_figures": [], "claims": [], "notes": []}')
          else h end
      $$;
      create function is_told(h handovers, audience text) returns boolean language sql stable as $$
        select audience <> 'public' or h.embargo_until is null or h.embargo_until <= now()
      $$;

      -- What happened there, recorded once; the submission is the form's own number, so that sending it again changes nothing.
      create table handover_days (
        handover_id uuid primary key references handovers,
        submission uuid not null,
        receipt text not null check (receipt in ('link', 'letter', 'register', 'none')),
        receipt_number text,
        receipt_document uuid references documents,
        quote text,
        quote_language text,
        quote_by text,
        attendance text[] not null default '{}',
        photo uuid references documents,
        photo_agreed boolean not null default false,
        recorded_at timestamptz not null default clock_timestamp(),
        recorded_by text not null
      );
      create index handover_days_receipt on handover_days (receipt_document);
      create index handover_days_photo on handover_days (photo);

      -- Links of the day: the delegation's page, and the recipient's receipt. Only hashes of their tokens are kept.
      create table day_links (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        kind text not null check (kind in ('delegation', 'receipt')),
        token_hash bytea not null unique check (octet_length(token_hash) = 32),
        valid_from timestamptz not null,
        valid_until timestamptz not null,
        revoked_at timestamptz,
        used_at timestamptz,
        name text,
        office text,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null
      );
      create index day_links_handover on day_links (handover_id);

      alter table handover_responses add column document_id uuid references documents, add column translations jsonb not null default '{}',
        add column replaces uuid references handover_responses;
      create index handover_responses_document on handover_responses (document_id);
      create unique index handover_responses_replaces on handover_responses (replaces);

      alter table commitments add column language text, add column office_id uuid references offices, add column holder_name text,
        add column due_kind text not null default 'due' check (due_kind in ('due', 'review'));
      create index commitments_office on commitments (office_id);

      alter table commitment_statuses add column document_id uuid references documents, add column superseded_by uuid references commitments;
      create index commitment_statuses_document on commitment_statuses (document_id);
      create index commitment_statuses_superseded on commitment_statuses (superseded_by);

      -- The right of reply of whom a broken or lapsed promise is told of. The window opens with the letter.
      create table commitment_replies (
        status_id bigint primary key references commitment_statuses,
        window_days integer not null check (window_days between 1 and 90),
        asked_on date,
        open_until timestamptz,
        text text,
        language text,
        dated_on date,
        document_id uuid references documents,
        replied_at timestamptz,
        recorded_by text
      );
      create index commitment_replies_document on commitment_replies (document_id);

      create function status_is_told(status bigint, audience text) returns boolean language sql stable as $$
        select audience <> 'public' or not exists (
          select 1 from commitment_replies r where r.status_id = status and r.replied_at is null and (r.open_until is null or r.open_until > now()))
      $$;

      create table letters (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        commitment_id uuid references commitments,
        status_id bigint references commitment_statuses,
        kind text not null check (kind in ('answer-due', 'state-of-promise', 'thanks', 'right-of-reply')),
        language text not null,
        subject text not null,
        text text not null,
        recipient text not null,
        reply_by date,
        sent_on date,
        answered_on date,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null
      );
      create index letters_handover on letters (handover_id);
      create index letters_commitment on letters (commitment_id);
      create index letters_status on letters (status_id);
      create index letters_awaited on letters (reply_by) where sent_on is not null and answered_on is null;

      -- Events of what is not public yet; they leave when it is.
      create table later_events (
        id bigint generated always as identity primary key,
        handover_id uuid not null references handovers,
        status_id bigint references commitment_statuses,
        topic text not null,
        payload jsonb not null
      );
      create index later_events_handover on later_events (handover_id);
      create index later_events_status on later_events (status_id);

      -- Files that go with a handover; for organisers only.
      create table handover_files (
        handover_id uuid not null references handovers,
        document_id uuid not null references documents,
        label text not null,
        take_along boolean not null default false,
        added_at timestamptz not null default clock_timestamp(),
        added_by text not null,
        primary key (handover_id, document_id)
      );
      create index handover_files_document on handover_files (document_id);

      -- Rows that have neither key nor slug nor id of their own are known by their primary key.
      create or replace function keep_history() returns trigger language plpgsql as $$
      declare
        earlier jsonb := to_jsonb(old) - 'password_hash';
        later jsonb := case tg_op when 'UPDATE' then to_jsonb(new) - 'password_hash' end;
      begin
        if later is distinct from earlier then
          insert into history (entity, entity_key, actor, before, after)
          values (tg_table_name, coalesce(earlier ->> 'key', earlier ->> 'slug', earlier ->> 'id', (
                    select string_agg(earlier ->> a.attname, ':' order by k.n) from pg_index i cross join unnest(i.indkey::int2[]) with ordinality as k(attnum, n)
                      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum where i.indrelid = tg_relid and i.indisprimary), ''),
                  coalesce(nullif(current_setting('countersign.actor', true), ''), 'system'), earlier, later);
        end if;
        return null;
      end $$;

      select watch_history(array['handover_files', 'handover_days', 'commitment_replies', 'letters']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
