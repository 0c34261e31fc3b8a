import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Frameworks of indicators, rounds of assessment, the ratings of each card and the replies to them. */
export class ProgressCards1763802400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What countries are measured by, as it stood when a round began: goals and indicators may be reworded later, a card of then may not.
      create table frameworks (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null references campaigns,
        version integer not null check (version > 0),
        -- Of each rating and of the star, in words by language; null where nobody said.
        meanings jsonb not null default '{}',
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        unique (campaign_id, version)
      );

      create table framework_goals (
        framework_id uuid not null references frameworks,
        key text not null,
        number integer not null,
        title jsonb not null,
        heading jsonb,
        primary key (framework_id, key)
      );

      create table framework_indicators (
        framework_id uuid not null references frameworks,
        key text not null,
        goal_key text not null,
        number integer not null,
        title jsonb not null,
        description jsonb not null,
        source jsonb,
        primary key (framework_id, key),
        foreign key (framework_id, goal_key) references framework_goals
      );
      create index framework_indicators_goal on framework_indicators (framework_id, goal_key);

      -- A round without a period is one whose source does not say when it was.
      create table card_rounds (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null references campaigns,
        key text not null check (key ~ '^[a-z0-9]+([.-][a-z0-9]+)*$'),
        title jsonb not null default '{}',
        period_edtf text,
        period_from date,
        period_to date,
        framework_id uuid not null references frameworks,
        note jsonb,
        source jsonb,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        unique (campaign_id, key),
        check ((period_edtf is null) = (period_from is null) and (period_from is null) = (period_to is null)),
        check (period_to >= period_from)
      );
      create index card_rounds_framework on card_rounds (framework_id);

      -- The base of every share: who was looked at in the round.
      create table card_round_jurisdictions (
        round_id uuid not null references card_rounds,
        campaign_id integer not null,
        jurisdiction_id text not null,
        -- Of the card as a whole, such as what a print lost.
        note text,
        source jsonb,
        primary key (round_id, jurisdiction_id),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      create index card_round_jurisdictions_jurisdiction on card_round_jurisdictions (campaign_id, jurisdiction_id);

      -- Under what the round, or a correction of it, goes public.
      create table card_round_publications (
        round_id uuid not null references card_rounds,
        publication_id uuid not null references publications,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        primary key (round_id, publication_id)
      );
      create index card_round_publications_publication on card_round_publications (publication_id);

      -- One row a version. What it says is never changed; only how far it got.
      create table assessments (
        id uuid primary key default gen_random_uuid(),
        round_id uuid not null,
        campaign_id integer not null,
        jurisdiction_id text not null,
        framework_id uuid not null,
        indicator_key text not null,
        version integer not null check (version > 0),
        -- Null: not known, as the source is silent. That is no rating, and not the judgement "not assessed".
        rating text check (rating in ('green', 'yellow', 'red', 'not-assessed')),
        star boolean not null default false,
        reasons jsonb not null default '{}',
        sources jsonb not null default '[]',
        assessor text not null,
        -- Everybody who wrote on it since the last one published: none of them is its second person.
        authors text[] not null check (assessor = any(authors)),
        assessed_on date,
        state text not null check (state in ('draft', 'submitted', 'approved', 'sent-back', 'replaced', 'published')),
        submitted_at timestamptz,
        reviewer text,
        reviewed_at timestamptz,
        remark text,
        publication_id uuid,
        -- Of a record: the source it was taken from, whose own reviewers nobody knows.
        source jsonb,
        import_step integer check (import_step >= 0),
        created_at timestamptz not null default clock_timestamp(),
        unique (round_id, jurisdiction_id, indicator_key, version),
        foreign key (round_id, jurisdiction_id) references card_round_jurisdictions,
        foreign key (campaign_id, jurisdiction_id) references jurisdictions,
        foreign key (framework_id, indicator_key) references framework_indicators,
        foreign key (round_id, publication_id) references card_round_publications,
        check (not reviewer = any(authors)),
        check (state not in ('approved', 'published') or reviewer is not null or source is not null),
        check (state <> 'sent-back' or (reviewer is not null and remark is not null)),
        check ((state = 'published') = (publication_id is not null))
      );
      create unique index assessments_open on assessments (round_id, jurisdiction_id, indicator_key) where state in ('draft', 'submitted', 'approved', 'sent-back');
      create index assessments_jurisdiction on assessments (campaign_id, jurisdiction_id);
      create index assessments_indicator on assessments (framework_id, indicator_key);
      create index assessments_publication on assessments (round_id, publication_id);

      create function assessments_stay() returns trigger language plpgsql as $$
      declare
        way text[] := array['state', 'submitted_at', 'reviewer', 'reviewed_at', 'remark', 'publication_id'];
      begin
        if tg_op = 'DELETE' then raise exception 'an assessment is never deleted'; end if;
        if old.state = 'published' or to_jsonb(old) - way is distinct from to_jsonb(new) - way then
          raise exception 'an assessment is never overwritten: a change is its next version';
        end if;
        return new;
      end $$;
      create trigger assessments_stay before update or delete on assessments for each row execute function assessments_stay();

      -- What a government says to its card, or to one rating of it.
      create table card_replies (
        id uuid primary key default gen_random_uuid(),
        round_id uuid not null,
        campaign_id integer not null,
        jurisdiction_id text not null,
        framework_id uuid not null,
        indicator_key text,
        office_id uuid references offices,
        -- Who replied, in words: a name, or the office as it signs.
        by_whom text not null,
        received_on date not null,
        language text not null,
        texts jsonb not null,
        document_id uuid references documents,
        -- To a rating that is not public yet: it goes public with it.
        publication_id uuid references publications,
        told_from timestamptz not null default clock_timestamp(),
        replaces uuid unique references card_replies,
        import_key text,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null default 'system',
        unique (round_id, import_key),
        foreign key (round_id, jurisdiction_id) references card_round_jurisdictions,
        foreign key (campaign_id, jurisdiction_id) references jurisdictions,
        foreign key (framework_id, indicator_key) references framework_indicators,
        check (texts ? language)
      );
      create index card_replies_card on card_replies (round_id, jurisdiction_id);
      create index card_replies_jurisdiction on card_replies (campaign_id, jurisdiction_id);
      create index card_replies_indicator on card_replies (framework_id, indicator_key);
      create index card_replies_office on card_replies (office_id);
      create index card_replies_document on card_replies (document_id);
      create index card_replies_publication on card_replies (publication_id);

      select watch_history(array['frameworks', 'framework_goals', 'framework_indicators', 'card_rounds', 'card_round_jurisdictions',
        'card_round_publications', 'assessments', 'card_replies']);
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
