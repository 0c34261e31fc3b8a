import type { DeviceBatch, DeviceState } from '#libs/stores';
import { type Decision, decide, type SendingTrouble } from './answer-rules.js';
import { backoff, retryAfter } from './backoff-rules.js';
import { type BatchPlan, FRESH_PLAN, halved, nextSize, searched, setAside, wentThrough } from './batch-rules.js';
import { type Door } from './door.js';
import { type Outbox, type TakenBatch } from './outbox.js';
import { type Platform } from './platform.js';
import { PROTOCOL, UPLOAD_LOCK } from './protocol.js';
import { type Identity } from './schema.js';

/** At least every quarter of an hour, with a tick of half a minute. */
const SIGN_OF_LIFE_MS = 14 * 60_000;
const OTHER_TAB_MS = 2_000;
const REUSED_MOST = 10;

export type Occasion = 'load' | 'online' | 'visible' | 'timer' | 'capture' | 'shift-ended' | 'press';

/** Why nothing is sent just now: failures in a row, the server asked for a pause, or it doesn't take this tablet. */
export interface Pause {
  why: 'failures' | 'asked' | 'stopped';
  ms: number;
}

/** What the tabs of one tablet tell each other of sending. */
export interface Sending {
  trouble: SendingTrouble;
  uploading: boolean;
  pause: Pause | null;
}

export interface UploaderHost {
  identity(): Identity | null;
  offsetMs(): number;
  storageProtected(): boolean;
  /** Records went or changed, or `sending` did. */
  changed(): void;
  accepted(kitVersion: string): void;
  standing(standing: DeviceState): Promise<void>;
  upgradeWanted(): void;
}

/**
 * Brings what waits to the server, oldest first, for ever. Of all tabs only the one that holds the lock sends. It decides nothing about
 * answers itself (answer-rules.ts) and forgets nothing: a record leaves the outbox only by `Outbox.settle`.
 */
export class Uploader {
  private plan: BatchPlan = FRESH_PLAN;
  private failures = 0;
  private running = false;
  private again = false;
  /** This tab has the lock: it is the one that says how sending goes. */
  private holding = false;
  private closed = false;
  private acceptedAt: number | null = null;
  private cancelPause = () => {};
  private cancelRetry = () => {};
  sending: Sending = { trouble: 'none', uploading: false, pause: null };

  constructor(private readonly platform: Platform, private readonly door: Door, private readonly outbox: Outbox, private readonly host: UploaderHost) {}

  /** Something happened that makes it worth a try. What the server or the failures asked for is kept, as far as the occasion allows. */
  kick(occasion: Occasion): void {
    const why = this.sending.pause?.why;
    const fresh = occasion === 'online' || occasion === 'visible' || occasion === 'load' || occasion === 'press';
    if (fresh) this.failures = 0;
    if ((fresh && why === 'failures') || (occasion === 'press' && why === 'stopped')) this.resume();
    if (occasion === 'press') this.acceptedAt = null;
    void this.run();
  }

  /** Another tab sends, and says how it goes. */
  adopt(sending: Sending): void {
    if (this.holding) return;
    this.cancelPause();
    this.sending = sending;
    if (sending.pause) this.endPauseLater(sending.pause);
  }

  close(): void {
    this.closed = true;
    this.cancelPause();
    this.cancelRetry();
  }

