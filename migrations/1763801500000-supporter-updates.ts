import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** News to supporters who asked for it, once. */
export class SupporterUpdates1763801500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One piece of news about a petition: what became of a handover. The facts are those that the approver saw.
      create table supporter_updates (
        id uuid primary key default gen_random_uuid(),
        petition_id integer not null references petitions,
        handover_id uuid not null references handovers,
        box text not null default 'campaign',
        state text not null default 'draft' check (state in ('draft', 'approved', 'sending', 'paused', 'sent', 'stopped')),
        facts jsonb not null,
        default_language text not null,
        written_by text not null,
        written_at timestamptz not null default clock_timestamp(),
        approved_by text,
        approved_at timestamptz,
        send_at timestamptz,
        started_at timestamptz,
        ended_at timestamptz,
        recipients integer,
        created_at timestamptz not null default clock_timestamp(),
        check ((state = 'draft') or (state = 'stopped') or (approved_by is not null and send_at is not null))
      );
      create index supporter_updates_petition on supporter_updates (petition_id, created_at);
      create index supporter_updates_handover on supporter_updates (handover_id);
      create index supporter_updates_under_way on supporter_updates (state) where state in ('approved', 'sending');

      create table supporter_update_texts (
        update_id uuid not null references supporter_updates,
        language text not null,
        subject text not null,
        body text not null,
        primary key (update_id, language)
      );

      -- One row a recipient, fixed when sending starts. The recipient is a signature, never an address. While a worker has a row
      -- in hand, due_at lies ahead: whoever dies lets go of it by the clock.
      create table update_recipients (
        update_id uuid not null references supporter_updates,
        petition_id integer not null,
        record_id uuid not null,
        state text not null default 'due' check (state in ('due', 'accepted', 'refused', 'skipped', 'unsubscribed')),
        attempts integer not null default 0,
        code text,
        claim uuid,
        message_id text,
        unsubscribe_hash bytea,
        due_at timestamptz not null default clock_timestamp(),
        due_since timestamptz not null default clock_timestamp(),
        settled_at timestamptz,
        primary key (update_id, record_id)
      );
      create index update_recipients_due on update_recipients (update_id, due_at) where state = 'due';
      create index update_recipients_record on update_recipients (record_id);
      create unique index update_recipients_message on update_recipients (message_id) where message_id is not null;

      -- Mailboxes (by their key) that get no more news: until their owner asks anew, later than this.
      create table update_suppressions (
        campaign_id integer not null references campaigns,
        email_key bytea not null,
        reason text not null check (reason in ('unsubscribed', 'bounced', 'complained')),
        at timestamptz not null default clock_timestamp(),
        primary key (campaign_id, email_key)
      );

      create table update_caps (
        campaign_id integer primary key references campaigns,
        least_days integer not null check (least_days between 1 and 365),
        most_a_year integer not null check (most_a_year between 1 and 52)
      );

      select watch_history(array['supporter_updates', 'supporter_update_texts', 'update_caps']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
