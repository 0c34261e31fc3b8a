import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Campaigns, jurisdictions, petitions, their texts, calls to action; and the history that no change can forget. */
export class CampaignsAndPetitions1763800000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Every update and delete of a told fact leaves the former row here, whoever made it and from wherever.
      create table history (
        id bigint generated always as identity primary key,
        entity text not null,
        entity_key text not null,
        at timestamptz not null default clock_timestamp(),
        actor text not null,
        before jsonb not null,
        after jsonb
      );
      create index history_of_entity on history (entity, entity_key, id);

      create function keep_history() returns trigger language plpgsql as $$
      declare
        -- A secret that was replaced is worth something to nobody but a thief.
        earlier jsonb := to_jsonb(old) - 'password_hash';
        later jsonb := case tg_op when 'UPDATE' then to_jsonb(new) - 'password_hash' end;
      begin
        if later is distinct from earlier then
          insert into history (entity, entity_key, actor, before, after)
          values (tg_table_name, coalesce(earlier ->> 'key', earlier ->> 'slug', earlier ->> 'id', ''),
                  coalesce(nullif(current_setting('countersign.actor', true), ''), 'system'), earlier, later);
        end if;
        return null;
      end $$;

      create function watch_history(tables text[]) returns void language plpgsql as $$
      declare t text;
      begin
        foreach t in array tables loop
          execute format('create trigger keep_history after update or delete on %I for each row execute function keep_history()', t);
        end loop;
      end $$;

      create table campaigns (
        id integer generated always as identity primary key,
        slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        title jsonb not null,
        kind text not null check (kind in ('record', 'live')),
        demonstration boolean not null default false,
        noindex boolean not null default false,
        as_of text,
        default_language text not null default 'en',
        controller text,
        contact text,
        retention jsonb,
        details jsonb not null default '{}',
        source jsonb,
        created_at timestamptz not null default now()
      );

      -- One row an import: which file, what it changed. The former values stand in history.
      create table imports (
        id bigint generated always as identity primary key,
        campaign_id integer not null references campaigns,
        at timestamptz not null default clock_timestamp(),
        file_sha256 text not null,
        changed jsonb not null
      );
      create index imports_campaign on imports (campaign_id);

      create table campaign_keys (
        campaign_id integer not null references campaigns,
        key_id text primary key,
        month text not null,
        public_key text not null,
        root_public_key text not null,
        root_fingerprint text not null,
        signature text not null,
        created_at timestamptz not null default now()
      );
      create index campaign_keys_campaign on campaign_keys (campaign_id, month);

      create table jurisdictions (
        campaign_id integer not null references campaigns,
        id text not null check (id ~ '^([A-Z]{2}|[a-z]+(-[a-z0-9]+)+)$'),
        kind text not null check (kind in ('country', 'region', 'world')),
        iso2 text check (iso2 ~ '^[A-Z]{2}$'),
        name text not null,
        names jsonb not null default '{}',
        name_in_source text,
        petition_state text not null default 'none' check (petition_state in ('petition', 'research-only', 'none')),
        state_note text,
        addressee text,
        members_basis text,
        groups text[] not null default '{}',
        notes jsonb not null default '[]',
        position integer not null default 0,
        source jsonb,
        primary key (campaign_id, id)
      );

      create table jurisdiction_members (
        campaign_id integer not null,
        region_id text not null,
        member_id text not null,
        primary key (campaign_id, region_id, member_id),
        foreign key (campaign_id, region_id) references jurisdictions,
        foreign key (campaign_id, member_id) references jurisdictions
      );
      create index jurisdiction_members_member on jurisdiction_members (campaign_id, member_id);

      create table partners (
        campaign_id integer not null references campaigns,
        key text not null,
        name text not null,
        role text,
        sends_updates boolean not null default false,
        position integer not null default 0,
        primary key (campaign_id, key)
      );

      create table goals (
        campaign_id integer not null references campaigns,
        key text not null,
        number integer not null,
        title jsonb not null,
        description jsonb not null,
        source jsonb,
        primary key (campaign_id, key)
      );

      create table indicators (
        campaign_id integer not null,
        key text not null,
        goal_key text not null,
        number integer not null,
        title jsonb not null,
        description jsonb not null,
        source jsonb,
        primary key (campaign_id, key),
        foreign key (campaign_id, goal_key) references goals
      );
      create index indicators_goal on indicators (campaign_id, goal_key);

      create table instruments (
        campaign_id integer not null references campaigns,
        key text not null,
        name text not null,
        type text not null,
        jurisdiction_id text,
        note text,
        primary key (campaign_id, key)
      );

      -- Figures as printed or claimed by somebody. They are shown beside what was counted and never added to it.
      create table stated_figures (
        campaign_id integer not null references campaigns,
        key text not null,
        jurisdiction_id text,
        label text not null,
        value bigint not null,
        qualifier text not null,
        unit text not null,
        details jsonb not null default '{}',
        source jsonb,
        primary key (campaign_id, key)
      );

      create table petitions (
        id integer generated always as identity primary key,
        campaign_id integer not null,
        jurisdiction_id text not null,
        slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        shared_from integer references petitions,
        takes_signatures boolean not null,
        status text not null default 'draft' check (status in ('draft', 'open', 'closed')),
        confirmation text not null default 'required' check (confirmation in ('required', 'none')),
        eligibility text not null default 'anyone' check (eligibility in ('anyone', 'residents')),
        privacy text not null check (privacy in ('standard', 'high')),
        minimum_age integer not null default 16 check (minimum_age between 0 and 120),
        target integer check (target > 0),
        approaching_share numeric(4, 3) not null default 0.9 check (approaching_share between 0.5 and 0.999),
        default_language text not null,
        time_zone text not null default 'UTC',
        addressee text,
        help_contacts jsonb not null default '[]',
        opens_at timestamptz,
        closes_at timestamptz,
        opened_at timestamptz,
        closed_at timestamptz,
        closed_reason text,
        source jsonb,
        created_at timestamptz not null default now(),
        created_by text not null default 'system',
        unique (campaign_id, jurisdiction_id),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index petitions_shared_from on petitions (shared_from);
      create index petitions_status on petitions (status);

      create table petition_texts (
        id integer generated always as identity primary key,
        petition_id integer not null references petitions,
        language text not null,
        version integer not null check (version > 0),
        title text not null,
        demand text not null,
        notice text,
        notice_version integer not null default 1,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        unique (petition_id, language, version)
      );

      create table calls_to_action (
        id integer generated always as identity primary key,
        campaign_id integer not null,
        jurisdiction_id text not null,
        key text not null,
        position integer not null,
        goal_key text,
        also_goals text[] not null default '{}',
        target text,
        instruments text[] not null default '{}',
        echoes text,
        note text,
        source jsonb,
        unique (campaign_id, key),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions,
        foreign key (campaign_id, goal_key) references goals
      );
      create index calls_to_action_jurisdiction on calls_to_action (campaign_id, jurisdiction_id, position);
      create index calls_to_action_goal on calls_to_action (campaign_id, goal_key);

      create table call_texts (
        call_id integer not null references calls_to_action,
        language text not null,
        version integer not null check (version > 0),
        text text not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        primary key (call_id, language, version)
      );

      select watch_history(array['campaigns', 'jurisdictions', 'jurisdiction_members', 'partners', 'goals', 'indicators', 'instruments',
        'stated_figures', 'petitions', 'petition_texts', 'calls_to_action', 'call_texts']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
