import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Kinds of change, translations, reviews, timetables, and who is told how. */
export class PetitionWorkshop1763801000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Campaigns made from now on choose; what was there before, and what is imported, opens as it did.
      alter table campaigns add column review_before_opening text not null default 'off' check (review_before_opening in ('required', 'off'));

      -- edition: the version that people see on the page; only a change of meaning raises it. version: every wording there was.
      alter table petition_texts
        add column change text not null default 'meaning' check (change in ('correction', 'meaning')),
        add column edition integer not null default 1 check (edition > 0),
        -- The calls as worded then, in their order: [{"key", "text"}]. Null: written before texts kept them; then the first wording of each call.
        add column calls jsonb,
        -- Of a translation: what it was made from, and by field which version of it: {"title": 3, "call:GB-c01": 2}.
        add column source_language text,
        add column sources jsonb not null default '{}';

      -- Who last touched a call's goal, target, instruments or place: they cannot be the second person either.
      alter table calls_to_action add column changed_by text not null default 'system';

      create table petition_reviews (
        id uuid primary key default gen_random_uuid(),
        petition_id integer not null references petitions,
        -- opening: of all texts of a draft. change: of one change of meaning to an open petition, kept in proposal until it is approved.
        about text not null check (about in ('opening', 'change')),
        language text,
        base_version integer,
        proposal jsonb,
        -- What was looked at: texts that changed since are not what was approved.
        seen text,
        state text not null default 'asked' check (state in ('asked', 'approved', 'sent-back', 'withdrawn')),
        asked_by text not null,
        asked_at timestamptz not null default clock_timestamp(),
        decided_by text,
        decided_at timestamptz,
        remarks jsonb not null default '[]',
        check ((about = 'change') = (proposal is not null and language is not null)),
        check ((state = 'asked') = (decided_at is null))
      );
      create index petition_reviews_petition on petition_reviews (petition_id, asked_at);
      create unique index petition_reviews_one_opening on petition_reviews (petition_id) where about = 'opening' and state = 'asked';
      create unique index petition_reviews_one_change on petition_reviews (petition_id, language) where about = 'change' and state = 'asked';

      -- What stood beside a partner's box, and since when; a signature's instant says which of them the signer saw. Outlives the partner.
      create table partner_wordings (
        campaign_id integer not null references campaigns,
        partner_key text not null,
        language text not null,
        version integer not null check (version > 0),
        text text not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        primary key (campaign_id, partner_key, language, version)
      );

      -- Who is told of milestones and how; no row: the country's organisers, by every way there is.
      create table petition_notices (
        petition_id integer primary key references petitions,
        tell text[] not null check (tell <@ array['country', 'campaign']),
        by text[] not null check (by <@ array['mail', 'webhook', 'console']),
        changed_at timestamptz not null default clock_timestamp(),
        changed_by text not null
      );
      create table petition_notice_people (
        petition_id integer not null references petitions,
        user_id uuid not null references users,
        primary key (petition_id, user_id)
      );
      create index petition_notice_people_user on petition_notice_people (user_id);

      -- Hours in a person's own time zone in which nothing that can wait is sent to them.
      create table notice_preferences (
        user_id uuid primary key references users,
        quiet_from time not null,
        quiet_to time not null,
        check (quiet_from <> quiet_to)
      );

      select watch_history(array['petition_reviews', 'partner_wordings', 'petition_notices']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
