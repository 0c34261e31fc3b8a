import { type SendingTrouble } from './answer-rules.js';
import { type Database, type StorageHealth } from './database.js';
import { readSetting } from './database.js';
import { waitingIn, type Waiting } from './outbox.js';
import { type DayRow, type Identity, type Settings, type ShiftRow } from './schema.js';
import { type Phase, type TabletState, type Trouble } from './types.js';

/** What lies on the disk, as far as the screens need it. */
export interface Saved extends Waiting {
  identity: Identity | null;
  kit: Settings['kit'] | null;
  offsetMs: number;
  pinSet: boolean;
  lastSynced: number | null;
  day: DayRow | null;
  /** Of the store's other tablets, today. */
  others: number;
  shift: ShiftRow | null;
}

/** What only this page knows. */
export interface Live {
  supported: boolean;
  storageProtected: boolean;
  health: StorageHealth;
  sending: { trouble: SendingTrouble; uploading: boolean };
  /** Nobody answered when it was last asked whether this tablet is admitted. */
  unanswered: boolean;
  /** A kit came that the pinned root has not signed. */
  kitRefused: boolean;
}

export function readSaved(db: Database, dayOf: (saved: { timeZone: string; offsetMs: number }) => string): Promise<Saved> {
  return db.read(['outbox', 'settings', 'days', 'shifts'], async (tx) => {
    const kit = (await readSetting(tx, 'kit')) ?? null;
    const offsetMs = (await readSetting(tx, 'clock'))?.offsetMs ?? 0;
    const shift = await readSetting(tx, 'shift');
    const today = dayOf({ timeZone: kit?.kit.store.timeZone ?? 'UTC', offsetMs });
    const others = await readSetting(tx, 'others');
    return {
      ...(await waitingIn(tx)),
      identity: (await readSetting(tx, 'identity')) ?? null,
      kit,
      offsetMs,
      pinSet: (await readSetting(tx, 'pin')) !== undefined,
      lastSynced: (await readSetting(tx, 'lastSynced')) ?? null,
      day: (await tx.objectStore('days').get(today)) ?? null,
      others: others?.day === today ? others.captured : 0,
      shift: shift === undefined ? null : ((await tx.objectStore('shifts').get(shift)) ?? null),
    };
  });
}

/** @param saved null while the disk can't be read: then nothing is said about pairing, which would invite to pair over what is there */
export function stateOf(saved: Saved | null, live: Live): TabletState {
  const identity = saved?.identity ?? null;
  const kit = saved?.kit?.kit ?? null;
  const shift = saved?.shift ?? null;
  return {
    phase: phaseOf(saved, live),
    device: identity && { id: identity.device, fingerprint: identity.fingerprint, storeName: kit?.store.name ?? identity.storeName, name: kit?.device.name ?? identity.name },
    kit,
    waiting: saved?.waiting ?? 0,
    oldestWaiting: saved?.oldestWaiting ?? null,
    lastSynced: saved?.lastSynced == null ? null : new Date(saved.lastSynced).toISOString(),
    storageProtected: live.storageProtected,
    capturedToday: saved?.day?.captured ?? 0,
    othersToday: saved?.others ?? 0,
    typedToday: saved?.day?.typed ?? 0,
    shift: shift && { id: shift.id, startedAt: shift.startedAt, captured: shift.captured, typed: shift.typed },
    pinSet: saved?.pinSet ?? false,
    trouble: troubleOf(saved, live),
    uploading: live.sending.uploading,
  };
}

function phaseOf(saved: Saved | null, live: Live): Phase {
  if (!live.supported || saved === null) return 'unsupported';
  switch (saved.identity?.standing) {
    case undefined: return 'unpaired';
    case 'awaiting': return 'awaiting';
    case 'active': return saved.kit ? 'ready' : 'awaiting';
    case 'retired':
    case 'stolen':
    case 'refused': return 'refused';
  }
}

/** The gravest first: staff are told one thing. */
function troubleOf(saved: Saved | null, { health, sending, unanswered, kitRefused, supported }: Live): Trouble {
  if (!supported) return 'none';
  if (health === 'outdated') return 'upgrade';
  if (health === 'broken' || saved === null) return 'storage-broken';
  if (health === 'full') return 'storage-full';
  const standing = saved.identity?.standing;
  if (standing === 'retired' || sending.trouble === 'retired') return 'retired';
  if (standing === 'refused' || standing === 'stolen' || sending.trouble === 'ask-manager' || kitRefused) return 'ask-manager';
  if (sending.trouble === 'upgrade') return 'upgrade';
  if (saved.stuck > 0) return 'stuck';
  // Before it is admitted nothing is sent: then the asking tells whether there is a network.
  return (standing === 'awaiting' ? unanswered : sending.trouble === 'offline') ? 'offline' : 'none';
}
