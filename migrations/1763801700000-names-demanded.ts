import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Names handed over where a law demands them. */
export class NamesDemanded1763801700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Which law demands which fields for which office, and the key that they are sealed to. No row: nobody's name ever leaves.
      create table petition_names (
        petition_id integer primary key references petitions,
        law jsonb not null check (jsonb_typeof(law) = 'object'),
        office jsonb not null check (jsonb_typeof(office) = 'object'),
        fields text[] not null check ('name' = any(fields) and fields <@ array['name', 'postcode', 'town', 'country']),
        public_key bytea not null check (octet_length(public_key) = 32),
        set_by text not null,
        set_at timestamptz not null default clock_timestamp()
      );

      -- Whoever signs reads it above the button: it stands from the opening on, whoever writes.
      create function names_stand_once_open() returns trigger language plpgsql as $$
      declare
        row_now petition_names := coalesce(new, old);
      begin
        if tg_op = 'UPDATE' and old.petition_id <> new.petition_id then
          raise exception 'petitions.not_draft' using errcode = '23514';
        end if;
        perform 1 from petitions where id = row_now.petition_id and status = 'draft' and opened_at is null and takes_signatures for update;
        if not found or exists (select 1 from signatures where petition_id = row_now.petition_id) then
          raise exception 'petitions.not_draft' using errcode = '23514';
        end if;
        return row_now;
      end $$;
      create trigger names_stand_once_open before insert or update or delete on petition_names for each row execute function names_stand_once_open();

      create function petitions_with_names_stay_open() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from petition_names where petition_id = old.id) then
          raise exception 'petitions.not_draft' using errcode = '23514';
        end if;
        return new;
      end $$;
      create trigger petitions_with_names_stay_open before update on petitions for each row
        when (old.opened_at is not null and (new.opened_at is null or new.status = 'draft')) execute function petitions_with_names_stay_open();

      -- Names asked for by one person and approved by another, made by the worker, kept for thirty days.
      create table names_exports (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        seal_id uuid not null references seals,
        petition_id integer not null references petitions,
        state text not null default 'asked' check (state in ('asked', 'approved', 'refused', 'expired', 'made', 'failed', 'erased')),
        -- SHA-256 of the demand as it was asked for under: docs/NAMES.md.
        demand_sha256 bytea not null check (octet_length(demand_sha256) = 32),
        reason text not null check (length(reason) between 1 and 500),
        asked_by text not null,
        asked_at timestamptz not null default clock_timestamp(),
        decided_by text,
        decided_at timestamptz,
        failure text,
        made_at timestamptz,
        -- Of the seal's leaves of this petition: names in the file, people who left since, records without an agreement or unreadable.
        names integer check (names >= 0),
        gone integer check (gone >= 0),
        left_out integer check (left_out >= 0),
        sha256 bytea check (octet_length(sha256) = 32),
        size bigint,
        erased_at timestamptz,
        check (state not in ('approved', 'made', 'erased') or decided_by <> asked_by),
        check (state not in ('approved', 'made', 'erased') or decided_at is not null),
        check (state not in ('made', 'erased') or (made_at is not null and names is not null and gone is not null and left_out is not null and sha256 is not null and size is not null)),
        check ((state = 'failed') = (failure is not null))
      );
      create index names_exports_handover on names_exports (handover_id, asked_at);
      create index names_exports_seal on names_exports (seal_id);
      create index names_exports_petition on names_exports (petition_id);
      create unique index names_exports_one_under_way on names_exports (seal_id, petition_id) where state in ('asked', 'approved');

      -- The file in pieces, sealed to the recipient alone; and who is in which, to know how many took their name back since.
      create table names_pieces (
        export_id uuid not null references names_exports,
        n integer not null check (n >= 0),
        bytes bytea,
        records uuid[] not null default '{}',
        primary key (export_id, n)
      );
      alter table names_pieces alter column bytes set storage external;

      select watch_history(array['petition_names']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
