import { createHash, createHmac } from 'node:crypto';
import { createChallenge, extractParams, verifySolution } from 'altcha-lib/v1';
import { Injectable } from '@nestjs/common';
import { ServerSecret } from '#libs/access';
import { Queues } from '#libs/queues';

/** What has to be found: one number below this, by trying. A second or two on a phone. */
const MOST_TRIES = 60_000;
/** Long enough to correct a typing error, too short to hoard. */
const VALID_MS = 20 * 60_000;
const MOST_KEPT = 50_000;

/** A proof-of-work challenge as ALTCHA's widgets and libraries know it (altcha.org, version 1). */
export interface Challenge {
  algorithm: 'SHA-256';
  challenge: string;
  maxnumber: number;
  salt: string;
  signature: string;
}

/**
 * Makes challenges and checks solutions. The key follows from the servers' common secret and lies nowhere else, so each server checks
 * what another made. A solution is good for one petition, until its time is over, and for one signature: whoever sends the same form
 * again is the same.
 */
@Injectable()
export class Challenges {
  private key: string | null = null;
  /** Where Redis is away: what this server saw used. */
  private readonly used = new Map<string, string>();

  constructor(private readonly secret: ServerSecret, private readonly queues: Queues) {}

  async make(petitionId: number): Promise<Challenge> {
    const made = await createChallenge({ hmacKey: this.hmacKey(), maxnumber: MOST_TRIES, expires: new Date(Date.now() + VALID_MS), params: { petition: String(petitionId) } });
    return { algorithm: 'SHA-256', challenge: made.challenge, maxnumber: MOST_TRIES, salt: made.salt, signature: made.signature };
  }

  /** @param solution base64 of the JSON that ALTCHA's clients send. @param who tells one signature from another */
  async isSolved(solution: string, petitionId: number, who: string): Promise<boolean> {
    try {
      if (!(await verifySolution(solution, this.hmacKey())) || extractParams(solution)['petition'] !== String(petitionId)) return false;
      return await this.first(solution, who);
    } catch {
      return false;
    }
  }

  /** Stored: a hash of the challenge, and a fingerprint of who came with it that nobody can test without the challenge. */
  private async first(solution: string, who: string): Promise<boolean> {
    const { challenge } = JSON.parse(Buffer.from(solution, 'base64').toString('utf8')) as { challenge: string };
    const name = createHash('sha256').update(challenge).digest('base64url');
    const mark = createHmac('sha256', challenge).update(who).digest('base64url');
    const kept = this.used.get(name) ?? (await this.keep(`${this.queues.prefix}:challenge:${name}`, mark).catch(() => null));
    if (this.used.size >= MOST_KEPT) this.used.delete(this.used.keys().next().value as string);
    this.used.set(name, kept ?? mark);
    return kept === null || kept === mark;
  }

  /** What was there first, or null. */
  private async keep(key: string, mark: string): Promise<string | null> {
    if ((await this.queues.redis.set(key, mark, 'PX', VALID_MS, 'NX')) !== null) return null;
    return this.queues.redis.get(key);
  }

  private hmacKey(): string {
    return (this.key ??= this.secret.keyFor('challenge').toString('base64url'));
  }
}
