import { type Traffic } from '#libs/signatures';

/** Slots of ten seconds, of which six are the minute that is looked at. */
export const SLOT_MS = 10_000;
const SLOTS = 6;
const TOP = 10;
const MOST_RANGES = 5_000;
const MOST_PETITIONS = 10_000;

/** Ranges by `short` of them. */
interface Slot { attempts: number; crowded: number; ranges: Map<number, number> }

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
      const key = short(range);
      const before = slot.ranges.get(key);
      if (before !== undefined || slot.ranges.size < MOST_RANGES) slot.ranges.set(key, (before ?? 0) + 1);
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
  const sums = new Map<number, number>();
  for (const { ranges } of slots) for (const [range, n] of ranges) sums.set(range, (sums.get(range) ?? 0) + n);
  return [...sums.values()].sort((a, b) => b - a).slice(0, TOP).reduce((sum, n) => sum + n, 0);
}

/** 30 bits of a text (FNV-1a): thousands of ranges by the dozen petitions need not stay in memory as texts. Two that fall together look like one that is busier. */
function short(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  return bits >>> 2;
}
