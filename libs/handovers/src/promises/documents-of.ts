import { type Tx, txRows } from '#libs/database';
import { HandoverInvalidError } from '../handovers.errors.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the documents named by these fields are kept for this very place. @throws HandoverInvalidError `unknown` */
export async function assertDocumentsOf(tx: Tx, place: { campaignId: number; jurisdictionId: string }, fields: Readonly<Record<string, string | null | undefined>>): Promise<void> {
  const named = Object.entries(fields).flatMap(([field, id]) => (id ? [{ field, id }] : []));
  if (named.length === 0) return;
  const known = await txRows<{ id: string }>(tx,
    `select id from documents where id = any($1::uuid[]) and campaign_id = $2 and jurisdiction_id = $3 and removed_at is null`,
    [named.flatMap(({ id }) => (UUID.test(id) ? [id] : [])), place.campaignId, place.jurisdictionId]);
  const faults = named.filter(({ id }) => !known.some((one) => one.id === id.toLowerCase())).map(({ field }) => ({ field, code: 'unknown' }));
  if (faults.length > 0) throw new HandoverInvalidError(faults);
}

/** A kept file as facts tell of it, in SQL: `id` is the expression of its id. */
export const documentJson = (id: string): string =>
  `(select jsonb_build_object('id', kept.id, 'name', kept.name, 'mediaType', kept.media_type, 'size', kept.size, 'sha256', encode(kept.sha256, 'hex')) from documents kept where kept.id = ${id})`;
