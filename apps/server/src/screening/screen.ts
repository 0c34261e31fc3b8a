import { createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ServerSecret } from '#libs/access';
import { isLoopbackHost } from '#libs/config';
import { abnormal, ChallengeStates, type ChallengeState, isChallenged, plausible } from '#libs/signatures';
import { petitionTag } from '#libs/vault';
import { SharedAddresses } from '../edge/shared-addresses.js';
import { rangeOf } from './address-range.js';
import { Challenges } from './challenges.js';
import { SLOT_MS, TrafficSensor } from './traffic-sensor.js';

const READ_EVERY_MS = 2_000;
const HISTORY_FRESH_MS = 5 * 60_000;
/** Up to so many in ten seconds each record is tagged; of more only where something is wrong: a country that signs at once needs no room for tags. */
const TAGGED_A_SLOT = 200;

export interface Attempt {
  petitionId: number;
  /** Null where it is not known, or of no matter. */
  address: string | null;
  solution: string | null | undefined;
  /** What tells this signature from others. */
  who: string;
}

/** To be held, and why; and the mark of where it came from. */
export interface Seen { held?: string; range?: string }

const UNSEEN: Seen = {};

/**
 * Looks at each signature before it is sealed, and refuses none: where a challenge is asked for and not answered, it is held. On a calm
 * petition it only counts. Whether one is calm, every server finds out for itself and tells the others through Postgres; with Postgres
 * away, what was read last goes on.
 */
@Injectable()
export class Screen implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sensor = new TrafficSensor();
  private readonly states = new Map<number, ChallengeState>();
  private readonly busiest = new Map<number, { minute: number; at: number }>();
  private tagKey: KeyObject | null = null;
  private timers: NodeJS.Timeout[] = [];

  constructor(private readonly shared: ChallengeStates, private readonly challenges: Challenges, private readonly addresses: SharedAddresses, private readonly secret: ServerSecret) {}

  onApplicationBootstrap(): void {
    this.timers = [setInterval(() => void this.read().catch(() => undefined), READ_EVERY_MS), setInterval(() => void this.judge().catch(() => undefined), SLOT_MS)];
    for (const timer of this.timers) timer.unref();
    void this.read().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Whether whoever signs from here is asked for a challenge. */
  asks(petitionId: number, address: string): boolean {
    return isChallenged(this.states.get(petitionId)) || this.addresses.isCrowded(address);
  }

  /** At once on a calm petition; a promise only where a solution has to be checked. */
  look({ petitionId, address, solution, who }: Attempt): Seen | Promise<Seen> {
    const state = this.states.get(petitionId);
    // Calls from this machine are spared, like by limits; unless an organiser's word stands against it.
    if (address === null || (isLoopbackHost(address) && state?.mode !== 'on')) return UNSEEN;
    const { crowded, vouchedFor } = this.addresses.spend(address);
    const range = rangeOf(address);
    const attempts = this.sensor.note(petitionId, vouchedFor ? null : range, crowded);
    const challenged = isChallenged(state);
    if (!challenged && !crowded) return attempts > TAGGED_A_SLOT ? UNSEEN : { range: this.tag(petitionId, range) };
    const seen = { range: this.tag(petitionId, range), held: challenged ? 'screening.challenged' : 'screening.crowded' };
    if (!solution) return seen;
    return this.challenges.isSolved(solution, petitionId, who).then((solved) => (solved ? { range: seen.range } : seen));
  }

  /** What the servers know of one another. */
  async read(): Promise<void> {
    await this.shared.endLapsed();
    const rows = await this.shared.remarkable();
    this.states.clear();
    for (const row of rows) this.states.set(row.petitionId, row);
  }

  /** Looks at the last minute of each petition. */
  async judge(): Promise<void> {
    for (const { petitionId, traffic } of this.sensor.turn()) {
      const seen = { ...traffic, busiestMinute: await this.busiestMinute(petitionId) };
      const why = abnormal(seen, this.states.get(petitionId)?.since != null);
      if (why === null) continue;
      await this.shared.found(petitionId, why, { attempts: seen.attempts, plausible: Math.round(plausible(seen)) });
      await this.read();
    }
  }

  private async busiestMinute(petitionId: number): Promise<number> {
    const known = this.busiest.get(petitionId);
    if (known && Date.now() - known.at < HISTORY_FRESH_MS) return known.minute;
    const minute = await this.shared.busiestMinute(petitionId).catch(() => known?.minute ?? 0);
    this.busiest.set(petitionId, { minute, at: Date.now() });
    return minute;
  }

  private tag(petitionId: number, range: string): string {
    this.tagKey ??= createSecretKey(this.secret.keyFor('address-range'));
    return BigInt.asUintN(64, petitionTag(this.tagKey, 'range', petitionId, range)).toString(36);
  }
}
