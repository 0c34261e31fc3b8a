import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { REMINDERS_A_DAY } from '#libs/handovers';
import { eventually } from '../installation.js';
import { tick, type World, ZONE } from './world.js';

/** What was promised and asked on the day of the handover, with the days they are due. */
export interface Followed { shelters: string; register: string; study: string; letter: string }

/** Days after the handover: each a whole number of the story's months. */
export const DUE = { register: 30, letter: 40, shelters: 180 } as const;
const MONTHS = 24;
const MONTH_DAYS = 30;

/** What people do meanwhile, in that month, before its reminders go out. */
export type Deeds = Readonly<Record<number, () => Promise<string>>>;

/**
 * Month by month, what is to be told: the register is promised for day 30 and nobody keeps it; the letter asks for an
 * answer by day 40 and gets none; the study has no day and is looked at after 90; the shelters are due on day 180.
 * Told again by the month: a promise six times at most, a letter twice.
 */
const EXPECTED: Readonly<Record<number, readonly string[]>> = {
  1: ['register due'],
  2: ['letter letter-unanswered', 'register overdue-again 1'],
  3: ['letter letter-unanswered 1', 'register overdue-again 2', 'study review'],
  4: ['letter letter-unanswered 2', 'register overdue-again 3'],
  5: ['register overdue-again 4'],
  6: ['register overdue-again 5', 'shelters due'],
  7: ['register overdue-again 6', 'shelters overdue-again 1'],
};

/** Two years from the day of the handover, with a clock that is passed in: what goes out when, and that it ends. */
export async function followTwoYears(world: World, followed: Followed, deeds: Deeds, say: (line: string) => void = () => undefined): Promise<string> {
  const noon = DateTime.now().setZone(ZONE).set({ hour: 12, minute: 0, second: 0, millisecond: 0 });
  const names = new Map(Object.entries(followed).map(([name, id]) => [id, name]));
  let told = new Set<string>();
  for (let month = 0; month <= MONTHS; month++) {
    const deed = await deeds[month]?.();
    if (deed) say(`  month ${month}: ${deed}`);
    await tick(world, noon.plus({ days: month * MONTH_DAYS }).toJSDate());
    const all = await reminded(world, names);
    assert.deepEqual(all.filter((one) => !told.has(one)).sort(), [...(EXPECTED[month] ?? [])].sort(), `reminders of month ${month}`);
    told = new Set(all);
    // Whether a mail goes out is judged by what holds when it is written: it has its month's end to be, and what a day is full of waits.
    await eventually(`mails of month ${month}`, async () => (await mailed(world)) >= Math.min(told.size, REMINDERS_A_DAY));
  }
  const sent = await mailed(world);
  assert.equal(sent, REMINDERS_A_DAY, 'two years in a day: as many mails as a day may bring');
  return `${told.size} reminders in ${MONTHS} months (6 repeats of a promise, 2 of a letter, then silence); ${sent} of them mailed in this one real day, no more`;
}

async function reminded(world: World, names: ReadonlyMap<string, string>): Promise<string[]> {
  const rows = await world.db.rows<{ kind: string; about: string }>(`select kind, about from reminders where split_part(about, '@', 1) = any($1)`, [[...names.keys()]]);
  return rows.map(({ kind, about }) => {
    const nth = /\+(\d+)$/.exec(about)?.[1];
    return [names.get(about.split('@')[0] ?? ''), kind.split(':')[1], nth].filter(Boolean).join(' ');
  });
}

/** All such mails of the day, the demonstration's own among them: it has promises too, and they take their turns of the same five. */
async function mailed(world: World): Promise<number> {
  const rows = await world.db.rows(
    `select 1 from mail_log where recipient = $1 and (kind like 'commitment.%' or kind = 'handover.letter-unanswered') and state = 'accepted'`, [`user:${world.writer.id}`]);
  return rows.length;
}
