import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Who may do what, what was done, and which mails went out. */
export class AccessAndMail1763800200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table users (
        id uuid primary key default gen_random_uuid(),
        email text not null,
        name text not null,
        locale text not null default 'en',
        time_zone text not null default 'UTC',
        password_hash text not null,
        must_change_password boolean not null default false,
        disabled_at timestamptz,
        created_at timestamptz not null default clock_timestamp()
      );
      create unique index users_email on users (lower(email));

      -- A role holds for the whole campaign where jurisdiction_id is null, for every campaign where campaign_id is null too.
      create table user_roles (
        id integer generated always as identity primary key,
        user_id uuid not null references users,
        role text not null check (role in ('owner', 'organiser', 'reader')),
        campaign_id integer references campaigns,
        jurisdiction_id text,
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create unique index user_roles_once on user_roles (user_id, role, coalesce(campaign_id, 0), coalesce(jurisdiction_id, ''));
      create index user_roles_user on user_roles (user_id);
      create index user_roles_campaign on user_roles (campaign_id, jurisdiction_id);

      create table sessions (
        token_hash bytea primary key,
        user_id uuid not null references users,
        csrf_secret text not null,
        created_at timestamptz not null default clock_timestamp(),
        seen_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null
      );
      create index sessions_user on sessions (user_id);

      create table api_tokens (
        id uuid primary key default gen_random_uuid(),
        token_hash bytea not null unique,
        user_id uuid not null references users,
        name text not null,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz,
        used_at timestamptz,
        revoked_at timestamptz
      );
      create index api_tokens_user on api_tokens (user_id);

      -- Append-only: each entry carries the hash of the one before it.
      create table audit_log (
        n bigint primary key,
        at timestamptz not null,
        actor text not null,
        action text not null,
        subject text not null,
        details jsonb not null,
        previous_hash bytea not null,
        hash bytea not null
      );
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the audit log is append-only';
      end $$;
      create trigger append_only before update or delete or truncate on audit_log for each statement execute function refuse_change();

      -- One row a notice and recipient. The recipient is a user, or a signature: never an address.
      create table mail_log (
        id bigint generated always as identity primary key,
        kind text not null,
        about text not null,
        recipient text not null,
        message_id text not null unique,
        state text not null default 'due' check (state in ('due', 'accepted', 'refused', 'skipped')),
        attempts integer not null default 0,
        code text,
        created_at timestamptz not null default clock_timestamp(),
        settled_at timestamptz,
        unique (kind, about, recipient)
      );
      create index mail_log_due on mail_log (created_at) where state = 'due';

      -- How many mails a mailbox (by its key) has had on a day: nobody can be flooded through us.
      create table mailbox_days (
        petition_id integer not null references petitions,
        email_key bytea not null,
        day date not null,
        mails integer not null,
        primary key (petition_id, email_key, day)
      );

      select watch_history(array['users', 'user_roles']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
