import type { KitSheet } from '#libs/stores';
import { supportedSuite } from '../crypto/suite.js';
import { uuidv7 } from '../crypto/ids.js';
import { APP_VERSION } from '../version.js';
import { isObject } from './answer-rules.js';
import { Capturing } from './capturing.js';
import { Database } from './database.js';
import { Door } from './door.js';
import { KitKeeper } from './kit-keeper.js';
import { Memory } from './memory.js';
import { Outbox } from './outbox.js';
import { pairTablet } from './pairing.js';
import { Pin } from './pin.js';
import { browserPlatform, type Channel, type Platform } from './platform.js';
import { CHANNEL } from './protocol.js';
import { Quiet } from './quiet.js';
import { type Identity } from './schema.js';
import { Shifts } from './shifts.js';
import { Standing } from './standing.js';
import { type CustomerSigning, NotPaired, type PairingOutcome, type SheetLine, type Tablet, type TabletState } from './types.js';
import { type Sending, Uploader } from './uploader.js';

export { isOpen, openPetitions } from './kit-rules.js';
export { browserPlatform, type Platform } from './platform.js';
export {
  type CustomerSigning, NoKey, NotPaired, type PairingOutcome, type Phase, type SheetLine, StorageBroken, StorageFull, type Tablet, type TabletState,
  type Trouble, UnknownSheet,
} from './types.js';

const TICK_MS = 30_000;
const CHECK_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
const OFFSET_STEP_MS = 500;

type Message = { kind: 'changed' } | { kind: 'sending'; sending: Sending };

/** Opens what is on this tablet and begins to upload. Never throws: what is missing or broken is told in `state`. */
export async function openTablet(platform: Platform = browserPlatform(APP_VERSION)): Promise<Tablet> {
  const whole = platform.indexedDB !== null && platform.locks !== null && (platform.crypto as Partial<Crypto> | undefined)?.subtle !== undefined;
  const suite = whole ? await supportedSuite(platform.crypto) : null;
  const core = new TabletCore(platform, suite);
  await core.begin();
  return core;
}

/** Puts the parts together and keeps what they do in step over all tabs. What is decided is decided in the parts. */
class TabletCore implements Tablet {
  private readonly db: Database;
  private readonly memory: Memory;
  private readonly outbox: Outbox;
  private readonly door: Door;
  private readonly uploader: Uploader;
  private readonly standing: Standing;
  private readonly shifts: Shifts;
  private readonly pins: Pin;
  private readonly quiet: Quiet;
  private readonly capturing: Capturing | null;
  private readonly channel: Channel | null;
  private readonly upgradeListeners = new Set<() => void>();
  private readonly endings: (() => void)[] = [];
  private cancelTick = () => {};
  private checkedAt = 0;
  private cleanedAt = 0;
  private closed = false;

  constructor(private readonly platform: Platform, private readonly suite: 'x25519' | 'p256' | null) {
    this.db = new Database(platform, (health) => {
      this.memory.know({ health });
      if (health === 'outdated') this.upgradeWanted();
    });
    this.memory = new Memory(platform, this.db, suite !== null);
    this.outbox = new Outbox(this.db);
    this.door = new Door(platform, () => this.memory.offsetMs, (offset) => this.learnOffset(offset));
    this.standing = new Standing(platform, this.db, this.door, new KitKeeper(this.db, this.door), this.memory, {
      changed: () => this.changed(),
      admitted: () => this.uploader.kick('press'),
    });
    this.shifts = new Shifts(this.db, () => uuidv7(this.now()));
    this.pins = new Pin(this.db, platform);
    this.quiet = new Quiet(platform);
    this.capturing = suite === null ? null : new Capturing(this.outbox, suite);
    this.channel = suite === null ? null : platform.channel(CHANNEL);
    this.uploader = new Uploader(platform, this.door, this.outbox, {
      identity: () => this.identity(),
      offsetMs: () => this.memory.offsetMs,
      storageProtected: () => this.memory.storageProtected,
      changed: () => this.sendingChanged(),
      accepted: (kitVersion) => this.accepted(kitVersion),
      standing: (standing) => this.standing.set(standing),
      upgradeWanted: () => this.upgradeWanted(),
    });
  }

  get state(): TabletState {
    return this.memory.state;
  }

  async begin(): Promise<void> {
    if (this.suite === null) return;
    if (this.channel) this.channel.onmessage = ({ data }) => this.heard(data);
    this.memory.know({ storageProtected: await this.platform.persisted().catch(() => false) });
    await this.memory.refresh();
    for (const event of ['online', 'visible'] as const) this.endings.push(this.platform.on(event, () => this.woken(event)));
    this.tickLater();
    this.standing.poll();
    this.uploader.kick('load');
    void this.upkeep();
  }

  subscribe(listener: () => void): () => void {
    return this.memory.subscribe(listener);
  }

  now(): number {
    return this.memory.now();
  }

  async pair(code: string, name: string, expectedRoot?: string): Promise<PairingOutcome> {
    if (this.suite === null) throw new NotPaired();
    const storageProtected = await this.platform.persist().catch(() => false);
    this.memory.know({ storageProtected });
    const words = { code: code.trim(), name: name.trim(), appVersion: this.platform.appVersion, storageProtected };
    const outcome = await pairTablet(this.db, this.door, expectedRoot === undefined ? words : { ...words, expectedRoot });
    if (outcome !== 'awaiting') return outcome;
    this.memory.know({ kitRefused: false });
    await this.memory.refresh();
    this.tell({ kind: 'changed' });
    this.standing.poll();
    return outcome;
  }

