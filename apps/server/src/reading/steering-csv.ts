import { type Outlook, type ShareLine, type Spans, type Steering } from '#libs/tallies';

/** The tables of a steering page, each a file of its own; `all` holds every figure of all of them in one long table. */
export const STEERING_TABLES = ['all', 'figures', 'milestones', 'hours', 'days', 'channels', 'countries', 'links', 'members'] as const;
export type SteeringTable = (typeof STEERING_TABLES)[number];
type Row = (string | number | null)[];

const SPANS = ['all', 'today', 'week', 'weekBefore', 'weekBeforeSoFar'] as const satisfies readonly (keyof Spans)[];
const spansOf = (line: Spans): number[] => SPANS.map((span) => line[span]);
const iso = (at: number | null | undefined): string | null => (at == null ? null : new Date(at).toISOString());
const aheadOf = (next: Outlook | null): Row => [next?.threshold ?? null, next?.remaining ?? null, iso(next?.range?.from), iso(next?.range?.to), next?.silence ?? null];
const shares = (lines: readonly ShareLine[]): Row[] => [
  ['key', 'name', ...SPANS, 'share', 'shareBefore'], ...lines.map((line): Row => [line.key, line.name, ...spansOf(line), line.share, line.shareBefore]),
];

/** Rows with their heading; to be written by `csvOf`, which keeps spreadsheets from running a cell. */
export function steeringRows(steering: Steering, table: SteeringTable): Row[] {
  const { total, pace } = steering;
  switch (table) {
    case 'figures': return [
      ['figure', 'value'], ['asOf', steering.asOf.toISOString()], ['timeZone', steering.timeZone], ['counted', total.counted], ['attested', total.attested],
      ['attestedIsLowerBound', total.lowerBound ? 'yes' : 'no'], ['total', total.total], ['pending', total.pending], ...SPANS.slice(1).map((span): Row => [span, pace[span]]),
    ];
    case 'milestones': return [['threshold', 'remaining', 'likelyFrom', 'likelyTo', 'noForecastBecause'], ...steering.ahead.map(aheadOf)];
    case 'hours': return [['hour', 'counted'], ...steering.hours.map(({ hour, n }) => [hour, n])];
    case 'days': return [['day', 'counted'], ...steering.days.map(({ day, n }) => [day, n])];
    case 'channels': return shares(steering.channels);
    case 'countries': return shares(steering.countries);
    case 'links': return shares(steering.links);
    case 'members': return [
      ['jurisdiction', 'name', 'petition', 'status', 'inTheSum', 'counted', 'attested', 'total', ...SPANS.slice(1), 'target', 'shareOfTarget', 'nextMilestone', 'remaining', 'likelyFrom', 'likelyTo', 'noForecastBecause'],
      ...steering.members.map((member): Row => [
        member.petition.jurisdictionId, member.petition.jurisdictionName, member.petition.slug, member.petition.status, member.summed ? 'yes' : 'no', member.petition.counted, member.petition.attested, member.total,
        ...spansOf(member).slice(1), member.petition.target, member.targetShare, ...aheadOf(member.next),
      ]),
    ];
    case 'all': return [['table', 'line', 'figure', 'value'], ...STEERING_TABLES.filter((one) => one !== 'all').flatMap((one) => long(one, steeringRows(steering, one)))];
  }
}

/** Each cell as a line of its own: which table, which line of it, what, how much. */
function long(table: string, [heading = [], ...rows]: Row[]): Row[] {
  return rows.flatMap(([key = null, ...cells]) => cells.map((value, at): Row => [table, key, heading[at + 1] ?? '', value]));
}

/** `days.csv` → `days`; null for what is no table. */
export const tableOfFile = (file: string): SteeringTable | null => STEERING_TABLES.find((table) => `${table}.csv` === file) ?? null;
