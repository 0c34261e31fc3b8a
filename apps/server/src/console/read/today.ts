import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import type { Actor } from '#libs/access';
import { type Commitment, type HandoverListItem, HandoversReader } from '#libs/handovers';
import { nextMilestone, PublishedTallies, type PublishedTally, thresholdsOf } from '#libs/tallies';
import { type PetitionLine, PetitionLines } from './petition-lines.js';
import { type Rate, Rates } from './rates.js';
import { ConsoleScopes, within } from './scopes.js';

export interface Today {
  /** Open petitions, those with most signatures this week first. */
  petitions: { line: PetitionLine; rate: Rate }[];
  allPetitions: number;
  milestones: { line: PetitionLine; next: NonNullable<PublishedTally['nextMilestone']>; total: number; booked: boolean }[];
  handovers: HandoverListItem[];
  todo: ToDo[];
  mayOrganise: boolean;
}

/** Something that waits for an organiser. The kinds stand in the order in which they press. */
export type ToDo =
  | { kind: 'result'; handover: HandoverListItem }
  | { kind: 'overdue'; commitment: Commitment }
  | { kind: 'approaching'; line: PetitionLine; threshold: number }
  | { kind: 'reached'; line: PetitionLine; threshold: number }
  | { kind: 'due'; commitment: Commitment }
  | { kind: 'draft'; line: PetitionLine }
  | { kind: 'no-target'; line: PetitionLine }
  | { kind: 'no-help'; line: PetitionLine };

const MOST = { petitions: 8, milestones: 4, handovers: 4, todo: 5 } as const;
/** How far ahead a commitment's day is worth a line. */
const DUE_WITHIN_DAYS = 14;
const AHEAD_STATUSES = ['planned', 'listed'] as const;

/** What an organiser needs to know in the morning. */
@Injectable()
export class TodayReader {
  constructor(
    private readonly scopes: ConsoleScopes, private readonly lines: PetitionLines, private readonly rates: Rates,
    private readonly tallies: PublishedTallies, private readonly handovers: HandoversReader,
  ) {}

  async read(actor: Actor, now: Date): Promise<Today> {
    const [readable, own] = await Promise.all([this.scopes.of(actor), this.scopes.of(actor, 'organise')]);
    const { items: lines } = await this.lines.list(readable, { liveOnly: true });
    const open = lines.filter(({ status, takesSignatures }) => status === 'open' && takesSignatures);
    const today = DateTime.fromJSDate(now, { zone: actor.timeZone }).toISODate() ?? '';
    const [rates, ahead, past] = await Promise.all([
      this.rates.of(open.map(({ id }) => id), now, actor.timeZone),
      this.handovers.list({ audience: 'organiser', within: readable, status: [...AHEAD_STATUSES], from: today, order: 'soonest', pageSize: 200 }),
      this.handovers.list({ audience: 'organiser', within: own, status: [...AHEAD_STATUSES], to: today, order: 'soonest', pageSize: 50 }),
    ]);
    const planned = ahead.items.filter(({ record }) => !record);
    const counted = open.map((line) => ({ line, rate: rates.get(line.id) ?? { today: 0, week: 0, weekBefore: 0 } })).sort((a, b) => b.rate.week - a.rate.week);
    const booked = (line: PetitionLine): boolean => planned.some(({ campaign, jurisdiction }) => campaign === line.campaign && jurisdiction.id === line.jurisdictionId);
    return {
      petitions: counted.slice(0, MOST.petitions),
      allPetitions: open.length,
      milestones: await this.milestones(open, now, booked),
      handovers: planned.slice(0, MOST.handovers),
      todo: await this.todo(lines.filter((line) => within(own, line)), own, past.items.filter(({ record, date }) => !record && date.to !== null && date.to < today), booked, now),
      mayOrganise: own.length > 0,
    };
  }

  /** Those that are nearest, by the share that is reached; only for them is a forecast made. */
  private async milestones(open: readonly PetitionLine[], now: Date, booked: (line: PetitionLine) => boolean): Promise<Today['milestones']> {
    const nearest = open.flatMap((line) => {
      const known = line.thresholds.map((threshold) => ({ threshold, origin: 'organiser' as const, approached: false, reached: false }));
      const next = nextMilestone(line.total, thresholdsOf(line, known));
      return next ? [{ line, share: line.total / next.threshold }] : [];
    }).sort((a, b) => b.share - a.share).slice(0, MOST.milestones);
    const found = await Promise.all(nearest.map(async ({ line }) => {
      const tally = await this.tallies.forOrganisers(line.id, now.getTime());
      return tally?.nextMilestone ? [{ line, next: tally.nextMilestone, total: tally.total, booked: booked(line) }] : [];
    }));
    return found.flat();
  }

  private async todo(
    own: readonly PetitionLine[], scopes: Awaited<ReturnType<ConsoleScopes['of']>>, past: readonly HandoverListItem[], booked: (line: PetitionLine) => boolean, now: Date,
  ): Promise<ToDo[]> {
    const dueBy = DateTime.fromJSDate(now).plus({ days: DUE_WITHIN_DAYS }).toISODate() ?? '';
    const due = await this.handovers.commitments({ audience: 'organiser', within: scopes, status: ['promised', 'in-progress'], dueBy, pageSize: 50 }, now);
    const living = new Set(own.map(({ campaign }) => campaign));
    const commitments = due.items.filter(({ campaign }) => living.has(campaign));
    const open = own.filter(({ status }) => status === 'open');
    const all: ToDo[] = [
      ...past.map((handover): ToDo => ({ kind: 'result', handover })),
      ...commitments.filter(({ overdue }) => overdue).map((commitment): ToDo => ({ kind: 'overdue', commitment })),
      ...open.flatMap((line): ToDo[] => (line.approaching !== null && !booked(line) ? [{ kind: 'approaching', line, threshold: line.approaching }] : [])),
      ...open.flatMap((line): ToDo[] => (line.reached !== null && !booked(line) ? [{ kind: 'reached', line, threshold: line.reached }] : [])),
      ...commitments.filter(({ overdue }) => !overdue).map((commitment): ToDo => ({ kind: 'due', commitment })),
      ...own.filter(({ status }) => status === 'draft').map((line): ToDo => ({ kind: 'draft', line })),
      ...open.filter(({ target, takesSignatures }) => target === null && takesSignatures).map((line): ToDo => ({ kind: 'no-target', line })),
      ...open.filter(({ helpContacts, takesSignatures }) => helpContacts === 0 && takesSignatures).map((line): ToDo => ({ kind: 'no-help', line })),
    ];
    return all.slice(0, MOST.todo);
  }
}
