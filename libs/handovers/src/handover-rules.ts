import { dateFaults, dayIn, knownDate } from './date-rules.js';
import { type FieldFault, HandoverConflictError, HandoverInvalidError } from './handovers.errors.js';
import { type HandoverLevel, type HandoverPatch, type HandoverStatus, type HoldHandover, type RecipientInput, type ScheduleHandover } from './handovers.types.js';

/** Where a handover may go from where it stands. What took place is a fact: it is corrected by a patch, never undone. */
const NEXT: Readonly<Record<HandoverStatus, readonly HandoverStatus[]>> = {
  planned: ['planned', 'listed', 'held', 'refused', 'absent', 'cancelled'],
  listed: ['planned', 'listed', 'held', 'refused', 'absent', 'cancelled'],
  held: [],
  refused: [],
  absent: [],
  cancelled: [],
};

export const LONGEST = { title: 200, place: 300, note: 2_000, text: 10_000, name: 200, list: 60 } as const;

/** @throws HandoverConflictError `handovers.already_held`, `handovers.already_cancelled` */
export function assertCanBecome(from: HandoverStatus, to: HandoverStatus): void {
  if (NEXT[from].includes(to)) return;
  throw new HandoverConflictError(from === 'cancelled' ? 'handovers.already_cancelled' : 'handovers.already_held');
}

/** Whether it lies in the past with a result: held, refused or nobody there. */
export function tookPlace(status: HandoverStatus): boolean {
  return status === 'held' || status === 'refused' || status === 'absent';
}

/** @throws HandoverConflictError `handovers.frozen`: a record tells what was, and only an import changes it */
export function assertLiving(campaign: { kind: 'record' | 'live' }): void {
  if (campaign.kind === 'record') throw new HandoverConflictError('handovers.frozen');
}

export function levelOf(kind: 'country' | 'region' | 'world'): HandoverLevel {
  switch (kind) {
    case 'country': return 'national';
    case 'region': return 'regional';
    case 'world': return 'global';
  }
}

export function assertFaultless(faults: FieldFault[]): void {
  if (faults.length > 0) throw new HandoverInvalidError(faults);
}

/** Faults of a booking that can be told without looking anything up. */
export function scheduleFaults(input: ScheduleHandover, timeZone: string): FieldFault[] {
  const faults = dateFaults({ date: input.date ?? null, startTime: input.startTime ?? null, timeZone });
  if ((input.status ?? 'planned') === 'planned' && (input.date ?? null) === null && (input.startTime ?? null) !== null) {
    faults.push({ field: 'date', code: 'required' });
  }
  return [...faults, ...recipientFaults(input.recipients)];
}

/** A recipient is somebody: a name, an office or a body. */
export function recipientFaults(recipients: RecipientInput[] | undefined): FieldFault[] {
  return (recipients ?? []).flatMap((recipient, index) =>
    blank(recipient.name) && blank(recipient.office) && blank(recipient.body) && blank(recipient.officeId) ? [{ field: `recipients.${index}`, code: 'recipient_empty' }] : []);
}

/** What a move says: the handover as it stands, and what is asked for. */
export interface Standing {
  status: HandoverStatus;
  date: string | null;
  startTime: string | null;
  timeZone: string;
  place: string | null;
  signatures: number | null;
}

/** Whether the patch puts the handover on another day, at another time or place: then its calendar entry changes too. */
export function isMove(standing: Standing, patch: HandoverPatch): boolean {
  const differs = (after: string | null | undefined, before: string | null): boolean => after !== undefined && (after ?? null) !== before;
  return differs(patch.date, standing.date) || differs(patch.startTime, standing.startTime)
    || differs(patch.timeZone ?? undefined, standing.timeZone) || differs(patch.place, standing.place);
}

/**
 * Faults of a change. What took place can be corrected, with a reason; figures belong to what took place; what was
 * cancelled is left alone.
 *
 * @throws HandoverConflictError `handovers.already_cancelled`
 */
export function patchFaults(standing: Standing, patch: HandoverPatch, now: Date): FieldFault[] {
  if (standing.status === 'cancelled') throw new HandoverConflictError('handovers.already_cancelled');
  const after = {
    date: patch.date === undefined ? standing.date : patch.date,
    startTime: patch.startTime === undefined ? standing.startTime : patch.startTime,
    timeZone: patch.timeZone ?? standing.timeZone,
  };
  const faults = [...dateFaults(after), ...recipientFaults(patch.recipients)];
  const held = tookPlace(standing.status);
  const figures = patch.signatures !== undefined || patch.qualifier !== undefined || patch.residents !== undefined || patch.outcome !== undefined;
  if (figures && !held) faults.push({ field: firstOf(patch, ['signatures', 'qualifier', 'residents', 'outcome']), code: 'not_held_yet' });
  if (patch.signatures === null && standing.status === 'held') faults.push({ field: 'signatures', code: 'required' });
  if (blank(patch.reason) && (held || (isMove(standing, patch) && standing.date !== null))) faults.push({ field: 'reason', code: 'required' });
  const day = knownDate(after.date);
  if (held && day && !day.exact) faults.push({ field: 'date', code: 'day_required' });
  if (held && day?.from && day.from > dayIn(after.timeZone, now)) faults.push({ field: 'date', code: 'in_future' });
  return faults;
}

/**
 * Faults of the news that it took place. The day is asked for unless the plan names one; a figure is asked for when the
 * signatures were received; nothing can have happened tomorrow.
 */
export function holdFaults(standing: Standing, input: HoldHandover, now: Date): FieldFault[] {
  const faults: FieldFault[] = [];
  const day = heldDay(standing, input);
  const date = day === null ? null : knownDate(day);
  if (day === null) faults.push({ field: 'heldOn', code: 'required' });
  else if (!date?.exact) faults.push({ field: 'heldOn', code: 'date_unreadable' });
  else if (day > dayIn(standing.timeZone, now)) faults.push({ field: 'heldOn', code: 'in_future' });
  if (input.outcome === 'held' && input.signatures == null) faults.push({ field: 'signatures', code: 'required' });
  else if (input.signatures == null && input.qualifier != null) faults.push({ field: 'signatures', code: 'required' });
  return [...faults, ...figureFaults(input.signatures ?? null, input.residents ?? null)];
}

/** The day it took place: as told, or else the day of the plan if that is one. */
export function heldDay(standing: Standing, input: HoldHandover): string | null {
  if (input.heldOn != null) return input.heldOn;
  const planned = knownDate(standing.date);
  return planned?.exact ? planned.from : null;
}

export function figureFaults(signatures: number | null, residents: number | null): FieldFault[] {
  const faults: FieldFault[] = [];
  if (signatures !== null && !(Number.isSafeInteger(signatures) && signatures > 0)) faults.push({ field: 'signatures', code: 'out_of_range' });
  if (residents !== null && !(Number.isSafeInteger(residents) && residents >= 0)) faults.push({ field: 'residents', code: 'out_of_range' });
  else if (residents !== null && (signatures === null || residents > signatures)) faults.push({ field: 'residents', code: 'more_than_all' });
  return faults;
}

export function blank(text: string | null | undefined): boolean {
  return text === null || text === undefined || text.trim() === '';
}

function firstOf(patch: HandoverPatch, keys: readonly (keyof HandoverPatch)[]): string {
  return keys.find((key) => patch[key] !== undefined) ?? '';
}
