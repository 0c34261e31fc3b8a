import { type CampaignPublicKey, verifyPublicKey } from './public-key.js';
import { assemble, associatedData, type EnvelopeContext, envelopeInfo, headerOf } from './envelope.js';
import { type SenderContext, setupSender } from './hpke.js';
import { pad } from './padding.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/** Milliseconds since 1970, like `Date.now`. */
export type Clock = () => number;

const MINUTE_MS = 60_000;
/** Far below AES-GCM's bounds; keeps the harm of one leaked context small even under the heaviest load. */
export const MESSAGES_PER_CONTEXT = 2 ** 20;

interface Session {
  keyId: string;
  minute: number;
  header: Buffer;
  sender: SenderContext;
}

/**
 * Seals records of one campaign to its public key of the month. Cannot open anything, not even what it sealed itself.
 *
 * Holds one HPKE context per key and minute, made at the first record that needs it and never when the module is loaded or the
 * object made, so that no two processes can ever share one: nonces are sequence numbers, and a shared context would repeat them.
 * One Sealer per campaign and process.
 */
export class Sealer {
  private session: Session | null = null;

  /** @param keys gives the campaign's key to use now (see `currentKey`); asked for every record, so answer from memory. */
  constructor(private readonly keys: () => CampaignPublicKey, private readonly clock: Clock = Date.now) {}

  /**
   * The envelope (see envelope.ts) of `plaintext`, bound to its context.
   * @throws VaultError `vault.bad_context`, `vault.too_large` (over 131,068 bytes), `vault.bad_public_key` (not signed by its root)
   */
  seal(plaintext: Uint8Array, context: EnvelopeContext): Buffer {
    const key = this.keys();
    const aad = associatedData(key.keyId, context);
    const padded = pad(plaintext);
    const { sender, header } = this.sessionFor(key);
    const sequence = sender.next;
    const [body, tag] = sender.seal(aad, padded);
    return assemble(header, sequence, body, tag);
  }

  private sessionFor(key: CampaignPublicKey): Session {
    const minute = Math.floor(this.clock() / MINUTE_MS);
    const held = this.session;
    if (held && held.keyId === key.keyId && held.minute === minute && held.sender.next < MESSAGES_PER_CONTEXT) return held;
    if (!verifyPublicKey(key)) throw new VaultError(VAULT_ERRORS.badPublicKey);
    const sender = setupSender(key.suite, Buffer.from(key.publicKey, 'base64url'), envelopeInfo(key.suite, key.keyId));
    return (this.session = { keyId: key.keyId, minute, sender, header: headerOf(key.suite, Buffer.from(key.keyId, 'hex'), sender.enc) });
  }
}
