import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '#libs/vault';

/** One thing done. `subject` and `details` carry ids, codes and figures; never a name or address. */
export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: { readonly [name: string]: JsonValue };
}

export interface StoredAuditEntry extends AuditEntry {
  /** 1 for the first entry; no number is ever left out. */
  readonly n: number;
  readonly at: Date;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** The end of the chain: carried outside, it shows later that nothing was cut off or written anew. */
export interface AuditHead {
  readonly n: number;
  /** Hex. */
  readonly hash: string;
}

export interface AuditFault {
  readonly n: number;
  readonly kind: 'altered' | 'removed' | 'reordered' | 'truncated';
}

export const BEFORE_THE_FIRST = Buffer.alloc(32);

/** `SHA-256(previous ‖ JCS(entry))`, the entry with its number and time (RFC 8785 for JCS). */
export function entryHash(previousHash: Buffer, entry: Omit<StoredAuditEntry, 'hash' | 'previousHash'>): Buffer {
  const { n, at, actor, action, subject, details } = entry;
  return createHash('sha256').update(previousHash)
    .update(canonicalJson({ n, at: at.toISOString(), actor, action, subject, details })).digest();
}

/** Walks a chain from its first entry, in order of `n`. */
export class ChainCheck {
  private last: { n: number; hash: Buffer } = { n: 0, hash: BEFORE_THE_FIRST };
  private readonly hashesSeen = new Map<string, number>();
  readonly faults: AuditFault[] = [];

  /** @param carried heads noted outside, to be met on the way */
  constructor(private readonly carried: readonly AuditHead[] = []) {}

  next(entry: StoredAuditEntry): void {
    if (entry.n !== this.last.n + 1) this.faults.push({ n: this.last.n + 1, kind: 'removed' });
    const whole = entryHash(entry.previousHash, entry).equals(entry.hash);
    const follows = entry.previousHash.equals(this.last.hash);
    const knownBefore = this.hashesSeen.has(entry.hash.toString('hex'));
    if (!whole) this.faults.push({ n: entry.n, kind: 'altered' });
    else if (knownBefore || (!follows && entry.n === this.last.n + 1)) this.faults.push({ n: entry.n, kind: 'reordered' });
    for (const head of this.carried) {
      if (head.n === entry.n && head.hash !== entry.hash.toString('hex')) this.faults.push({ n: entry.n, kind: 'altered' });
    }
    this.hashesSeen.set(entry.hash.toString('hex'), entry.n);
    // One faulty entry is told once: what follows is held against what stands there.
    this.last = { n: entry.n, hash: entry.hash };
  }

  end(): { entries: number; head: AuditHead; faults: AuditFault[] } {
    for (const head of this.carried) if (head.n > this.last.n) this.faults.push({ n: head.n, kind: 'truncated' });
    return { entries: this.last.n, head: { n: this.last.n, hash: this.last.hash.toString('hex') }, faults: this.faults };
  }
}

/** Whether a text could be a person's address; the audit log refuses it. */
export function mentionsAddress(value: JsonValue): boolean {
  if (typeof value === 'string') return value.includes('@');
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((each) => mentionsAddress(each));
}
