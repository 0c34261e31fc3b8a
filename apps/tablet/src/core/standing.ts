import type { DeviceState } from '#libs/stores';
import { type Answer, isObject } from './answer-rules.js';
import { type Database, readSetting } from './database.js';
import { type Door } from './door.js';
import { type KitKeeper } from './kit-keeper.js';
import { type Memory } from './memory.js';
import { type Platform } from './platform.js';
import { type Identity } from './schema.js';

const STATES: readonly DeviceState[] = ['awaiting', 'active', 'retired', 'stolen', 'refused'];
const POLL_VISIBLE_MS = 3_000;
const POLL_HIDDEN_MS = 30_000;

export interface StandingHost {
  /** Something on the disk changed: all tabs read anew. */
  changed(): Promise<void>;
  /** The manager has taken this tablet in, or back. */
  admitted(): void;
}

/** What the manager makes of this tablet, and the kit that follows from it. */
export class Standing {
  private fetching: Promise<void> | null = null;
  private cancelPoll = () => {};
  private closed = false;

  constructor(
    private readonly platform: Platform,
    private readonly db: Database,
    private readonly door: Door,
    private readonly kits: KitKeeper,
    private readonly memory: Memory,
    private readonly host: StandingHost,
  ) {}

  async check(): Promise<void> {
    const standing = await this.ask();
    if (standing === 'active') await this.fetchKit();
  }

  /** A tablet that was refused may have been taken back, and one that awaits has no kit to fetch: those ask first. */
  refreshKit(): Promise<void> {
    return this.identity()?.standing === 'active' ? this.fetchKit() : this.check();
  }

  async set(standing: DeviceState): Promise<void> {
    const before = this.identity();
    if (!before || before.standing === standing) return;
    await this.db.write(['settings'], async (tx) => {
      const identity = await readSetting(tx, 'identity');
      if (identity?.device === before.device) await tx.objectStore('settings').put({ ...identity, standing }, 'identity');
    });
    await this.host.changed();
    if (standing === 'active') this.host.admitted();
    this.poll();
  }

  /** While the manager has not decided, asks every few seconds. */
  poll(): void {
    this.cancelPoll();
    if (this.closed || this.memory.state.phase !== 'awaiting') return;
    this.cancelPoll = this.platform.setTimer(() => {
      void this.check().catch(() => {}).then(() => this.poll());
    }, this.platform.visible() ? POLL_VISIBLE_MS : POLL_HIDDEN_MS);
  }

  close(): void {
    this.closed = true;
    this.cancelPoll();
  }

  private identity(): Identity | null {
    return this.memory.saved?.identity ?? null;
  }

  private async ask(): Promise<DeviceState | null> {
    const identity = this.identity();
    if (!identity) return null;
    const { device, privateKey } = identity;
    const answer = await this.door.askByTheirClock({ method: 'GET', path: `/api/v1/devices/${device}`, as: { device, privateKey } });
    this.memory.know({ unanswered: !answer.ours });
    const standing = standingIn(answer);
    if (standing === null || this.identity()?.device !== device) return null;
    await this.set(standing);
    return standing;
  }

  private fetchKit(): Promise<void> {
    this.fetching ??= this.fetchKitOnce().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  private async fetchKitOnce(): Promise<void> {
    const identity = this.identity();
    if (!identity) return;
    const outcome = await this.kits.fetch(identity);
    if (outcome !== 'offline') this.memory.know({ kitRefused: outcome === 'refused' });
    if (outcome === 'new') await this.host.changed();
    // Retired or refused: asking says which.
    if (outcome === 'not-taken') await this.ask();
  }
}

function standingIn(answer: Answer): DeviceState | null {
  if (!answer.ours) return null;
  if (answer.status === 403 && answer.code === 'devices.refused') return 'refused';
  if (answer.status === 410) return 'retired';
  const state = answer.status === 200 && isObject(answer.body) ? answer.body.state : null;
  return STATES.find((one) => one === state) ?? null;
}
