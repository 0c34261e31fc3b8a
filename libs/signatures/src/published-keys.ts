import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type CampaignKeys, type CampaignPublicKey, currentKey, monthOf } from '#libs/vault';
import { unavailable } from './signatures.errors.js';

const FRESH_MS = 60_000;
/** Months begin with a minute, and a key is good for a month. */
const MINUTE_MS = 60_000;

/** The public halves of the campaigns' keys, which the worker writes and every door reads. */
@Injectable()
export class PublishedKeys {
  private readonly held = new Map<string, { keys: CampaignPublicKey[]; readAt: number; current?: { key: CampaignPublicKey; minute: number } }>();
  /** Readings under way: one, for all who sign in that moment. */
  private readonly readings = new Map<string, Promise<void>>();

  constructor(private readonly db: Database) {}

  /** Makes sure the campaign's keys are in memory. Nobody waits for a reading while those read before will do. */
  async prepare(campaign: string): Promise<void> {
    if (this.isFresh(campaign)) return;
    const known = this.held.get(campaign);
    const reading = this.readings.get(campaign) ?? this.read(campaign);
    if (!known || !currentKey(known.keys, Date.now())) return reading;
    reading.catch(() => undefined);
  }

  /** Whether nothing needs to be read: then `prepare` need not be waited for. */
  isFresh(campaign: string): boolean {
    const known = this.held.get(campaign);
    return known !== undefined && performance.now() - known.readAt < FRESH_MS;
  }

  private read(campaign: string): Promise<void> {
    const reading = this.readRows(campaign).finally(() => this.readings.delete(campaign));
    this.readings.set(campaign, reading);
    return reading;
  }

  private async readRows(campaign: string): Promise<void> {
    const keys = await this.db.rows<CampaignPublicKey>(
      `select c.slug as "campaignId", k.key_id as "keyId", k.month, k.suite, k.public_key as "publicKey", k.root_public_key as "rootPublicKey",
              k.root_fingerprint as "rootFingerprint", k.signature
         from campaign_keys k join campaigns c on c.id = k.campaign_id where c.slug = $1 order by k.month`,
      [campaign],
    );
    if (keys.length > 0) this.held.set(campaign, { keys, readAt: performance.now() });
  }

  /** The key to seal with now, X25519. Asked for every record: found once a minute. @throws when the worker has not published any yet */
  current(campaign: string): CampaignPublicKey {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    const held = this.held.get(campaign);
    if (held?.current?.minute === minute) return held.current.key;
    const key = currentKey(held?.keys ?? [], Date.now());
    if (!held || !key) throw unavailable();
    held.current = { key, minute };
    return key;
  }

  /** The keys a tablet takes along, of both suites: those of this month and of later ones; else the newest there are. */
  offered(campaign: string): CampaignPublicKey[] {
    const keys = this.held.get(campaign)?.keys ?? [];
    const since = monthOf(Date.now());
    const newest = keys.at(-1)?.month ?? since;
    return keys.filter(({ month }) => month >= (newest < since ? newest : since));
  }

  /** Worker only: writes down what the key store made. */
  async publish(campaignId: number, { rootPublicKey, rootFingerprint, publicKeys }: CampaignKeys): Promise<void> {
    await this.db.transaction((tx) => tx.query(
      `insert into campaign_keys (campaign_id, key_id, month, public_key, root_public_key, root_fingerprint, signature, suite)
       select $1, k.key_id, k.month, k.public_key, $5, $6, k.signature, k.suite
         from unnest($2::text[], $3::text[], $4::text[], $7::text[], $8::text[]) as k(key_id, month, public_key, signature, suite)
       on conflict (key_id) do nothing`,
      [
        campaignId, publicKeys.map((k) => k.keyId), publicKeys.map((k) => k.month), publicKeys.map((k) => k.publicKey), rootPublicKey, rootFingerprint,
        publicKeys.map((k) => k.signature), publicKeys.map((k) => k.suite),
      ],
    ));
  }
}
