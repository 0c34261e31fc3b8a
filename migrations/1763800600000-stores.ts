import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Stores and partners, their tablets, shifts and paper sheets; what arrives sealed from there; and who may look after it. */
export class Stores1763800600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Places that collect. \`code\` is the link code of its poster (\`via\`), in all of the campaign's petitions.
      create table stores (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null,
        jurisdiction_id text not null,
        kind text not null default 'store' check (kind in ('store', 'partner')),
        code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) <= 40),
        name text not null,
        area text,
        town text,
        language text not null,
        time_zone text not null,
        -- The processor agreement (GDPR Art. 28): {signedOn, signedBy, document, recordedBy, recordedAt}.
        agreement jsonb,
        closed_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create unique index stores_code on stores (campaign_id, code);
      create index stores_place on stores (campaign_id, jurisdiction_id, area, name);

      create table devices (
        id uuid primary key,
        store_id uuid not null references stores,
        name text not null,
        public_key bytea not null unique check (octet_length(public_key) = 65),
        fingerprint text not null,
        state text not null default 'awaiting' check (state in ('awaiting', 'active', 'retired', 'stolen', 'refused')),
        paired_at timestamptz not null default clock_timestamp(),
        state_changed_at timestamptz not null default clock_timestamp(),
        state_changed_by text,
        last_seen_at timestamptz,
        waiting integer not null default 0,
        oldest_waiting_at timestamptz,
        app_version text,
        storage_protected boolean,
        clock_offset_ms bigint,
        highest_seq bigint not null default 0,
        last_batch bigint not null default 0,
        last_batch_digest bytea,
        pin_reset integer not null default 0,
        -- Since when it has been told silent; null again once it was seen.
        silent_told_at timestamptz
      );
      create index devices_store on devices (store_id);

      create table pairing_codes (
        id uuid primary key default gen_random_uuid(),
        store_id uuid not null references stores,
        selector text not null,
        secret_hash text not null,
        device_name text not null,
        tries_left integer not null default 5,
        expires_at timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        used_at timestamptz,
        device_id uuid references devices
      );
      create index pairing_codes_selector on pairing_codes (selector);
      create index pairing_codes_store on pairing_codes (store_id);
      create index pairing_codes_device on pairing_codes (device_id);

      -- Wrong guesses of anybody, anywhere: too many in an hour and pairing pauses for all.
      create table pairing_failures (
        id bigint generated always as identity primary key,
        at timestamptz not null default clock_timestamp(),
        -- The guess that made pairing pause: it is written into the audit log once.
        paused boolean not null default false
      );
      create index pairing_failures_at on pairing_failures (at);

      create table shifts (
        id uuid primary key,
        device_id uuid not null references devices,
        store_id uuid not null references stores,
        started_at timestamptz not null,
        ended_at timestamptz,
        captured integer not null default 0 check (captured >= 0),
        typed integer not null default 0 check (typed >= 0),
        reported_at timestamptz not null default clock_timestamp(),
        signed_off_at timestamptz,
        signed_off_by text,
        -- The figures as they stood when the manager signed.
        signed_off jsonb,
        note text
      );
      create index shifts_store on shifts (store_id, started_at desc);
      create index shifts_device on shifts (device_id);

      create sequence sheet_numbers start 10000;
      create table sheets (
        id uuid primary key default gen_random_uuid(),
        number text not null unique,
        store_id uuid not null references stores,
        petition_id integer not null references petitions,
        language text not null,
        text_version integer not null,
        lines integer not null check (lines between 1 and 40),
        state text not null default 'printed' check (state in ('printed', 'out', 'returned', 'typed', 'attested', 'destroyed')),
        printed_at timestamptz not null default clock_timestamp(),
        out_at timestamptz,
        returned_at timestamptz,
        -- Lines with a signature on them, counted by whoever took the sheet back.
        filled integer,
        finished_at timestamptz,
        -- Why it was finished though other lines arrived than were counted.
        note text,
        attested_count_id uuid references attested_counts,
        second_keying boolean not null default false,
        -- {witness, method, by, at}
        destroyed jsonb
      );
      create index sheets_store on sheets (store_id, state, number);
      create index sheets_petition on sheets (petition_id);
      create index sheets_attested on sheets (attested_count_id);

      -- What tablets sent: a line for each sequence number, with what became of it. Nothing personal, nothing sealed.
      create table device_records (
        signed_at timestamptz not null,
        received_at timestamptz not null default clock_timestamp(),
        device_clock timestamptz not null,
        seq bigint not null,
        offset_ms bigint not null,
        device_id uuid not null references devices,
        record_id uuid not null,
        shift_id uuid,
        sheet_id uuid references sheets,
        petition_id integer not null,
        line integer,
        channel channel not null,
        outcome text not null check (outcome in ('stored', 'repeated', 'conflict', 'quarantined')),
        payload_hash bytea not null,
        primary key (device_id, seq)
      );
      create index device_records_record on device_records (record_id);
      create index device_records_received on device_records (device_id, received_at);
      create index device_records_shift on device_records (shift_id) where shift_id is not null;
      create index device_records_sheet on device_records (sheet_id, line) where sheet_id is not null;

      -- Lines that a manager wants typed again: the attempt to use. All others: 1.
      create table sheet_lines (
        sheet_id uuid not null references sheets,
        line integer not null,
        attempt integer not null check (attempt > 1),
        primary key (sheet_id, line)
      );

      -- A line typed a second time, by chance or because it was drawn for it. The worker compares the two and tells only whether they differ.
      create table sheet_keyings (
        id uuid primary key default gen_random_uuid(),
        sheet_id uuid not null references sheets,
        line integer not null,
        attempt integer not null,
        record_id uuid not null,
        petition_id integer not null,
        device_id uuid not null references devices,
        drawn boolean not null,
        -- As it came from the tablet; gone once it was compared.
        record jsonb,
        keyed_at timestamptz not null default clock_timestamp(),
        compared_at timestamptz,
        outcome text check (outcome in ('same', 'different')),
        decision text check (decision in ('keep', 'retype')),
        decided_at timestamptz,
        decided_by text
      );
      create index sheet_keyings_sheet on sheet_keyings (sheet_id, line);
      create index sheet_keyings_record on sheet_keyings (record_id);
      create index sheet_keyings_device on sheet_keyings (device_id);

      -- Sealed batches that Postgres holds until the worker has written them: the door of what is sealed on tablets.
      create table sealed_intake (
        id uuid primary key,
        received_at timestamptz not null default clock_timestamp(),
        batch jsonb not null
      );
      create index sealed_intake_age on sealed_intake (received_at);

      -- What an envelope is bound to, where the signing time that counts is another: a tablet's clock is believed only between pairing and receipt.
      alter table signatures add column claimed_at timestamptz;

      alter table quarantine add column device_id uuid references devices, add column resolution text check (resolution in ('released', 'discarded')), add column resolved_by text;
      create index quarantine_device on quarantine (device_id);
      create index quarantine_waiting on quarantine (petition_id, at) where resolved_at is null;

      -- Counted signatures by link or store, by UTC day: the tally of \`via\`, kept in the transaction that counts.
      create table link_tallies (
        petition_id integer not null references petitions,
        via text not null,
        day date not null,
        channel channel not null,
        n integer not null check (n >= 0),
        primary key (petition_id, via, day, channel)
      );
      create index link_tallies_via on link_tallies (via, day);
      insert into link_tallies (petition_id, via, day, channel, n)
        select petition_id, via, (counted_at at time zone 'UTC')::date, channel, count(*) from signatures where status = 'counted' and via is not null group by 1, 2, 3, 4;

      alter table campaign_keys add column suite text not null default 'x25519' check (suite in ('x25519', 'p256'));

      -- A manager looks after one store, the stores of an area, or those of a country.
      alter table user_roles drop constraint user_roles_role_check, add constraint user_roles_role_check check (role in ('owner', 'organiser', 'manager', 'reader')),
        add column store_id uuid references stores, add column area text,
        add check (role = 'manager' or (store_id is null and area is null));
      drop index user_roles_once;
      create unique index user_roles_once on user_roles (user_id, role, coalesce(campaign_id, 0), coalesce(jurisdiction_id, ''), coalesce(store_id::text, ''), coalesce(area, ''));
      create index user_roles_store on user_roles (store_id);

      select watch_history(array['stores', 'sheets']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
