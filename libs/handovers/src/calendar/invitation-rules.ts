import { type HandoverStatus } from '../handovers.types.js';

/**
 * What a mail about a handover does to its reader's calendar.
 * - `request`: puts the entry in, or moves the one that is there
 * - `cancel`: takes it out: called off, or the reader no longer comes along
 * - `words`: tells in words of a day that is not fixed, and takes out an entry of an earlier plan
 * - `none`: nothing is to be told
 */
export type CalendarAct = 'request' | 'cancel' | 'words' | 'none';

/** @param told whether the reader was ever told of this handover: nobody is told the end of what they never heard of */
export function calendarAct(handover: { status: HandoverStatus; exact: boolean; from: string | null }, reader: { removed: boolean; told: boolean }): CalendarAct {
  if (reader.removed || handover.status === 'cancelled') return reader.told ? 'cancel' : 'none';
  if (handover.status !== 'planned' && handover.status !== 'listed') return 'none';
  if (handover.exact) return 'request';
  return handover.from !== null || reader.told ? 'words' : 'none';
}
