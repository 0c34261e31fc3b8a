import { randomBytes, randomUUID } from 'node:crypto';
import { type Database } from '#libs/database';
import { currentKey, deriveToken, hashToken, type PrivateKeyStore, Sealer, signatureContext } from '#libs/vault';
import { emailKeyOf } from '../../libs/signatures/src/person-keys.js';
import { encodeRecord } from '../../libs/signatures/src/signature-record.js';

export const addressOf = (n: number): string => `supporter.${n}@mailbox.invalid`;

export interface SupportersWanted {
  campaign: string;
  petitionId: number;
  count: number;
  language: (n: number) => string;
  /** Whether the box for the campaign's news is ticked. */
  ticked: (n: number) => boolean;
  /** Whether the button of a mail was pressed; who counts without one signed in a store (by turns) or where a petition asks for none. */
  confirmed: (n: number) => boolean;
}

interface Row { id: string; channel: 'online' | 'store'; sealed: Buffer; key: Buffer; confirm: Buffer | null; withdraw: Buffer; at: string; language: string; ticked: boolean }

/** Counted signatures with all they have sealed by the campaign's real keys, and the tallies that go with them. Gives back their ids in order. */
export async function makeSupporters(db: Database, keys: PrivateKeyStore, wanted: SupportersWanted): Promise<string[]> {
  const key = currentKey(keys.campaignKeys(wanted.campaign).publicKeys, Date.now());
  if (!key) throw new Error('the campaign has no keys yet');
  const sealer = new Sealer(() => key);
  const hashKey = keys.hashKey(wanted.campaign);
  const tokenKey = keys.tokenKey(wanted.campaign);
  const began = Date.now() - 40 * 3_600_000;
  const row = (n: number): Row => {
    const id = randomUUID();
    const at = new Date(began + n).toISOString();
    const language = wanted.language(n);
    const pressed = wanted.confirmed(n);
    const channel = pressed || n % 4 < 2 ? 'online' : 'store';
    const token = (purpose: 'confirm' | 'withdraw'): Buffer => hashToken(deriveToken({ tokenKey, petitionId: wanted.petitionId, recordId: id, purpose, attempt: 0 }));
    const plain = encodeRecord({ givenName: 'Zoë', familyName: `Number ${n}`, email: addressOf(n), postcode: null, town: null, country: 'GB', salt: randomBytes(32).toString('base64') });
    const context = signatureContext({ recordId: id, petitionId: wanted.petitionId, textVersion: 1, language, channel, signedAt: at });
    return {
      id, channel, sealed: sealer.seal(plain, context), key: Buffer.from(emailKeyOf(hashKey, addressOf(n)) ?? '', 'hex'), at, language, ticked: wanted.ticked(n),
      confirm: pressed ? token('confirm') : null, withdraw: token('withdraw'),
    };
  };
  const ids: string[] = [];
  for (let from = 0; from < wanted.count; from += 2_000) {
    const rows = Array.from({ length: Math.min(2_000, wanted.count - from) }, (_, n) => row(from + n));
    ids.push(...rows.map(({ id }) => id));
    await db.rows(
      `insert into signatures (petition_id, id, status, channel, country, signed_at, received_at, counted_at, confirmed_at, email_key, confirm_hash, withdraw_hash, person_commit, sealed, text_version, language, updates)
       select $1, id, 'counted', channel, 'GB', at, at, at, at, key, confirm, withdraw, withdraw, sealed, 1, language, case when ticked then '{campaign}'::text[] end
         from unnest($2::uuid[], $3::timestamptz[], $4::channel[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[], $9::text[], $10::bool[]) as r(id, at, channel, key, confirm, withdraw, sealed, language, ticked)`,
      [wanted.petitionId, ids.slice(from), rows.map((r) => r.at), rows.map((r) => r.channel), rows.map((r) => r.key), rows.map((r) => r.confirm), rows.map((r) => r.withdraw), rows.map((r) => r.sealed), rows.map((r) => r.language), rows.map((r) => r.ticked)]);
  }
  await db.rows(
    `insert into tally_cells (petition_id, hour, country, channel, status, n)
     select petition_id, date_trunc('hour', counted_at, 'UTC'), country, channel, status, count(*) from signatures where petition_id = $1 group by 1, 2, 3, 4, 5`, [wanted.petitionId]);
  await db.rows(
    `insert into petition_tallies (petition_id, counted) select petition_id, count(*) from signatures where petition_id = $1 group by 1
     on conflict (petition_id) do update set counted = excluded.counted`, [wanted.petitionId]);
  await db.rows(`insert into batches (id, inserted) values (gen_random_uuid(), $1)`, [wanted.count]);
  return ids;
}

/** A handover of this petition that was held and answered. Gives back its id. */
export async function heldHandover(db: Database, petitionId: number): Promise<string> {
  const [handover] = await db.rows<{ id: string }>(
    `insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to, held_at)
     select campaign_id, jurisdiction_id, 'national', 'held', '2026-10-08', '2026-10-08', '2026-10-08', now() from petitions where id = $1 returning id`, [petitionId]);
  const id = handover?.id ?? '';
  await db.rows(`insert into handover_jurisdictions (handover_id, campaign_id, jurisdiction_id) select id, campaign_id, jurisdiction_id from handovers where id = $1`, [id]);
  await db.rows(`insert into handover_recipients (handover_id, position, name, office, body, kind) values ($1, 0, 'Jo Blake', 'Minister', 'Ministry of Justice', 'executive')`, [id]);
  await db.rows(`insert into handover_responses (handover_id, kind, text, language, recorded_by) values ($1, 'answer', 'We will bring a bill before spring.', 'en', 'test')`, [id]);
  return id;
}
