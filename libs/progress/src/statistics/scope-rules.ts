import { type StatisticScope } from './statistics.types.js';

/**
 * Which countries a figure "in Europe" is about, as far as its base has to be reckoned: no source lists them. Cyprus, Russia and Turkey
 * are Europe here, as in the sum of the record's own notes (24 reviewed in Europe, 14 in Asia and the Pacific, 3 in North America).
 */
const MEMBERS: Readonly<Partial<Record<StatisticScope, string>>> = {
  europe: 'AL AD AM AT AZ BY BE BA BG HR CY CZ DK EE FI FR GE DE GR HU IS IE IT XK LV LI LT LU MT MD MC ME NL MK NO PL PT RO RU SM RS SK SI ES SE CH TR UA GB VA',
  'asia-pacific': 'AF AU BD BT BN KH CN FJ HK IN ID JP KZ KI KP KR KG LA MO MY MV MH FM MN MM NR NP NZ PK PW PG PH WS SG SB LK TW TJ TH TL TO TM TV UZ VU VN',
  'north-america': 'CA MX US',
};

/** How many of the reviewed countries belong to a scope; null where that cannot be told. */
export function reviewedIn(scope: StatisticScope, reviewed: readonly string[] | undefined): number | null {
  const members = MEMBERS[scope]?.split(' ');
  return members && reviewed ? reviewed.filter((id) => members.includes(id)).length : null;
}
