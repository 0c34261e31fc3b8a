import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Offices and who holds them, election blackouts, delegations, checklists, the run of a day, private feeds. */
export class HandoverCalendar1763801200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What stays when a minister leaves. Promises are kept with the office.
      create table offices (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null,
        jurisdiction_id text not null,
        names jsonb not null,
        body text,
        kind text not null check (kind in ('executive', 'parliament', 'public-body', 'intergovernmental', 'other')),
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index offices_jurisdiction on offices (campaign_id, jurisdiction_id);

      -- Both days belong to the term; without an end it goes on.
      create table office_holders (
        id uuid primary key default gen_random_uuid(),
        office_id uuid not null references offices,
        person text not null,
        held_from date not null,
        held_to date,
        source text,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        check (held_to >= held_from)
      );
      create unique index office_holders_term on office_holders (office_id, held_from);

      alter table handover_recipients add column office_id uuid references offices;
      create index handover_recipients_office on handover_recipients (office_id);

      create table election_blackouts (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null,
        jurisdiction_id text not null,
        starts_on date not null,
        ends_on date not null,
        reason text not null,
        source text,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        check (ends_on >= starts_on),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index election_blackouts_jurisdiction on election_blackouts (campaign_id, jurisdiction_id, ends_on);

      -- The organisers' own people, never signers. Who was taken off stays, because an invitation went out.
      create table delegates (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        name text not null,
        role text,
        email text,
        locale text not null default 'en',
        state text not null default 'invited' check (state in ('invited', 'accepted', 'declined')),
        state_at timestamptz not null default clock_timestamp(),
        state_by text not null,
        note text,
        removed_at timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null
      );
      create index delegates_handover on delegates (handover_id);
      create unique index delegates_once on delegates (handover_id, lower(email)) where removed_at is null;
      create index delegates_email on delegates (lower(email)) where removed_at is null;

      -- One row a link sent. A move outdates it: an answer is to the day that its mail named.
      create table delegate_links (
        token_hash bytea primary key,
        delegate_id uuid not null references delegates,
        created_at timestamptz not null default clock_timestamp(),
        outdated_at timestamptz
      );
      create index delegate_links_delegate on delegate_links (delegate_id);

      -- As first told: calendar programs take updates of an entry from its own organiser only.
      create table calendar_organisers (
        handover_id uuid primary key references handovers,
        name text not null,
        address text not null
      );

      create table checklist_items (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        template_key text,
        text text,
        owner text,
        days_before integer check (days_before between 0 and 365),
        position integer not null,
        done_at timestamptz,
        done_by text,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        check (template_key is not null or text is not null)
      );
      create unique index checklist_items_template on checklist_items (handover_id, template_key);

      create table run_items (
        id uuid primary key default gen_random_uuid(),
        handover_id uuid not null references handovers,
        starts_at time not null,
        what text not null,
        who text,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null
      );
      create index run_items_handover on run_items (handover_id, starts_at);

      -- What a reader's calendar was told of.
      create index mail_log_entries on mail_log (recipient, about)
        where kind in ('calendar.request', 'calendar.cancel', 'calendar.words', 'handover.scheduled', 'handover.moved');

      create table calendar_feeds (
        id uuid primary key default gen_random_uuid(),
        user_id uuid not null references users,
        token_hash bytea not null unique,
        created_at timestamptz not null default clock_timestamp(),
        used_at timestamptz,
        revoked_at timestamptz
      );
      create index calendar_feeds_user on calendar_feeds (user_id);
      create unique index calendar_feeds_one on calendar_feeds (user_id) where revoked_at is null;

      select watch_history(array['offices', 'office_holders', 'election_blackouts']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
