import { type DeviceState, DRAIN_DAYS } from './device-protocol.js';

/** A tablet with something waiting is silent once it has not been seen for so long. */
export const SILENT_AFTER_HOURS = 24;

const HOUR = 3_600_000;

/** Whether a tablet holds something and has not been heard of for too long. One that nobody expects anything of any more is not silent. */
export function isSilent(device: { state: DeviceState; lastSeenAt: Date | null; waiting: number }, now: Date): boolean {
  if (device.state !== 'active' && device.state !== 'retired') return false;
  return device.waiting > 0 && device.lastSeenAt !== null && now.getTime() - device.lastSeenAt.getTime() > SILENT_AFTER_HOURS * HOUR;
}

/** Until when a retired tablet may hand over what it holds; null for all others. */
export function drainsUntil(device: { state: DeviceState; stateChangedAt: Date }): Date | null {
  return device.state === 'retired' ? new Date(device.stateChangedAt.getTime() + DRAIN_DAYS * 24 * HOUR) : null;
}

/** Whether nothing is taken of it any more: retired for more than 30 days. (Stolen and refused ones are turned away before that.) */
export function drainOver(device: { state: DeviceState; stateChangedAt: Date }, now: Date): boolean {
  const until = drainsUntil(device);
  return until !== null && now > until;
}