  private async run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    try {
      do {
        this.again = false;
        await this.runOnce();
      } while (this.again && !this.closed && !this.sending.pause);
    } catch {
      // The storage failed; the database has said so. Nothing was lost: what was marked as being sent is queued again by the next run.
      this.pause({ why: 'failures', ms: this.nextBackoff() }, this.sending.trouble);
    } finally {
      this.running = false;
    }
  }

  private async runOnce(): Promise<void> {
    if (this.closed || this.sending.pause || !this.sender() || !this.platform.locks) return;
    const held = await this.platform.locks.request(UPLOAD_LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return false;
      this.holding = true;
      try {
        await this.drain();
      } finally {
        this.say({ uploading: false });
        this.holding = false;
      }
      return true;
    });
    if (held) return;
    this.cancelRetry();
    this.cancelRetry = this.platform.setTimer(() => void this.run(), OTHER_TAB_MS);
  }

  /** Who may send: also a retired tablet, which has 30 days to hand over what it holds. */
  private sender(): Identity | null {
    const identity = this.host.identity();
    return identity === null || identity.standing === 'awaiting' ? null : identity;
  }

  private async drain(): Promise<void> {
    await this.outbox.recover();
    const tries = { clockTaken: false, reused: 0, shiftsTold: false };
    for (;;) {
      const identity = this.sender();
      if (this.closed || !identity) return;
      const what = await this.outbox.toSend(this.platform.appVersion, this.platform.now());
      if (what !== 'records' && !(what === 'shift' && !tries.shiftsTold) && !this.signOfLifeDue()) return;
      if (this.failures > 0 && !(await this.reachable(identity))) return void this.failed();
      const { limit, upTo } = nextSize(this.plan);
      const batch = await this.outbox.take(limit, upTo, this.platform.appVersion, this.platform.now());
      this.say({ uploading: batch.rows.length > 0 });
      const answer = await this.send(identity, batch);
      if (this.closed || this.host.identity()?.device !== identity.device) {
        // Paired anew meanwhile: the numbers are others now.
        await this.outbox.recover();
        return;
      }
      if (!(await this.follow(decide(answer, batch.rows, tries.clockTaken), batch, tries))) return;
    }
  }

  /**
   * After a failure a question comes first: a tablet that is offline all day would else mark and unmark fifty records on its disk several
   * times a minute, and hand them to every login page. Any answer of ours will do; what is wrong, the batch will tell.
   */
  private async reachable({ device, privateKey }: Identity): Promise<boolean> {
    return (await this.door.ask({ method: 'GET', path: `/api/v1/devices/${device}`, as: { device, privateKey } })).ours;
  }

  private send({ device, privateKey }: Identity, batch: TakenBatch) {
    const body: DeviceBatch = {
      protocol: PROTOCOL,
      appVersion: this.platform.appVersion,
      clock: new Date(this.platform.now()).toISOString(),
      offsetMs: this.host.offsetMs(),
      waiting: batch.waiting,
      oldestWaiting: batch.oldestWaiting,
      storageProtected: this.host.storageProtected(),
      highestSeq: batch.highestSeq,
      shifts: batch.shifts,
      records: batch.rows.map((row) => row.record),
    };
    return this.door.ask({ method: 'POST', path: `/api/v1/devices/${device}/batches`, body, batch: batch.number, as: { device, privateKey } });
  }

  /** @returns whether to go on at once */
  private async follow(decision: Decision, batch: TakenBatch, tries: { clockTaken: boolean; reused: number; shiftsTold: boolean }): Promise<boolean> {
    const sent = batch.rows.length;
    const last = batch.rows.at(-1)?.seq ?? 0;
    switch (decision.do) {
      case 'settle':
        await this.outbox.settle(batch, decision.answer, this.platform.now());
        this.plan = wentThrough(this.plan, sent);
        this.failures = 0;
        this.acceptedAt = this.platform.now();
        Object.assign(tries, { clockTaken: false, reused: 0, shiftsTold: true });
        this.say({ trouble: 'none' }, true);
        this.host.accepted(decision.answer.kitVersion);
        return true;
      case 'again-by-their-clock':
        tries.clockTaken = true;
        await this.outbox.putBack(batch);
        return true;
      case 'next-number':
        await this.outbox.putBack(batch);
        tries.reused += 1;
        if (tries.reused > REUSED_MOST) return this.failed();
        // Far behind after a restored copy: the steps grow, so that it doesn't take a request for each number.
        if (tries.reused > 1) await this.outbox.skipNumbers(10 ** Math.min(tries.reused, 6));
        return true;
      case 'halve': return this.smaller(halved(this.plan, sent), batch);
      case 'search': return this.smaller(searched(this.plan, sent, last), batch);
      case 'stop':
        await this.outbox.putBack(batch);
        this.pause({ why: 'stopped', ms: decision.ms }, decision.trouble);
        if (decision.standing) await this.host.standing(decision.standing);
        if (decision.trouble === 'upgrade') this.host.upgradeWanted();
        return false;
      case 'wait-as-asked': {
        await this.outbox.putBack(batch);
        const ms = retryAfter(decision.retryAfter, this.platform.now(), this.platform.random());
        if (ms === null) return this.failed();
        this.pause({ why: 'asked', ms }, 'offline');
        return false;
      }
      case 'back-off':
        await this.outbox.putBack(batch);
        return this.failed();
    }
  }

  private async smaller(plan: BatchPlan | null, batch: TakenBatch): Promise<boolean> {
    if (plan) {
      this.plan = plan;
      await this.outbox.putBack(batch);
    } else {
      this.plan = setAside(this.plan);
      await this.outbox.setAside(batch, this.platform.appVersion, this.platform.now());
      this.host.changed();
    }
    return true;
  }

  private failed(): false {
    this.pause({ why: 'failures', ms: this.nextBackoff() }, 'offline');
    return false;
  }

  private nextBackoff(): number {
    return backoff(this.failures++, this.platform.visible(), this.platform.random());
  }

  private signOfLifeDue(): boolean {
    // While something is wrong, this finds out when it is over. The clock may have been set back meanwhile, hence the absolute value.
    return this.sending.trouble !== 'none' || this.acceptedAt === null || Math.abs(this.platform.now() - this.acceptedAt) >= SIGN_OF_LIFE_MS;
  }

  /** By timers, not by the time of day: that may be set back by a year. */
  private pause(pause: Pause, trouble: SendingTrouble): void {
    if (this.closed) return;
    this.cancelPause();
    this.say({ pause, trouble });
    this.endPauseLater(pause);
  }

  private endPauseLater(pause: Pause): void {
    this.cancelPause = this.platform.setTimer(() => {
      this.sending = { ...this.sending, pause: null };
      void this.run();
    }, pause.ms);
  }

  private resume(): void {
    this.cancelPause();
    this.sending = { ...this.sending, pause: null };
  }

  private say(change: Partial<Sending>, always = false): void {
    const next = { ...this.sending, ...change };
    const same = next.trouble === this.sending.trouble && next.uploading === this.sending.uploading && next.pause === this.sending.pause;
    this.sending = next;
    if ((always || !same) && !this.closed) this.host.changed();
  }
}
