import { Random } from '../../apps/cli/src/people/random.js';
import { ALL, KILLS, OTHERS } from './faults/index.js';
import { type Fault } from './faults/fault.js';

export interface PlanWanted { seed: string; kills: number; others: number; only: RegExp | null }

/** Which faults a round throws, in which order. Follows from seed and number alone, so that each round can be tried again by itself. */
export function planOf(round: number, { seed, kills, others, only }: PlanWanted): Fault[] {
  if (only) {
    const wanted = ALL.filter(({ name }) => only.test(name));
    return dealt(wanted, `${seed} only`, (round - 1) * (kills + others), Math.max(wanted.length, 1) < kills + others ? wanted.length : kills + others);
  }
  const faults = [...dealt(KILLS, `${seed} kills`, (round - 1) * kills, kills), ...dealt(OTHERS, `${seed} others`, (round - 1) * others, others)];
  return shuffled(faults, new Random(`${seed} order ${round}`));
}

/** From one pack after the other, each shuffled anew: whatever there is comes up, and as often as anything else. */
function dealt(faults: readonly Fault[], seed: string, from: number, count: number): Fault[] {
  const hand: Fault[] = [];
  for (let at = from; at < from + count; at += 1) {
    const pack = shuffled(faults, new Random(`${seed} pack ${Math.floor(at / faults.length)}`));
    hand.push(pack[at % faults.length] as Fault);
  }
  return hand;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}
