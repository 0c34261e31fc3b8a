import { DEVICE_PROTOCOL } from './device-protocol.js';

/** How long a protocol that was superseded is taken from tablets that have not been updated. */
export const SUPERSEDED_DAYS = 90;

export interface Protocol {
  number: number;
  /** The day on which the next one came, ISO 8601; null: the newest. */
  supersededOn: string | null;
}

/** Every protocol there was, oldest first. */
export const PROTOCOLS: readonly Protocol[] = [{ number: DEVICE_PROTOCOL, supersededOn: null }];

/** Until when (milliseconds) a tablet of this protocol is taken: the newest for ever, the two before it for 90 days; null: no more, or not yet. */
export function protocolTakenUntil(number: number, now: number, protocols: readonly Protocol[] = PROTOCOLS): number | null {
  const place = protocols.findIndex((protocol) => protocol.number === number);
  const found = protocols[place];
  if (!found || place < protocols.length - 3) return null;
  if (found.supersededOn === null) return Infinity;
  const until = Date.parse(found.supersededOn) + SUPERSEDED_DAYS * 86_400_000;
  return now <= until ? until : null;
}
