import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Told of in public, or decides what is, and has no history of its own: a row is written once, or is worked out. */
const BESIDE_HISTORY = [
  'attested_counts', 'milestones', 'published_counts', 'jurisdiction_members', 'seals', 'seal_petitions', 'bundle_members', 'bundle_overlaps',
  'handover_days', 'commitment_replies', 'documents', 'petition_notices', 'petition_names',
];

/**
 * Every commit that changes what the public reads says so, so that pages may be kept for as long as nothing has changed. (Counts change
 * too often to be called out: whoever keeps pages looks at the tallies' versions.)
 */
export class PublicChanges1763802800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- By row, so that what sweeps and finds nothing calls nobody; Postgres tells the same call of one transaction once.
      create function tell_public_change() returns trigger language plpgsql as $$
      begin
        if tg_op <> 'UPDATE' or new is distinct from old then
          perform pg_notify('public_change', tg_table_name);
        end if;
        return null;
      end $$;

      create function watch_public(tables text[]) returns void language plpgsql as $$
      declare t text;
      begin
        foreach t in array tables loop
          execute format('create or replace trigger tell_public_change after insert or update or delete on %I for each row execute function tell_public_change()', t);
        end loop;
      end $$;

      select watch_public(array(select distinct c.relname::text from pg_trigger g join pg_class c on c.oid = g.tgrelid where g.tgname = 'keep_history' and not c.relispartition));
      select watch_public(array[${BESIDE_HISTORY.map((name) => `'${name}'`).join(', ')}]);

      -- Whether an instant has passed since then at which something opens, closes or goes public by itself.
      create function public_instant_since(since timestamptz) returns boolean language sql stable as $$
        select exists (select 1 from petitions p where (p.opens_at > since and p.opens_at <= public_now()) or (p.closes_at > since and p.closes_at <= public_now()))
          or exists (select 1 from handovers h where h.embargo_until > since and h.embargo_until <= public_now())
          or exists (select 1 from commitment_replies r where r.open_until > since and r.open_until <= public_now())
          or exists (select 1 from publications p where (p.public_at > since and p.public_at <= public_now()) or (p.withdrawn_at > since and p.withdrawn_at <= public_now()))
      $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}
