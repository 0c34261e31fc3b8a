import { deepStrictEqual as same } from 'node:assert/strict';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { LifeOfAPetition, type Signing } from './model.js';

const [HOUR, DAY] = [3_600_000, 86_400_000];

/** What one sees of a petition from outside, after each step. */
export interface Seen {
  counted: number;
  attested: number;
  total: number;
  /** By country and channel, as tallied and as the rows themselves say. */
  cells: Record<string, number>;
  rows: Record<string, number>;
  /** Ids of the records that count. */
  counting: readonly string[];
  seals: readonly number[];
  /** How often it was told that a threshold was reached. */
  reached: readonly number[];
  /** Every mail that is due, as `greet ID` and `thank ID`, as often as it is. */
  mails: readonly string[];
}

/** A petition of the product's, from its draft on. */
export interface World {
  door(state: LifeOfAPetition['door']): Promise<void>;
  takes(): Promise<boolean>;
  write(batch: string, signings: readonly Signing[]): Promise<void>;
  press(signings: readonly Signing[]): Promise<void>;
  takeBack(one: Signing): Promise<void>;
  invalidate(one: Signing): Promise<void>;
  restore(one: Signing): Promise<void>;
  attest(count: number): Promise<void>;
  revoke(nth: number): Promise<void>;
  seal(): Promise<void>;
  expire(): Promise<void>;
  look(): Promise<Seen>;
}

type Who = number[];
export type Act =
  | { do: 'door'; to: LifeOfAPetition['door'] } | { do: 'sign'; who: Who } | { do: 'deliver'; nth: number; again: boolean } | { do: 'press'; who: Who }
  | { do: 'take back' | 'invalidate' | 'restore'; who: Who } | { do: 'attest'; count: number } | { do: 'revoke'; nth: number } | { do: 'seal' } | { do: 'expire' };
export interface History { signings: readonly Omit<Signing, 'id'>[]; acts: readonly Act[] }

const who = (most: number): fc.Arbitrary<Who> => fc.array(fc.nat(11), { minLength: 1, maxLength: most });
const some = <T extends string>(what: T, most: number): fc.Arbitrary<{ do: T; who: Who }> => fc.record({ do: fc.constant(what), who: who(most) });

/** Any life at all: petitions open, people sign by web, in stores and on paper, under few addresses and names, so that they meet. */
export function histories(mostActs: number): fc.Arbitrary<History> {
  const signing = fc.record({
    email: fc.constantFrom(null, 'a', 'b', 'c'), name: fc.constantFrom(null, 'x', 'y'), country: fc.constantFrom('GB', 'FR'), channel: fc.constantFrom('online' as const, 'store' as const, 'paper' as const),
    // Or an hour ahead: what is signed after somebody took their name back counts anew.
    signedAt: fc.constantFrom(-15 * DAY, -3 * HOUR, -2 * HOUR, -1 * HOUR, HOUR),
  }).filter((one) => one.channel !== 'online' || one.email !== null).map((one) => ({ ...one, stale: one.signedAt < -14 * DAY }));
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 6, arbitrary: some('sign', 4) }, { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), nth: fc.nat(5), again: fc.boolean() }) }, { weight: 6, arbitrary: some('press', 3) },
    { weight: 1, arbitrary: some('take back', 1) }, { weight: 2, arbitrary: some('invalidate', 1) }, { weight: 2, arbitrary: some('restore', 1) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('attest' as const), count: fc.integer({ min: 1, max: 4 }) }) }, { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), nth: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.constant({ do: 'seal' as const }) }, { weight: 1, arbitrary: fc.constant({ do: 'expire' as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('door' as const), to: fc.constantFrom('open' as const, 'open' as const, 'ended' as const, 'closed' as const) }) },
  );
  return fc.record({ signings: fc.array(signing, { minLength: 4, maxLength: 12, size: 'max' }), acts: fc.array(act, { minLength: 4, maxLength: mostActs, size: 'max' }) })
    .map(({ signings, acts }) => ({ signings: atMostThreeAttempts(signings), acts: [{ do: 'door' as const, to: 'open' as const }, ...acts] }));
}

