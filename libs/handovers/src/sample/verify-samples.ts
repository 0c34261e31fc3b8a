import { type Database } from '#libs/database';
import { type Drift, type Recounted } from '#libs/signatures';
import { drawnIndexes } from './draw-rules.js';

interface Row { handoverId: string; seal: number; number: number; nonce: string; root: Buffer; size: number; drawn: number; indexes: number[] | null; strangers: number }

/** Draws every sample again from its root and nonce: whoever exchanged, added or took out one that was drawn is found out. */
export async function verifySamples(db: Database): Promise<{ checked: Recounted[]; drift: Drift[] }> {
  const samples = await db.rows<Row>(
    `select s.handover_id as "handoverId", s.number as seal, x.number, x.nonce, s.root, s.size, x.drawn, d.indexes, d.strangers
       from samples x join seals s on s.id = x.seal_id
       cross join lateral (select array_agg(w.leaf_index order by w.position) as indexes,
         count(*) filter (where l.leaf is distinct from w.leaf or l.record_id is distinct from w.record_id)::int as strangers
         from sample_draws w left join (select leaf, record_id, row_number() over (order by leaf) - 1 as index from seal_leaves where seal_id = s.id) l on l.index = w.leaf_index
        where w.sample_id = x.id) d order by s.handover_id, s.number, x.number`);
  const drift = samples.flatMap(({ handoverId, seal, number, nonce, root, size, drawn, indexes, strangers }): Drift[] => {
    const stored = (indexes ?? []).join(' ');
    const recounted = drawnIndexes(root, nonce, size, Math.min(size, drawn)).join(' ');
    const where = `sample ${number} of seal ${seal} of handover ${handoverId}`;
    return [
      ...(stored === recounted ? [] : [{ where: `${where}, places drawn`, stored, recounted }]),
      ...(strangers === 0 ? [] : [{ where: `${where}, drawn that stand elsewhere in the seal`, stored: String(strangers), recounted: '0' }]),
    ];
  });
  return { checked: [{ what: 'samples: drawn again by their nonce', n: samples.length, drift: drift.length }], drift };
}
