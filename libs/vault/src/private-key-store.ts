import { type KeyObject, sign } from 'node:crypto';
import path from 'node:path';
import { CampaignFolder, type CampaignSecrets, type MonthKey } from './campaign-folder.js';
import { SUITES } from './kem.js';
import { ensurePrivateFolder, listFiles, removeAbandoned } from './key-files.js';
import { type CampaignPublicKey, fingerprintOf, isCampaignId, isMonth, monthOf } from './public-key.js';
import { type Clock } from './sealer.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/** The public side of a campaign's keys: what the worker puts into the table the server reads. */
export interface CampaignKeys {
  campaignId: string;
  rootPublicKey: string;
  rootFingerprint: string;
  /** The keys of all months held here, by month, X25519 first; this month's and the next one's are among them, of both suites. */
  publicKeys: CampaignPublicKey[];
}

export interface EnsureOptions {
  /**
   * The root the database knows for this campaign, if any. With it, a lost or mistaken keys folder is refused rather than filled
   * with new keys, under which everybody could sign a second time.
   */
  expectedRootFingerprint?: string;
}

const SIGNED_DOMAIN = /^countersign(?:\.[a-z0-9-]+)+$/;

interface WholeCampaign {
  hash: KeyObject;
  token: KeyObject;
  root: KeyObject;
  keys: CampaignKeys;
  months: MonthKey[];
}

/**
 * All private and hashing keys, in memory and in a folder that only the worker may read. The hashing key of a campaign is made once and
 * never again: what is lost stays lost, aloud, because with another key nobody's earlier signature would be recognised.
 */
export class PrivateKeyStore {
  readonly #campaigns = new Map<string, WholeCampaign>();
  readonly #months = new Map<string, MonthKey>();
  #generation = 0;
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(private readonly dir: string, private readonly clock: Clock) {}

  /**
   * Reads all keys of the folder (made, 0700, if there is none).
   * @throws VaultError `vault.keys_folder_open`, `vault.key_file_damaged`, `vault.key_missing`
   */
  static async open(dir: string, clock: Clock = Date.now): Promise<PrivateKeyStore> {
    const store = new PrivateKeyStore(dir, clock);
    await ensurePrivateFolder(dir);
    await store.reload();
    return store;
  }

  /** Rises whenever keys may have gone; whoever keeps something derived from one has to drop it then. */
  get generation(): number {
    return this.#generation;
  }

