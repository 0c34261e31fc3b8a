import { type Tx, txRows } from '#libs/database';
import { writeImportedPublication } from '#libs/embargo';
import { type Words } from '#libs/petitions';
import { roundOfCard, roundsOf } from '../cards/import/cards-file.js';
import { inputHash, rank } from '../rankings/ranking-rules.js';
import type { RankedCard } from '../rankings/ranking.types.js';
import { yearsOfRound } from './facts-faults.js';
import type { FactsFile, KnownForFacts, RankingEntry } from './facts-file.js';

/**
 * Writes the rankings of a file: of one whose table is not in the source only that there was one; another is computed from the file's own
 * cards. What was published stays as it is: rows once written never change.
 * @returns what changed, as paths
 */
export async function writeImportedRankings(tx: Tx, campaignId: number, file: FactsFile, known: KnownForFacts): Promise<string[]> {
  const changed: string[] = [];
  for (const entry of file.rankings) {
    const publicationId = await publicationOf(tx, campaignId, entry);
    const covered = file.coverage.find(({ id }) => id === entry.round);
    const period = entry.period ?? (covered && yearsOfRound(covered, known));
    if (!period) throw new Error(`the ranking ${entry.id} is of no years`);
    const computed = entry.data === 'computed' ? await compute(tx, campaignId, file, entry) : null;
    const written = await txRows(tx,
      `insert into rankings as r (campaign_id, key, title, year_from, year_to, states_assessed, note, language, source, publication_id, method_key, method_version, input_sha256, rows, rests_on, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
         case when $14::jsonb is null then '{}' else array(select c.publication_id from card_round_publications c join card_rounds d on d.id = c.round_id where d.campaign_id = $1 and d.key = $15 and publication_is_awaited(c.publication_id)) end, 'import')
       on conflict (campaign_id, key) do update set title = excluded.title, year_from = excluded.year_from, year_to = excluded.year_to, states_assessed = excluded.states_assessed,
         note = excluded.note, language = excluded.language, source = excluded.source, publication_id = excluded.publication_id
       where (r.title, r.year_from, r.year_to, r.states_assessed, r.note, r.language, r.source, r.publication_id)
         is distinct from (excluded.title, excluded.year_from, excluded.year_to, excluded.states_assessed, excluded.note, excluded.language, excluded.source, excluded.publication_id) returning 1`,
      [campaignId, entry.id, JSON.stringify(titleOf(entry)), period.from, period.to, entry.statesAssessed, entry.note ?? null, known.language, entry.source ? JSON.stringify(entry.source) : null,
        publicationId, entry.method && computed ? entry.method.id : null, entry.method && computed ? entry.method.version : null, computed?.sha256 ?? null, computed ? JSON.stringify(computed.rows) : null, entry.round ?? null]);
    if (written.length > 0) changed.push(`/rankings/${entry.id}`);
  }
  return changed;
}

const titleOf = ({ title, id }: RankingEntry): Words => title ?? { en: id };

/** It goes public with one of the file's publications, at the end of its own embargo, or nobody has said when. */
async function publicationOf(tx: Tx, campaignId: number, entry: RankingEntry): Promise<string> {
  const named = entry.publication === undefined ? undefined : (await txRows<{ at: Date | null; zone: string | null }>(tx,
    `select public_at as at, time_zone as zone from publications where campaign_id = $1 and import_key = $2`, [campaignId, `cards-${entry.publication}`]))[0];
  const publicAt = named ? named.at : entry.embargoedUntil === null ? null : new Date(entry.embargoedUntil);
  return writeImportedPublication(tx, {
    campaignId, key: `ranking-${entry.id}`, kind: 'ranking', title: titleOf(entry), publicAt, timeZone: publicAt === null ? null : (named?.zone ?? entry.timeZone ?? 'UTC'), source: entry.source ?? null,
  });
}

async function compute(tx: Tx, campaignId: number, file: FactsFile, { method, round }: RankingEntry): Promise<{ rows: object[]; sha256: string } | null> {
  if (!method) return null;
  await tx.query(
    `insert into ranking_methods (campaign_id, key, version, title, description, rules, created_by) values ($1, $2, $3, $4, $5, $6, 'import') on conflict do nothing`,
    [campaignId, method.id, method.version, JSON.stringify(method.title), JSON.stringify(method.description ?? {}), JSON.stringify(method.rules)]);
  const rounds = roundsOf(file);
  const asked = await txRows<{ indicator: string; goal: string }>(tx,
    `select i.key as indicator, i.goal_key as goal from card_rounds r join framework_indicators i on i.framework_id = r.framework_id where r.campaign_id = $1 and r.key = $2`, [campaignId, round]);
  const cards = file.cards.filter((card) => roundOfCard(card, rounds)?.id === round).map((card): RankedCard => {
    const ratings = new Map(card.indicators.map(({ indicator, rating }) => [indicator, rating]));
    // An indicator that the card leaves out is not known.
    return { jurisdiction: card.jurisdiction, ratings: asked.map((one) => ({ ...one, rating: ratings.get(one.indicator) ?? null })) };
  });
  return { rows: rank(method.rules, cards), sha256: inputHash(method.rules, cards) };
}
