import { type Database } from '#libs/database';

/**
 * When that changed last which everybody may read of a campaign, as far as an instant is known; where only the hour or the day may be told,
 * its beginning. Rather too old than a word too many: who signed when on a petition of high privacy, and what is done under embargo, moves
 * nothing here. What changed without an instant shows in the hash of the facts.
 */
export async function publicAsOf(db: Database, campaignId: number): Promise<Date> {
  const [row] = await db.rows<{ at: Date }>(`select coalesce(max(at) filter (where at <= public_now()), 'epoch') as at from (${CHANGES.join(' union all ')}) as changes(at)`, [campaignId]);
  return row?.at ?? new Date(0);
}

const CHANGES: readonly string[] = [
  `select at from imports where campaign_id = $1`,
  // Petitions: a live count by the hour in which it last rose; a daily figure by the day since which it stands; what was vouched for.
  `select (select t.hour from tally_cells t where t.petition_id = p.id and t.status = 'counted' order by t.hour desc limit 1) from petitions p
    where p.campaign_id = $1 and p.privacy = 'standard' and p.status <> 'draft'`,
  `select (day::timestamp at time zone 'UTC') from (
     select f.day, f.counted, lag(f.counted) over (partition by f.petition_id order by f.day) as before from published_counts f join petitions p on p.id = f.petition_id
      where p.campaign_id = $1 and p.privacy = 'high') figures where before is distinct from counted`,
  `select greatest(a.recorded_at, a.revoked_at) from attested_counts a join petitions p on p.id = a.petition_id where p.campaign_id = $1 and p.status <> 'draft'`,
  `select opened_at from petitions where campaign_id = $1 and status <> 'draft'`,
  // Handovers, what was answered and what became of promises, each once it is told.
  `select created_at from handovers where campaign_id = $1`,
  `select greatest(h.held_at, h.embargo_until) from handovers h where h.campaign_id = $1 and is_told(h, 'public')`,
  `select r.recorded_at from handover_responses r join handovers h on h.id = r.handover_id where h.campaign_id = $1 and is_told(h, 'public')`,
  `select s.recorded_at from commitment_statuses s join commitments m on m.id = s.commitment_id join handovers h on h.id = m.handover_id
    where h.campaign_id = $1 and is_told(h, 'public') and status_is_told(s.id, 'public')`,
  // A promise that is still open falls due by itself.
  `select (m.due_to + 1)::timestamp at time zone h.time_zone from commitments m join handovers h on h.id = m.handover_id join campaigns c on c.id = h.campaign_id
    where h.campaign_id = $1 and c.kind = 'live' and is_told(h, 'public') and coalesce((
      select s.status from commitment_statuses s where s.commitment_id = m.id and status_is_told(s.id, 'public') order by s.id desc limit 1), 'promised') in ('promised', 'in-progress')`,
  // Cards and treaties.
  `select greatest(p.public_at, case when p.withdrawn_at <= public_now() then p.withdrawn_at end) from publications p
    where p.campaign_id = $1 and publication_is_told(p, 'public') and exists (select 1 from card_round_publications c where c.publication_id = p.id)`,
  `select greatest(created_at, retracted_at) from instrument_events where campaign_id = $1`,
];
