import { type Database, txRows } from '#libs/database';

/** One figure that is not what the rows say. */
export interface Drift { where: string; stored: string; recounted: string }

/** One kind of thing that was looked at: how many, and how many of them are not as they should be (of each kind, the first hundred). */
export interface Recounted { what: string; n: number; drift: number }

/**
 * Recounts everything from the rows, by other means than those that count: one statement a question, all of them seeing
 * the same instant. Written on purpose without the code of `who-counts-rules`, so that a mistake there shows here.
 */
export async function recount(db: Database): Promise<{ checked: Recounted[]; drift: Drift[] }> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const checked: Recounted[] = [];
    const drift: Drift[] = [];
    for (const { what, count, sql } of QUESTIONS) {
      const [{ n } = { n: 0 }] = await txRows<{ n: number }>(tx, count);
      const found = await txRows<Drift>(tx, sql);
      checked.push({ what, n: Number(n), drift: found.length });
      drift.push(...found);
    }
    return { checked, drift };
  });
}

const QUESTIONS: readonly { what: string; count: string; sql: string }[] = [
  {
    what: 'signatures: who counts',
    count: `select count(*)::int as n from signatures where status in ('counted', 'duplicate')`,
    sql: `
      with live as (select s.petition_id, s.id, s.status, s.email_key, s.name_key, s.signed_at, coalesce(coalesce(s.counted_at, case when s.left_at > t.sealed_until then s.left_counted_at end) <= t.sealed_until, false) as sealed_in
                      from signatures s left join petition_tallies t using (petition_id) where s.status in ('counted', 'duplicate')),
      owner as (select distinct on (petition_id, name_key) petition_id, name_key, email_key from live
                 where email_key is not null and name_key is not null order by petition_id, name_key, signed_at, id),
      judged as (select l.petition_id, l.id, l.status,
                   row_number() over (partition by l.petition_id, coalesce(encode(l.email_key, 'hex'), encode(o.email_key, 'hex'), 'n' || encode(l.name_key, 'hex'), l.id::text)
                                      order by l.sealed_in desc, l.signed_at, l.id) as place
                 from live l left join owner o on l.email_key is null and o.petition_id = l.petition_id and o.name_key = l.name_key)
      select 'signature ' || j.id || ' of ' || p.slug as "where", j.status::text as stored, case when place = 1 then 'counted' else 'duplicate' end as recounted
        from judged j join petitions p on p.id = j.petition_id where (place = 1) <> (j.status = 'counted') order by 1 limit 100`,
  },
  {
    what: 'tally cells (petition, hour, country, channel, status)',
    count: `select count(*)::int as n from tally_cells`,
    sql: `
      with rows as (select petition_id, date_trunc('hour', coalesce(counted_at, signed_at), 'UTC') as hour, country, channel, status, count(*)::int as n
                      from signatures group by 1, 2, 3, 4, 5)
      select 'tally cell ' || coalesce(p.slug, '?') || ' ' || to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24"Z"') || ' ' || country || ' ' || channel || ' ' || coalesce(c.status, r.status) as "where",
             coalesce(c.n, 0)::text as stored, coalesce(r.n, 0)::text as recounted
        from tally_cells c full join rows r using (petition_id, hour, country, channel, status) left join petitions p on p.id = petition_id
       where coalesce(c.n, 0) <> coalesce(r.n, 0) order by 1 limit 100`,
  },
  {
    what: 'figures of links, stores and partners (petition, link, day, channel)',
    count: `select count(*)::int as n from link_tallies`,
    sql: `
      with rows as (select petition_id, via, (counted_at at time zone 'UTC')::date as day, channel, count(*)::int as n from signatures where status = 'counted' and via is not null group by 1, 2, 3, 4)
      select 'link ' || via || ' of ' || coalesce(p.slug, '?') || ' ' || day || ' ' || channel as "where", coalesce(t.n, 0)::text as stored, coalesce(r.n, 0)::text as recounted
        from link_tallies t full join rows r using (petition_id, via, day, channel) left join petitions p on p.id = petition_id
       where coalesce(t.n, 0) <> coalesce(r.n, 0) order by 1 limit 100`,
  },
  {
    what: 'sealed batches in Postgres, each written within ten minutes',
    count: `select count(*)::int as n from sealed_intake`,
    sql: `
      select 'sealed batch ' || id as "where", 'waiting since ' || received_at as stored, 'written' as recounted
        from sealed_intake where received_at < clock_timestamp() - interval '10 minutes' order by received_at limit 100`,
  },
  {
    what: 'petition totals (counted, pending, attested)',
    count: `select count(*)::int as n from petition_tallies`,
    sql: `
      with rows as (select petition_id, count(*) filter (where status = 'counted') as counted, count(*) filter (where status = 'pending') as pending from signatures group by 1),
      sums as (select petition_id, sum(count) as attested, bool_or(qualifier = 'more-than') as lower_bound from attested_counts where revoked_at is null group by 1),
      both_sides as (select coalesce(t.petition_id, r.petition_id, s.petition_id) as petition_id, t.counted, t.pending, t.attested, t.attested_lower_bound, r.counted as rc, r.pending as rp, s.attested as sa, s.lower_bound as sl
                 from petition_tallies t full join rows r using (petition_id) full join sums s using (petition_id))
      select 'total ' || coalesce(p.slug, '?') || ' ' || f.name as "where", f.stored, f.recounted
        from both_sides b left join petitions p on p.id = b.petition_id
       cross join lateral (values ('counted', coalesce(b.counted, 0)::text, coalesce(b.rc, 0)::text), ('pending', coalesce(b.pending, 0)::text, coalesce(b.rp, 0)::text),
                                  ('attested', coalesce(b.attested, 0)::text, coalesce(b.sa, 0)::text),
                                  ('attested lower bound', coalesce(b.attested_lower_bound, false)::text, coalesce(b.sl, false)::text)) as f(name, stored, recounted)
       where f.stored <> f.recounted order by 1 limit 100`,
  },
  {
    what: 'journal of batches',
    count: `select count(*)::int as n from batches`,
    sql: `
      select 'records written by all batches' as "where", b.n::text as stored, s.n::text as recounted
        from (select coalesce(sum(inserted), 0) as n from batches) b, (select count(*) as n from signatures) s where b.n <> s.n`,
  },
  {
    what: 'signatures without a petition that takes them',
    count: `select count(*)::int as n from petitions where takes_signatures`,
    sql: `
      select 'signatures of petition ' || petition_id as "where", count(*)::text as stored, '0' as recounted
        from signatures where not exists (select 1 from petitions p where p.id = petition_id and p.takes_signatures) group by petition_id limit 100`,
  },
  {
    what: 'notices of milestones, each once',
    count: `select count(*)::int as n from mail_log where kind in ('milestone.approaching', 'milestone.reached')`,
    sql: `
      with told as (select l.kind, l.recipient, split_part(l.about, ':', 2)::int as petition_id, t.threshold
                      from mail_log l cross join lateral unnest(string_to_array(split_part(l.about, ':', 3), ',')::int[]) as t(threshold)
                     where l.kind in ('milestone.approaching', 'milestone.reached') and l.about ~ '^petition:[0-9]+:[0-9,]+$')
      select 'notice ' || t.kind || ' ' || coalesce(p.slug, '?') || ' ' || t.threshold as "where", 'written ' || count(*) || ' times to one organiser' as stored, 'once' as recounted
        from told t left join petitions p on p.id = t.petition_id group by t.kind, t.recipient, t.petition_id, t.threshold, p.slug having count(*) > 1 order by 1 limit 100`,
  },
];
