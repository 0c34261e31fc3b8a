import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Files that people add; before the tables that refer to them. */
export class Documents1763800850000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table documents (
        id uuid primary key default gen_random_uuid(),
        campaign_id integer not null,
        -- Whose organisers may open it; null: those of the whole campaign.
        jurisdiction_id text,
        sha256 bytea not null check (octet_length(sha256) = 32),
        -- Emptied when it is removed.
        bytes bytea not null check (octet_length(bytes) <= 8388608),
        size integer not null,
        media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'text/plain', 'text/csv')),
        name text not null,
        uploaded_by text not null,
        created_at timestamptz not null default clock_timestamp(),
        removed_at timestamptz,
        unique nulls not distinct (campaign_id, jurisdiction_id, sha256),
        foreign key (campaign_id) references campaigns,
        foreign key (campaign_id, jurisdiction_id) references jurisdictions
      );
      alter table documents alter column bytes set storage external;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
