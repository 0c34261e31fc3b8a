import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import path from 'node:path';
import { generateRecipientKey, type KeyPair, rawPublicKey, type RecipientKey, recipientKey, type Suite, SUITES } from './kem.js';
import { damaged, ensurePrivateFolder, listFiles, readJsonFile, shredFile, writeNewFile } from './key-files.js';
import { type CampaignPublicKey, signPublicKey, verifyPublicKey } from './public-key.js';

/** The private key of one campaign and month, with its public side. */
export interface MonthKey extends RecipientKey {
  public: CampaignPublicKey;
}

/** What lies in a campaign's folder. */
export interface CampaignSecrets {
  hash: KeyObject | null;
  token: KeyObject | null;
  root: KeyPair | null;
  months: MonthKey[];
}

const SECRET_BYTES = 32;
const TOMBSTONE = 'destroyed.json';
const MONTH_FILE = /^\d{4}-\d\d(?:\.p256)?\.key$/;
/** What the private key of a suite is to OpenSSL. */
const KEY_TYPES = { x25519: 'x25519', p256: 'ec' } as const;

/**
 * The files of one campaign: `hash.key`, `token.key`, `root.key`, `YYYY-MM.key` (X25519) and `YYYY-MM.p256.key`, JSON in all of them. Knows their form; when to
 * make or destroy which is the store's business. A month's file doesn't bear its key id: so two workers at once cannot make two pairs.
 */
export class CampaignFolder {
  constructor(private readonly dir: string, private readonly campaignId: string) {}

  async create(): Promise<void> {
    await ensurePrivateFolder(this.dir);
  }

  async isDestroyed(): Promise<boolean> {
    return (await listFiles(this.dir)).includes(TOMBSTONE);
  }

  async read(): Promise<CampaignSecrets> {
    // In the reverse order of their making: while another process makes them, we see a later one only together with the earlier.
    const names = (await listFiles(this.dir)).filter((name) => MONTH_FILE.test(name));
    const months = await Promise.all(names.map((name) => this.readMonth(name)));
    const root = await this.readRoot();
    const token = await this.readSecret('token');
    return { hash: await this.readSecret('hash'), token, root, months };
  }

  async addSecret(use: 'hash' | 'token'): Promise<void> {
    await this.write(`${use}.key`, { use, campaignId: this.campaignId, secret: randomBytes(SECRET_BYTES).toString('base64url') });
  }

  async addRoot(): Promise<void> {
    const { privateKey } = generateKeyPairSync('ed25519');
    await this.write('root.key', { use: 'root', campaignId: this.campaignId, privateKey: toPem(privateKey) });
  }

  async addMonth(month: string, suite: Suite, root: KeyPair): Promise<void> {
    const { privateKey, publicKey } = generateRecipientKey(suite);
    const signed = signPublicKey({ campaignId: this.campaignId, month, publicKey, suite }, root);
    await this.write(monthFile(month, suite), { use: 'month', campaignId: this.campaignId, privateKey: toPem(privateKey), public: signed });
  }

  /** Both pairs of the month. */
  async destroyMonth(month: string): Promise<void> {
    const there = await listFiles(this.dir);
    for (const name of SUITES.map((suite) => monthFile(month, suite))) if (there.includes(name)) await shredFile(this.at(name));
  }

  /** The tombstone first: interrupted at any point, the campaign counts as destroyed and the rest can be repeated. */
  async destroy(now: number): Promise<void> {
    await this.create();
    await writeNewFile(this.at(TOMBSTONE), `${JSON.stringify({ campaignId: this.campaignId, destroyedAt: new Date(now).toISOString() })}\n`);
    for (const name of await listFiles(this.dir)) if (name !== TOMBSTONE) await shredFile(this.at(name));
  }

  private async readSecret(use: 'hash' | 'token'): Promise<KeyObject | null> {
    const fields = await this.readFields(`${use}.key`, use);
    if (!fields) return null;
    const bytes = Buffer.from(String(fields.secret), 'base64url');
    if (bytes.length !== SECRET_BYTES) throw damaged(this.at(`${use}.key`));
    return createSecretKey(bytes);
  }

  private async readRoot(): Promise<KeyPair | null> {
    const fields = await this.readFields('root.key', 'root');
    if (!fields) return null;
    const privateKey = this.privateKeyIn('root.key', fields.privateKey, 'ed25519');
    return { privateKey, publicKey: rawPublicKey(createPublicKey(privateKey)) };
  }

  private async readMonth(name: string): Promise<MonthKey> {
    const fields = await this.readFields(name, 'month');
    const suite: Suite = name.endsWith('.p256.key') ? 'p256' : 'x25519';
    const pair = recipientKey(suite, this.privateKeyIn(name, fields?.privateKey, KEY_TYPES[suite]));
    // Files from before there were two suites name none: X25519. The parts are checked next, by verifyPublicKey.
    const signed = fields?.public ? { suite: 'x25519', ...fields.public } as CampaignPublicKey : null;
    const whole = signed && verifyPublicKey(signed) && signed.campaignId === this.campaignId && name === monthFile(signed.month, signed.suite);
    if (!whole || signed.publicKey !== pair.publicKey.toString('base64url')) throw damaged(this.at(name));
    return { ...pair, public: signed };
  }

  private privateKeyIn(name: string, pem: unknown, type: 'ed25519' | 'x25519' | 'ec'): KeyObject {
    try {
      const privateKey = createPrivateKey(String(pem));
      if (privateKey.asymmetricKeyType === type) return privateKey;
    } catch {
      // Falls through: what the parser says may quote the file.
    }
    throw damaged(this.at(name));
  }

  private async readFields(name: string, use: string): Promise<Record<string, unknown> | null> {
    const fields = await readJsonFile(this.at(name));
    if (fields === null) return null;
    const ours = typeof fields === 'object' && 'use' in fields && 'campaignId' in fields && fields.use === use && fields.campaignId === this.campaignId;
    if (!ours) throw damaged(this.at(name));
    return { ...fields };
  }

  /** If another process was faster, its file stands and ours is dropped: the caller reads again. */
  private async write(name: string, fields: Record<string, unknown>): Promise<void> {
    await writeNewFile(this.at(name), `${JSON.stringify(fields, null, 2)}\n`);
  }

  private at(name: string): string {
    return path.join(this.dir, name);
  }
}

function monthFile(month: string, suite: Suite): string {
  return suite === 'x25519' ? `${month}.key` : `${month}.${suite}.key`;
}

function toPem(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
