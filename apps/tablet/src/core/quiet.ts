import { type Platform } from './platform.js';
import { BUSY_LOCK, UPLOAD_LOCK } from './protocol.js';

const AGAIN_MS = 1_000;

/**
 * When a new version may take over: with every tab on its idle screen and no upload under way. A tab that is busy holds a lock in shared
 * mode, which goes with the tab when it is killed; who wants quiet takes it alone.
 */
export class Quiet {
  private release: (() => void) | null = null;
  private isIdle = true;

  constructor(private readonly platform: Platform) {}

  idle(isIdle: boolean): void {
    if (isIdle === this.isIdle) return;
    this.isIdle = isIdle;
    this.release?.();
    this.release = null;
    if (isIdle || !this.platform.locks) return;
    const held = new Promise<void>((resolve) => {
      this.release = resolve;
    });
    this.platform.locks.request(BUSY_LOCK, { mode: 'shared' }, () => held).catch(() => {});
  }

  /** Runs `work` in the next quiet moment and lets no upload begin meanwhile. */
  async when(work: () => Promise<void>): Promise<void> {
    const { locks } = this.platform;
    if (!locks) return work();
    while (!(await this.tryOnce(locks, work))) await new Promise<void>((resolve) => void this.platform.setTimer(resolve, AGAIN_MS));
  }

  private tryOnce(locks: NonNullable<Platform['locks']>, work: () => Promise<void>): Promise<boolean> {
    // Never waited for: a request that waits would keep busy tabs from saying that they are busy again.
    return locks.request(BUSY_LOCK, { ifAvailable: true }, async (alone) => {
      if (!alone || !this.isIdle) return false;
      return locks.request(UPLOAD_LOCK, { ifAvailable: true }, async (lock) => {
        if (!lock) return false;
        await work();
        return true;
      });
    });
  }

  close(): void {
    this.release?.();
    this.release = null;
  }
}