  /** Reads the folder again: another process may have added keys, destroyed some or taken old months offline. */
  reload(): Promise<void> {
    return this.inTurn(async () => {
      const found = (await listFiles(this.dir)).filter(isCampaignId);
      for (const campaignId of new Set([...this.#campaigns.keys(), ...found])) {
        const folder = this.folder(campaignId);
        await removeAbandoned(path.join(this.dir, campaignId), this.clock());
        if (await folder.isDestroyed()) await this.destroy(campaignId);
        else this.remember(campaignId, await folder.read());
      }
    });
  }

  /**
   * Makes what a campaign lacks, this month's and next month's pairs included, and tells its public side. May be called as often as one
   * likes: at start, when a campaign is created, and daily so that the next month's key is out before the month begins.
   * @throws VaultError `vault.bad_campaign_id`, `vault.campaign_destroyed`, `vault.root_mismatch`, `vault.key_missing` (a key that once
   * existed is gone: restore the folder, nothing was changed)
   */
  ensureCampaign(campaignId: string, options: EnsureOptions = {}): Promise<CampaignKeys> {
    return this.inTurn(async () => {
      const folder = this.folder(campaignId);
      if (await folder.isDestroyed()) throw new VaultError(VAULT_ERRORS.campaignDestroyed, campaignId);
      let held = await folder.read();
      refuseLoss(campaignId, held, options.expectedRootFingerprint);
      await folder.create();
      // The root last: once there is one, the others have been made, and one that lacks was lost.
      if (!held.hash) await folder.addSecret('hash');
      if (!held.token) await folder.addSecret('token');
      if (!held.root) await folder.addRoot();
      held = await folder.read();
      const root = held.root;
      if (!root) throw new VaultError(VAULT_ERRORS.keyMissing, campaignId);
      for (const month of [monthOf(this.clock()), monthOf(this.clock(), 1)]) {
        for (const suite of SUITES) {
          if (!held.months.some((key) => key.public.month === month && key.suite === suite)) await folder.addMonth(month, suite, root);
        }
      }
      this.remember(campaignId, await folder.read());
      return this.campaign(campaignId).keys;
    });
  }

  /** The campaign's hashing key, for `personHash`. @throws VaultError `vault.unknown_campaign` */
  hashKey(campaignId: string): KeyObject {
    return this.campaign(campaignId).hash;
  }

  /** The campaign's token key, for `deriveToken`. @throws VaultError `vault.unknown_campaign` */
  tokenKey(campaignId: string): KeyObject {
    return this.campaign(campaignId).token;
  }

  /**
   * Ed25519 (RFC 8032) by the campaign's root over `domain ‖ line feed ‖ text`, as UTF-8. What the root signs for keys begins with a
   * bracket and a domain with `countersign.`, so that no signature of one can be passed off as one of the other.
   * @param domain name and version of the format that is signed
   * @throws VaultError `vault.unknown_campaign`; `vault.bad_context` for a domain of another form
   */
  signAsRoot(campaignId: string, domain: string, text: string): Buffer {
    if (!SIGNED_DOMAIN.test(domain)) throw new VaultError(VAULT_ERRORS.badContext);
    return sign(null, Buffer.from(`${domain}\n${text}`, 'utf8'), this.campaign(campaignId).root);
  }

  /** @throws VaultError `vault.unknown_key` if it is not held here, or not any more */
  privateKey(keyId: string): MonthKey {
    const key = this.#months.get(keyId);
    if (!key) throw new VaultError(VAULT_ERRORS.unknownKey);
    return key;
  }

  campaignIds(): string[] {
    return [...this.#campaigns.keys()].sort();
  }

  /** The public side as held in memory. @throws VaultError `vault.unknown_campaign` */
  campaignKeys(campaignId: string): CampaignKeys {
    return this.campaign(campaignId).keys;
  }

  /**
   * Destroys the private keys of one month, of both suites: what was sealed to them can never be opened again. Repeating it changes nothing.
   * @throws VaultError `vault.month_in_use` for the month before the current one and all later: servers may still be sealing to them
   */
  destroyMonth(campaignId: string, month: string): Promise<void> {
    return this.inTurn(async () => {
      if (!isMonth(month)) throw new VaultError(VAULT_ERRORS.badContext);
      if (month >= monthOf(this.clock(), -1)) throw new VaultError(VAULT_ERRORS.monthInUse, campaignId);
      this.campaign(campaignId);
      await this.folder(campaignId).destroyMonth(month);
      this.remember(campaignId, await this.folder(campaignId).read());
    });
  }

  /** Destroys all private keys of a campaign, hashing key included, for ever: a tombstone keeps it from being made anew. */
  destroyCampaign(campaignId: string): Promise<void> {
    return this.inTurn(() => this.destroy(campaignId));
  }

  private async destroy(campaignId: string): Promise<void> {
    await this.folder(campaignId).destroy(this.clock());
    this.forget(campaignId);
  }

  private campaign(campaignId: string): WholeCampaign {
    const held = this.#campaigns.get(campaignId);
    if (!held) throw new VaultError(VAULT_ERRORS.unknownCampaign, campaignId);
    return held;
  }

  private folder(campaignId: string): CampaignFolder {
    if (!isCampaignId(campaignId)) throw new VaultError(VAULT_ERRORS.badCampaignId);
    return new CampaignFolder(path.join(this.dir, campaignId), campaignId);
  }

  private remember(campaignId: string, held: CampaignSecrets): void {
    refuseLoss(campaignId, held);
    this.forget(campaignId);
    const { hash, token, root } = held;
    // Half made, by a process that died or is still at it: `ensureCampaign` completes it.
    if (!hash || !token || !root) return;
    const months = held.months.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    const keys: CampaignKeys = {
      campaignId,
      rootPublicKey: root.publicKey.toString('base64url'),
      rootFingerprint: fingerprintOf(root.publicKey),
      publicKeys: months.map((key) => key.public),
    };
    this.#campaigns.set(campaignId, { hash, token, root: root.privateKey, keys, months });
    for (const key of months) this.#months.set(key.public.keyId, key);
  }

  private forget(campaignId: string): void {
    for (const key of this.#campaigns.get(campaignId)?.months ?? []) this.#months.delete(key.public.keyId);
    this.#campaigns.delete(campaignId);
    this.#generation++;
  }

  /** Changes of this process follow one another; those of other processes are kept apart by `writeNewFile`. */
  private inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(change, change);
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }
}

/** Sorts by month and, within one, in the order of `SUITES`. */
function placeOf({ public: { month, suite } }: MonthKey): string {
  return `${month} ${SUITES.indexOf(suite)}`;
}

function refuseLoss(campaignId: string, { hash, token, root, months }: CampaignSecrets, expectedRootFingerprint?: string): void {
  if ((root && (!hash || !token)) || (!root && months.length > 0)) throw new VaultError(VAULT_ERRORS.keyMissing, campaignId);
  const found = root && fingerprintOf(root.publicKey);
  const expected = expectedRootFingerprint ?? found;
  if (expected !== found || months.some((key) => key.public.rootFingerprint !== found)) throw new VaultError(VAULT_ERRORS.rootMismatch, campaignId);
}
