import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type CampaignKeys, type CampaignPublicKey, currentKey, monthOf } from '#libs/vault';
import { unavailable } from './signatures.errors.js';

const FRESH_MS = 60_000;

/** The public halves of the campaigns' keys, which the worker writes and every door reads. */
@Injectable()
export class PublishedKeys {
  private readonly held = new Map<string, { keys: CampaignPublicKey[]; readAt: number }>();
  /** Readings under way: one, for all who sign in that moment. */
  private readonly readings = new Map<string, Promise<void>>();

  constructor(private readonly db: Database) {}

  /** Makes sure the campaign's keys are in memory. Nobody waits for a reading while those read before will do. */
  async prepare(campaign: string): Promise<void> {
    const known = this.held.get(campaign);
    if (known && Date.now() - known.readAt < FRESH_MS) return;
    const reading = this.readings.get(campaign) ?? this.read(campaign);
    if (!known || !currentKey(known.keys, Date.now())) return reading;
    reading.catch(() => undefined);
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
    if (keys.length > 0) this.held.set(campaign, { keys, readAt: Date.now() });
  }

  /** The key to seal with now, X25519. @throws when the worker has not published any yet */
  current(campaign: string): CampaignPublicKey {
    const key = currentKey(this.held.get(campaign)?.keys ?? [], Date.now());
    if (!key) throw unavailable();
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
