import { type CampaignPublicKey, openBlob, Opener, type PrivateKeyStore, sealBlob, Sealer } from '#libs/vault';

/** A secret at rest: sealed to the campaign's key of the month (HPKE, AES-256-GCM), bound to its webhook and instant. */
export interface SealedSecret {
  secret: Buffer;
  at: Date;
}

const contextOf = (webhookId: string, at: Date) => ({ kind: 'webhook-secret', id: webhookId, petitionId: null, at });

/** For whoever makes or replaces a secret: afterwards it cannot read it any more. */
export function sealSecret(key: CampaignPublicKey, webhookId: string, secret: string, at: Date = new Date()): SealedSecret {
  return { secret: sealBlob(new Sealer(() => key), Buffer.from(secret), contextOf(webhookId, at)), at };
}

/** Worker only. */
export class SecretOpener {
  private readonly opener: Opener;

  constructor(private readonly keys: PrivateKeyStore) {
    this.opener = new Opener(keys);
  }

  /** @throws VaultError where the key is not held, or the row was changed */
  async open(webhookId: string, { secret, at }: SealedSecret): Promise<string> {
    try {
      return this.read(webhookId, secret, at);
    } catch {
      // Another worker may have made the key a moment ago.
      await this.keys.reload();
      return this.read(webhookId, secret, at);
    }
  }

  private read(webhookId: string, secret: Buffer, at: Date): string {
    return openBlob(this.opener, secret, contextOf(webhookId, at)).toString('utf8');
  }
}
