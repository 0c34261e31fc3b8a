import { type Traffic } from '#libs/signatures';

/** Slots of ten seconds, of which six are the minute that is looked at. */
export const SLOT_MS = 10_000;
const SLOTS = 6;
const TOP = 10;
const MOST_RANGES = 5_000;
const MOST_PETITIONS = 10_000;

interface Slot { attempts: number; crowded: number; ranges: Map<string, number> }

const newSlot = (): Slot => ({ attempts: 0, crowded: 0, ranges: new Map() });

/** What arrived for each petition within the last minute: in this process's memory, forgotten after a minute. */
export class TrafficSensor {
  private readonly petitions = new Map<number, Slot[]>();

  /** @param range null: an address that is vouched for. @returns attempts of this petition in this slot */
  note(petitionId: number, range: string | null, crowded: boolean): number {
    let slots = this.petitions.get(petitionId);
    if (!slots) {
      if (this.petitions.size >= MOST_PETITIONS) return 0;
      this.petitions.set(petitionId, (slots = [newSlot()]));
    }
    const slot = slots[0] as Slot;
    slot.attempts += 1;
    if (crowded) slot.crowded += 1;
    if (range !== null) {
      const before = slot.ranges.get(range);
      if (before !== undefined || slot.ranges.size < MOST_RANGES) slot.ranges.set(range, (before ?? 0) + 1);
    }
    return slot.attempts;
  }

  /** The last minute of every petition that had any, and the next slot. */
  turn(): { petitionId: number; traffic: Omit<Traffic, 'busiestMinute'> }[] {
    const seen: { petitionId: number; traffic: Omit<Traffic, 'busiestMinute'> }[] = [];
    for (const [petitionId, slots] of this.petitions) {
      const attempts = slots.reduce((sum, slot) => sum + slot.attempts, 0);
      if (attempts === 0) {
        this.petitions.delete(petitionId);
        continue;
      }
      seen.push({ petitionId, traffic: { attempts, crowded: slots.reduce((sum, slot) => sum + slot.crowded, 0), fromTopRanges: fromTop(slots) } });
      slots.unshift(newSlot());
      slots.length = Math.min(slots.length, SLOTS);
    }
    return seen;
  }
}

function fromTop(slots: readonly Slot[]): number {
  const sums = new Map<string, number>();
  for (const { ranges } of slots) for (const [range, n] of ranges) sums.set(range, (sums.get(range) ?? 0) + n);
  return [...sums.values()].sort((a, b) => b - a).slice(0, TOP).reduce((sum, n) => sum + n, 0);
}
