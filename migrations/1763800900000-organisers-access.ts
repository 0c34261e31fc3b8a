import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Second factor, invitations, scopes of tokens, and where the head of the audit chain was carried. */
export class OrganisersAccess1763800900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table user_roles drop constraint user_roles_role_check,
        add constraint user_roles_role_check check (role in ('owner', 'organiser', 'translator', 'manager', 'auditor', 'reader'));

      -- A session that awaits its code stands for nobody yet. agent: coarse words such as "Firefox, Linux".
      alter table sessions add column id uuid not null default gen_random_uuid() unique, add column agent text,
        add column awaits_code boolean not null default false;

      -- Null: all that the user may do.
      alter table api_tokens add column scopes text[] check (scopes <@ array['read', 'organise', 'translate', 'collect', 'audit', 'administer'] and cardinality(scopes) > 0);

      -- secret: AES-256-GCM under the server's secret, which is not in the database. last_step: no step of the clock is taken twice.
      create table second_factors (
        user_id uuid primary key references users,
        secret bytea not null,
        created_at timestamptz not null default clock_timestamp(),
        confirmed_at timestamptz,
        last_step bigint
      );
      create table recovery_codes (
        user_id uuid not null references users,
        code_hash bytea not null,
        used_at timestamptz,
        primary key (user_id, code_hash)
      );
      -- Of a campaign's owners and organisers, or (without a campaign) of everybody's, a second factor is demanded.
      create table second_factor_demands (
        id integer generated always as identity primary key,
        campaign_id integer references campaigns,
        demanded_by text not null,
        created_at timestamptz not null default clock_timestamp()
      );
      create unique index second_factor_demands_once on second_factor_demands (coalesce(campaign_id, 0));
      create index second_factor_demands_campaign on second_factor_demands (campaign_id);

      create table invitations (
        id uuid primary key default gen_random_uuid(),
        email text not null,
        role text not null check (role in ('owner', 'organiser', 'translator', 'manager', 'auditor', 'reader')),
        campaign_id integer references campaigns,
        jurisdiction_id text,
        store_id uuid references stores,
        area text,
        locale text not null default 'en',
        invited_by uuid not null references users,
        -- How often a mail was asked for; each asking ends the links of the one before.
        sendings integer not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        accepted_at timestamptz,
        accepted_by uuid references users,
        revoked_at timestamptz,
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index invitations_place on invitations (campaign_id, jurisdiction_id);
      create index invitations_store on invitations (store_id);
      create index invitations_by on invitations (invited_by, created_at);
      create index invitations_accepted_by on invitations (accepted_by);

      -- A mail that had to be tried again carries a link of its own: both are good until one is used.
      create table invitation_links (
        token_hash bytea primary key,
        invitation_id uuid not null references invitations on delete cascade
      );
      create index invitation_links_invitation on invitation_links (invitation_id);

      -- Where the end of the audit chain was written outside of this database, and which it was then.
      create table carried_heads (
        n bigint not null,
        hash bytea not null,
        carried_to text not null,
        carried_at timestamptz not null default clock_timestamp(),
        primary key (n, hash, carried_to)
      );
      create trigger append_only before update or delete or truncate on carried_heads for each statement execute function refuse_change();
      create index audit_log_subject on audit_log (subject, n);
      create index audit_log_actor on audit_log (actor, n);
      create index audit_log_action on audit_log (action, n);
      create index audit_log_at on audit_log (at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