/** Of a mailbox three buttons work at a time: which ones do is another rule's business. */
function atMostThreeAttempts(signings: readonly Omit<Signing, 'id'>[]): Omit<Signing, 'id'>[] {
  return signings.filter((one, n) => one.channel !== 'online' || signings.slice(0, n).filter((other) => other.channel === 'online' && other.email === one.email).length < 3);
}

/** Lives one history in both worlds, and looks after each step. @throws where they differ */
export async function live({ signings, acts }: History, world: World): Promise<void> {
  const began = Date.now();
  const all: Signing[] = signings.map((one) => ({ ...one, id: uuidv7(), signedAt: began + one.signedAt }));
  const model = new LifeOfAPetition(began);
  const line: { batch: string; signings: Signing[] }[] = [];
  /** What is not revoked yet, by when it came: the first, the second. */
  const attested: number[] = [];
  let everAttested = 0;
  const chosen = (who: Who): Signing[] => who.flatMap((n) => all[n % all.length] ?? []);
  const there = (who: Who): Signing[] => [...new Set(chosen(who))].filter(({ id }) => model.written.has(id));
  const deliver = async (nth: number, again: boolean): Promise<void> => {
    const [next] = again ? line.slice(nth, nth + 1) : line.splice(nth, 1);
    if (!next) return;
    await world.write(next.batch, next.signings);
    model.write(next.signings);
  };

  const step = async (act: Act): Promise<void> => {
    switch (act.do) {
      case 'door':
        // What organisers closed stays closed; what ended by the calendar may go on.
        if (model.door === 'closed') return;
        await world.door((model.door = act.to));
        return;
      case 'sign': {
        const open = await world.takes();
        same({ takes: open }, { takes: model.door === 'open' });
        const taken = chosen(act.who).filter(({ channel }) => open || channel !== 'online');
        if (taken.length > 0) line.push({ batch: uuidv7(), signings: taken });
        return;
      }
      case 'deliver': return line.length > 0 ? deliver(act.nth % line.length, act.again) : undefined;
      case 'press': {
        const pressed = there(act.who).filter(({ channel }) => channel === 'online');
        if (pressed.length > 0) await world.press(pressed);
        return pressed.forEach((one) => model.press(one));
      }
      case 'take back': {
        // Whose button lapsed has no way back, and needs none.
        const [one] = there(act.who).filter(({ stale, channel }) => !stale || channel !== 'online');
        if (one?.email) await world.takeBack(one);
        return one && model.takeBack(one);
      }
      case 'invalidate': {
        const [one] = there(act.who);
        if (one) await world.invalidate(one);
        return one && model.invalidate(one);
      }
      case 'restore': {
        const [one] = there(act.who);
        if (one) await world.restore(one);
        return one && model.restore(one);
      }
      case 'attest':
        await world.attest(act.count);
        attested.push(everAttested++);
        return model.attest(act.count);
      case 'revoke': {
        const [nth] = attested.length > 0 ? attested.splice(act.nth % attested.length, 1) : [];
        if (nth === undefined) return;
        await world.revoke(nth);
        return model.revoke(nth);
      }
      case 'seal':
        await world.seal();
        return model.seal((await world.look()).counting);
      case 'expire': return world.expire();
    }
  };

  for (const act of acts) {
    await step(act);
    compare(model, await world.look(), act.do);
  }
  while (line.length > 0) {
    await deliver(0, false);
    compare(model, await world.look(), 'what was left in the line');
  }
}

function compare(model: LifeOfAPetition, seen: Seen, after: string): void {
  model.note(seen.counting);
  const people = model.people();
  same({ after, counted: seen.counted, attested: seen.attested, total: seen.total, seals: seen.seals, reached: [...seen.reached].sort(), mails: [...seen.mails].sort() }, {
    after, counted: people.length, attested: model.attestedSum, total: model.total, seals: model.seals, reached: [...model.passed].sort(),
    mails: [...[...model.greeted].map((id) => `greet ${id}`), ...[...model.thanked].map((id) => `thank ${id}`)].sort(),
  });
  same({ after, cells: seen.cells }, { after, cells: seen.rows });
  // From a seal on, who was handed over is not exchanged for somebody who signed before them and came later.
  if (model.seals.length === 0) return same({ after, cells: seen.cells }, { after, cells: model.cells() });
  same({ after, exchanged: model.handedOver().filter((id) => !seen.counting.includes(id)) }, { after, exchanged: [] });
}
