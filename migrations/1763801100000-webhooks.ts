import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is sent to other programs, and which links in evidence are dead. */
export class Webhooks1763801100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table webhooks (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null references campaigns,
        -- Null: of the whole campaign.
        jurisdiction_id text,
        name text not null,
        url text not null,
        events text[] not null check (cardinality(events) > 0),
        state text not null default 'active' check (state in ('active', 'paused', 'off')),
        -- Why it does not send: by a person, or by itself (failing, gone).
        reason text check (reason in ('organiser', 'failing', 'gone')),
        state_changed_at timestamptz not null default clock_timestamp(),
        -- Sealed to the campaign's key, bound to this row and instant; the earlier one signs along until it ends.
        secret bytea not null,
        secret_at timestamptz not null,
        earlier_secret bytea,
        earlier_secret_at timestamptz,
        earlier_until timestamptz,
        last_sequence bigint not null default 0,
        -- Dead-lettered one after another.
        dead_in_row integer not null default 0,
        -- Whoever sends for this webhook, until when: one at a time keeps the order.
        lease uuid,
        lease_until timestamptz,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        check ((earlier_secret is null) = (earlier_until is null)),
        check ((state = 'active') = (reason is null)),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index webhooks_place on webhooks (campaign_id, jurisdiction_id);

      -- The truth of what was and is to be sent; jobs only say that it is time to look.
      create table webhook_deliveries (
        id uuid primary key default gen_random_uuid(),
        webhook_id uuid not null references webhooks on delete cascade,
        sequence bigint not null,
        event text not null,
        -- What is told, so that it is told once: an event of the outbox, a day.
        about text not null,
        -- As sent, byte by byte: aggregates only.
        body text not null,
        state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
        attempts integer not null default 0,
        next_at timestamptz not null default clock_timestamp(),
        tried_at timestamptz,
        -- HTTP status, or why there was none.
        result text,
        took_ms integer,
        created_at timestamptz not null default clock_timestamp(),
        settled_at timestamptz,
        unique (webhook_id, sequence),
        unique (webhook_id, about)
      );
      create index webhook_deliveries_waiting on webhook_deliveries (webhook_id, sequence) where state = 'waiting';
      create index webhook_deliveries_age on webhook_deliveries (created_at);

      create table link_checks (
        url text primary key,
        checked_at timestamptz,
        result text,
        failures integer not null default 0,
        failed_on date,
        dead_since timestamptz,
        next_at timestamptz not null default '-infinity'
      );
      create index link_checks_due on link_checks (next_at);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
