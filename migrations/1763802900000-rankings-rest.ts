import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A ranking tells something of every card that it counts. It names the publications of those that were not public when it was made, and is
 * told to nobody before the last of them is, whatever becomes of anybody's instant meanwhile.
 */
export class RankingsRest1763802900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table rankings add column rests_on uuid[] not null default '{}';

      -- Whether it is still to come: neither public nor withdrawn.
      create function publication_is_awaited(publication uuid) returns boolean language sql stable as $$
        select coalesce((select p.withdrawn_at is null and coalesce(p.public_at > public_now(), true) from publications p where p.id = publication), false)
      $$;
      -- With what somebody may read ahead of the public.
      create function ranking_is_public(r rankings, ahead uuid[]) returns boolean language sql stable as $$
        select (publication_is_public(r.publication_id, 'public') or coalesce(r.publication_id = any(ahead), false))
          and not exists (select 1 from unnest(r.rests_on) base where publication_is_awaited(base) and base <> all(ahead))
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
