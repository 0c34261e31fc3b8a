import { associatedData, dissect, type EnvelopeContext, type EnvelopeParts, envelopeInfo } from './envelope.js';
import { type RecipientContext, setupRecipient } from './hpke.js';
import { unpad } from './padding.js';
import { type PrivateKeyStore } from './private-key-store.js';
import { VAULT_ERRORS, VaultError } from './vault.errors.js';

/** Enough for every server process and tablet of a busy hour; a context is about 1 kB. */
const CONTEXTS_KEPT = 1024;

/** Opens envelopes, in any order and as often as asked. Worker only: it needs the private keys. */
export class Opener {
  /** In order of last use, oldest first: a Map keeps the order of insertion. */
  readonly #contexts = new Map<string, RecipientContext>();
  #generation: number;

  constructor(private readonly privateKeys: PrivateKeyStore, private readonly contextsKept = CONTEXTS_KEPT) {
    this.#generation = privateKeys.generation;
  }

  /**
   * The plaintext that was sealed with exactly this context.
   * @throws VaultError `vault.malformed` (no envelope of ours), `vault.unknown_key` (not held here, or destroyed),
   * `vault.not_authentic` (envelope or context were changed), `vault.bad_context`
   */
  open(envelope: Uint8Array, context: EnvelopeContext): Buffer {
    const parts = dissect(envelope);
    const aad = associatedData(parts.keyId, context);
    const held = this.contextFor(parts);
    const padded = held.open(parts.sequence, aad, parts.ciphertext);
    // Only now: a context made for an envelope that doesn't open must not push out good ones.
    this.keep(parts.contextName, held);
    return unpad(padded);
  }

  private contextFor(parts: EnvelopeParts): RecipientContext {
    // A destroyed key must stop opening at once, also through contexts already agreed.
    if (this.#generation !== this.privateKeys.generation) {
      this.#contexts.clear();
      this.#generation = this.privateKeys.generation;
    }
    return this.#contexts.get(parts.contextName) ?? this.agree(parts);
  }

  private agree({ suite, keyId, enc }: EnvelopeParts): RecipientContext {
    const recipient = this.privateKeys.privateKey(keyId);
    // The version byte says one agreement, the key it names is for the other: nothing we ever sealed.
    if (recipient.suite !== suite) throw new VaultError(VAULT_ERRORS.malformed);
    return setupRecipient(recipient, enc, envelopeInfo(suite, keyId));
  }

  private keep(name: string, context: RecipientContext): void {
    this.#contexts.delete(name);
    this.#contexts.set(name, context);
    if (this.#contexts.size <= this.contextsKept) return;
    for (const oldest of this.#contexts.keys()) {
      this.#contexts.delete(oldest);
      return;
    }
  }
}
