import { type Tx, txRows } from '#libs/database';
import { type Words } from '#libs/petitions';
import { type PublicationKind } from './embargo.types.js';

export interface ImportedPublication {
  campaignId: number;
  /** What the file calls it: unique in its campaign. */
  key: string;
  kind: PublicationKind;
  title: Words;
  /** Null, with the zone: not decided. */
  publicAt: Date | null;
  timeZone: string | null;
  source: object | null;
}

/**
 * Writes a publication of an imported file; again, it changes only what the file says differently. The instant of a living campaign is
 * taken over once: from then on it is the organisers'. What had its instant before it came here is no news.
 * @returns its id
 */
export async function writeImportedPublication(tx: Tx, { campaignId, key, kind, title, publicAt, timeZone, source }: ImportedPublication): Promise<string> {
  const values = [campaignId, key, kind, JSON.stringify(title), publicAt, timeZone, source && JSON.stringify(source)];
  const [made] = await txRows<{ id: string }>(tx,
    `insert into publications (campaign_id, import_key, kind, title, public_at, time_zone, source, created_by) values ($1, $2, $3, $4, $5, $6, $7, 'import') on conflict (campaign_id, import_key) do nothing returning id`, values);
  if (made) {
    await tx.query(`insert into publication_news (publication_id, news) select id, 'public' from publications where id = $1 and public_at <= public_now()`, [made.id]);
    return made.id;
  }
  await tx.query(
    `update publications p set kind = $3, title = $4, source = $7, public_at = case when c.kind = 'record' then $5::timestamptz else p.public_at end, time_zone = case when c.kind = 'record' then $6 else p.time_zone end
       from campaigns c where c.id = p.campaign_id and p.campaign_id = $1 and p.import_key = $2
        and ((p.kind, p.title, p.source) is distinct from ($3, $4::jsonb, $7::jsonb) or (c.kind = 'record' and (p.public_at, p.time_zone) is distinct from ($5::timestamptz, $6)))`, values);
  const [known] = await txRows<{ id: string }>(tx, `select id from publications where campaign_id = $1 and import_key = $2`, [campaignId, key]);
  if (!known) throw new Error('an imported publication was not kept');
  return known.id;
}
