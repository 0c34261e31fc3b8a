import type { Database } from '#libs/database';
import type { Drift, Recounted } from '#libs/signatures';
import { type Part, PARTS } from '../overview/overview.types.js';
import { CardsReader } from './cards.reader.js';
import { CardsRepository } from './cards.repository.js';

/** What no assessment may be, each with how it is told. `where` names the cell. */
const RULES: readonly { stored: string; recounted: string; broken: string }[] = [
  { stored: 'published by one person', recounted: 'found right by a second', broken: `a.state in ('approved', 'published') and a.source is null and (a.reviewer is null or a.reviewer = any(a.authors))` },
  { stored: 'versions with a gap', recounted: 'every version', broken: `a.version > 1 and not exists (select 1 from assessments b where b.round_id = a.round_id and b.jurisdiction_id = a.jurisdiction_id and b.indicator_key = a.indicator_key and b.version = a.version - 1)` },
  { stored: 'open, and not the newest', recounted: 'one version that stands', broken: `a.state in ('draft', 'submitted', 'approved', 'sent-back') and exists (select 1 from assessments b where b.round_id = a.round_id and b.jurisdiction_id = a.jurisdiction_id and b.indicator_key = a.indicator_key and b.version > a.version)` },
  { stored: 'rated by another framework', recounted: 'by the one of its round', broken: `a.framework_id <> r.framework_id` },
  { stored: 'published under what holds no cards of the campaign', recounted: 'a publication of its cards', broken: `a.publication_id is not null and not exists (select 1 from publications p where p.id = a.publication_id and p.campaign_id = a.campaign_id and p.kind = 'cards')` },
];

/** Holds every assessment to its rules, and every overview to a count that shares nothing with the code that makes it. */
export async function verifyCards(db: Database): Promise<{ checked: Recounted[]; drift: Drift[] }> {
  const [total] = await db.rows<{ n: number }>(`select count(*)::int as n from assessments`);
  const broken: Drift[] = [];
  for (const { stored, recounted, broken: sql } of RULES) {
    const rows = await db.rows<{ where: string }>(
      `select r.key || ' ' || a.jurisdiction_id || ' ' || a.indicator_key || ' version ' || a.version as where from assessments a join card_rounds r on r.id = a.round_id where ${sql} order by 1 limit 100`);
    broken.push(...rows.map(({ where }) => ({ where: `assessment ${where}`, stored, recounted })));
  }
  const { shares, drift } = await overviews(db);
  return {
    checked: [{ what: 'assessments of progress cards', n: total?.n ?? 0, drift: broken.length }, { what: 'shares of countries by rating', n: shares, drift: drift.length }],
    drift: [...broken, ...drift],
  };
}

async function overviews(db: Database): Promise<{ shares: number; drift: Drift[] }> {
  const reader = new CardsReader(new CardsRepository(db));
  const drift: Drift[] = [];
  let shares = 0;
  const campaigns = await db.rows<{ id: number }>(`select distinct campaign_id as id from card_rounds order by 1`);
  for (const { id: campaignId } of campaigns) {
    for (const round of await reader.rounds({ campaignId, audience: 'organisers' })) {
      const counted = await countOf(db, round.id);
      const [all] = (await reader.overview({ campaignId, audience: 'organisers', round: round.key })).places;
      for (const [indicator, { share }] of Object.entries(all?.indicators ?? {})) {
        for (const part of PARTS) {
          shares += 1;
          const n = counted.get(`${indicator} ${part}`) ?? 0;
          if (share.counts[part] !== n) drift.push({ where: `overview of ${round.key}, ${indicator}, ${part}`, stored: String(share.counts[part]), recounted: String(n) });
        }
      }
    }
  }
  return { shares, drift };
}

async function countOf(db: Database, roundId: string): Promise<Map<string, number>> {
  const rows = await db.rows<{ indicator: string; part: Part; n: number }>(
    `select i.key as indicator, coalesce(a.rating, 'not-known') as part, count(*)::int as n
       from card_rounds r join card_round_jurisdictions j on j.round_id = r.id join framework_indicators i on i.framework_id = r.framework_id
       left join assessments a on a.round_id = r.id and a.jurisdiction_id = j.jurisdiction_id and a.indicator_key = i.key and a.id = (
         select b.id from assessments b where b.round_id = r.id and b.jurisdiction_id = j.jurisdiction_id and b.indicator_key = i.key and b.state = 'published'
           and publication_is_public(b.publication_id, 'organisers') order by b.version desc limit 1)
      where r.id = $1 group by 1, 2`, [roundId]);
  return new Map(rows.map(({ indicator, part, n }) => [`${indicator} ${part}`, n]));
}
