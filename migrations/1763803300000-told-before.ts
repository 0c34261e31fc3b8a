import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is held under embargo keeps the day that the public was told before: a new one says that it took place, and when. */
export class ToldBefore1763803300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table handovers add column told_before jsonb;
      create or replace function as_told(h handovers, audience text) returns handovers language sql stable as $$
        select case when audience = 'public' and h.embargo_until > public_now() and h.status in ('held', 'refused', 'absent')
          then jsonb_populate_record(h, '{"status": "planned", "signatures": null, "signatures_qualifier": null, "residents": null, "outcome": null, "held_at": null, "other_figures": [], "claims": [], "notes": []}' || coalesce(h.told_before, '{}'))
          else h end
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