  checkAdmission(): Promise<void> {
    return this.standing.check();
  }

  async capture(signing: CustomerSigning): Promise<void> {
    const { capturing, kit } = this.collecting();
    await capturing.customer(kit, signing, { deviceMs: this.platform.now(), offsetMs: this.memory.offsetMs });
    this.captured();
  }

  async captureLine(line: SheetLine): Promise<void> {
    const { capturing, kit } = this.collecting();
    await capturing.line(kit, line, { deviceMs: this.platform.now(), offsetMs: this.memory.offsetMs });
    this.captured();
  }

  linesKept(sheet: KitSheet): Promise<ReadonlySet<number>> {
    return this.capturing?.linesKept(sheet) ?? Promise.resolve(new Set());
  }

  async startShift(): Promise<void> {
    await this.shifts.start(new Date(this.now()).toISOString());
    await this.changed();
    this.uploader.kick('shift-ended');
  }

  async endShift(): Promise<{ captured: number; typed: number; waiting: number }> {
    const counts = await this.shifts.end(new Date(this.now()).toISOString());
    await this.changed();
    this.uploader.kick('shift-ended');
    return counts;
  }

  async setPin(pin: string): Promise<void> {
    await this.pins.set(pin);
    await this.changed();
  }

  checkPin(pin: string): Promise<'ok' | 'wrong' | { waitS: number }> {
    return this.pins.check(pin);
  }

  sync(): void {
    this.uploader.kick('press');
    // Whoever has made room looks at once whether it is enough.
    if (this.db.health !== 'well') void this.db.canary();
    void this.refreshKit().catch(() => {});
  }

  refreshKit(): Promise<void> {
    return this.standing.refreshKit();
  }

  idle(isIdle: boolean): void {
    this.quiet.idle(isIdle);
  }

  whenQuiet(work: () => Promise<void>): Promise<void> {
    return this.quiet.when(work);
  }

  onUpgradeWanted(listener: () => void): () => void {
    this.upgradeListeners.add(listener);
    return () => this.upgradeListeners.delete(listener);
  }

  close(): void {
    this.closed = true;
    this.uploader.close();
    this.cancelTick();
    this.standing.close();
    this.endings.splice(0).forEach((end) => end());
    this.quiet.close();
    this.channel?.close();
    this.db.close();
  }

  private identity(): Identity | null {
    return this.memory.saved?.identity ?? null;
  }

  /** @throws NotPaired */
  private collecting() {
    const kit = this.memory.saved?.kit?.kit;
    if (!this.capturing || !kit || this.identity()?.standing !== 'active') throw new NotPaired();
    return { capturing: this.capturing, kit };
  }

  /** It is on the disk: whoever waits for that is not kept waiting for the screens or the network. */
  private captured(): void {
    void this.changed();
    this.uploader.kick('capture');
  }

  private changed(): Promise<void> {
    this.tell({ kind: 'changed' });
    return this.memory.refresh();
  }

  private sendingChanged(): void {
    const { sending } = this.uploader;
    this.memory.know({ sending });
    this.tell({ kind: 'sending', sending });
    void this.memory.refresh();
  }

  private upgradeWanted(): void {
    for (const listener of [...this.upgradeListeners]) listener();
  }

  private tell(message: Message): void {
    if (!this.closed) this.channel?.postMessage(message);
  }

  /** From another tab of this tablet. */
  private heard(message: unknown): void {
    if (this.closed || !isObject(message)) return;
    if (message.kind === 'sending') {
      this.uploader.adopt(message.sending as Sending);
      this.memory.know({ sending: this.uploader.sending });
    }
    void this.memory.refresh().then(() => this.standing.poll());
  }

  private accepted(kitVersion: string): void {
    const identity = this.identity();
    if (identity?.standing === 'active' && kitVersion !== this.state.kit?.version) void this.refreshKit().catch(() => {});
  }

  private learnOffset(offsetMs: number): void {
    const known = this.memory.saved?.offsetMs;
    this.memory.offsetMs = offsetMs;
    // Smaller steps are the network's, not the clock's: not worth a write.
    if (known !== undefined && Math.abs(offsetMs - known) < OFFSET_STEP_MS) return;
    void this.db.put('clock', { offsetMs }).then(() => this.changed(), () => {});
  }

  private woken(event: 'online' | 'visible'): void {
    this.uploader.kick(event);
    this.standing.poll();
    void this.upkeep();
  }

  private tickLater(): void {
    this.cancelTick = this.platform.setTimer(() => {
      this.tickLater();
      // Also for a new day's counts, and to find a broken disk mended.
      void this.memory.refresh();
      this.uploader.kick('timer');
      void this.upkeep();
    }, TICK_MS);
  }

  /** While nobody can sign, room that was made is found without anybody's help. */
  private async lookAgain(): Promise<void> {
    if (this.db.health !== 'well') await this.db.canary();
  }

  /** What is done now and then: a look at the disk, at the kit, and old receipts thrown away. */
  private async upkeep(): Promise<void> {
    const now = this.platform.now();
    if (this.closed) return;
    if (Math.abs(now - this.checkedAt) < CHECK_MS) return this.lookAgain();
    this.checkedAt = now;
    try {
      this.memory.know({ storageProtected: await this.platform.persisted() });
      await this.db.canary();
      if (Math.abs(now - this.cleanedAt) >= DAY_MS) {
        this.cleanedAt = now;
        await this.outbox.forgetOldReceipts(now);
      }
      if (this.identity()) await this.refreshKit();
    } catch {
      // The database has said how it is; in ten minutes again.
    }
  }
}
