import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Reports as they were published, byte for byte. */
export class Reports1763802600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What a published report says, frozen on the day it was made. It is public when its publication is, and never changes: a correction
      -- is another edition, under a publication that corrects the first.
      create table report_editions (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null references campaigns,
        publication_id uuid not null references publications,
        kind text not null check (kind in ('appendix', 'country', 'region', 'final')),
        jurisdiction_id text,
        -- The language it was first published in; its data speaks all that there are.
        language text not null,
        data jsonb not null,
        -- Of the data as JSON with its names in order.
        sha256 bytea not null check (length(sha256) = 32),
        -- The instant of the data; what it rests on stands in it.
        as_of timestamptz not null,
        created_at timestamptz not null default clock_timestamp(),
        created_by text not null,
        check ((jurisdiction_id is not null) = (kind in ('country', 'region'))),
        foreign key (campaign_id, jurisdiction_id) references jurisdictions,
        unique nulls not distinct (publication_id, kind, jurisdiction_id)
      );
      create index report_editions_campaign on report_editions (campaign_id, jurisdiction_id);

      create function refuse_to_change_an_edition() returns trigger language plpgsql as $$
      begin
        raise exception 'an edition of a report is never changed' using errcode = 'integrity_constraint_violation';
      end $$;
      create trigger report_editions_frozen before update or delete on report_editions for each row execute function refuse_to_change_an_edition();
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
