import { type Database, readSetting, type Writing } from './database.js';
import { waitingIn } from './outbox.js';
import { type ShiftRow } from './schema.js';

const KEPT_MS = 90 * 86_400_000;

/** Shifts begin and end on the tablet, with or without a network; what was captured in them is counted where it is captured (Outbox). */
export class Shifts {
  constructor(private readonly db: Database, private readonly newId: () => string) {}

  /** Begins a shift; one that runs is ended first. @param at ISO 8601, by the server's clock as far as it is known */
  start(at: string): Promise<void> {
    const id = this.newId();
    return this.db.write(['shifts', 'settings'], async (tx, attempt) => {
      if (attempt > 1 && (await readSetting(tx, 'shift')) === id) return;
      await end(tx, at);
      await tx.objectStore('shifts').put({ id, startedAt: at, endedAt: null, captured: 0, typed: 0, acknowledged: null });
      await tx.objectStore('settings').put(id, 'shift');
      await forgetOld(tx, Date.parse(at));
    });
  }

  /** Ends the shift that runs. With none running, all is 0 but what waits. */
  end(at: string): Promise<{ captured: number; typed: number; waiting: number }> {
    let ended: ShiftRow | undefined;
    return this.db.write(['shifts', 'settings', 'outbox'], async (tx) => {
      ended = (await end(tx, at)) ?? ended;
      return { captured: ended?.captured ?? 0, typed: ended?.typed ?? 0, waiting: (await waitingIn(tx)).waiting };
    });
  }
}

async function end(tx: Writing, at: string): Promise<ShiftRow | undefined> {
  const id = await readSetting(tx, 'shift');
  if (id === undefined) return undefined;
  await tx.objectStore('settings').delete('shift');
  const shift = await tx.objectStore('shifts').get(id);
  if (!shift) return undefined;
  const ended = { ...shift, endedAt: at };
  await tx.objectStore('shifts').put(ended);
  return ended;
}

/** Only what the server has, and long ago. */
async function forgetOld(tx: Writing, nowMs: number): Promise<void> {
  for (const shift of await tx.objectStore('shifts').getAll()) {
    if (shift.acknowledged !== null && shift.endedAt !== null && nowMs - Date.parse(shift.endedAt) > KEPT_MS) await tx.objectStore('shifts').delete(shift.id);
  }
}
