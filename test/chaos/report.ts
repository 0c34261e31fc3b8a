import { type RoundResult } from './rounds.js';

export interface Report {
  seed: string;
  broken: string | null;
  rounds: number;
  minutes: number;
  kills: number;
  others: number;
  acknowledged: number;
  requests: number;
  rows: number;
  counted: number;
  lost: number;
  double: number;
  wrongNotices: number;
  otherViolations: number;
  repeatedMails: number;
  longestRecoveryS: number;
  slowestAnswerS: number;
  thrown: Record<string, number>;
  missed: string[];
  unclear: Record<string, number>;
  violations: string[];
}

export function reportOf(seed: string, broken: string | null, results: readonly RoundResult[], more: { acknowledged: number; requests: number; slowestMs: number; unclear: ReadonlyMap<string, number> }): Report {
  const last = results.at(-1);
  const violations = results.flatMap(({ round, violations: found }) => found.map((one) => ({ round, ...one })));
  const of = (...kinds: string[]): number => violations.filter(({ kind }) => kinds.includes(kind)).length;
  const thrown: Record<string, number> = {};
  for (const each of results) for (const [name, n] of Object.entries(each.thrown)) thrown[name] = (thrown[name] ?? 0) + n;
  const sum = (what: (each: RoundResult) => number): number => results.reduce((total, each) => total + what(each), 0);
  return {
    seed, broken, rounds: results.length, minutes: Math.round(sum(({ seconds }) => seconds) / 6) / 10, kills: sum(({ kills }) => kills), others: sum(({ others }) => others),
    acknowledged: more.acknowledged, requests: more.requests, rows: last?.rows ?? 0, counted: last?.counted ?? 0,
    lost: of('lost'), double: of('double'), wrongNotices: of('notice'), otherViolations: of('figure', 'stuck', 'process', 'answer', 'private', 'drift'), repeatedMails: last?.repeatedMails ?? 0,
    longestRecoveryS: Math.round(Math.max(0, ...results.map(({ recoveryMs }) => recoveryMs)) / 100) / 10, slowestAnswerS: Math.round(more.slowestMs / 100) / 10,
    thrown: Object.fromEntries(Object.entries(thrown).sort(([a], [b]) => (a < b ? -1 : 1))), missed: results.flatMap(({ missed }) => missed), unclear: Object.fromEntries(more.unclear),
    violations: violations.map(({ round, kind, what }) => `round ${round}, ${kind}: ${what}`),
  };
}

const MOST_LINES = 40;

const grouped = (lines: readonly string[]): [string, number][] => {
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  return [...times];
};

/** For people. */
export function table(report: Report): string[] {
  const rows: [string, string][] = [
    ['seed', report.seed], ...(report.broken ? [['deliberately broken', report.broken] as [string, string]] : []), ['rounds', `${report.rounds} in ${report.minutes} minutes`],
    ['processes killed (-9)', String(report.kills)], ['other faults', String(report.others)],
    ['requests', String(report.requests)], ['signatures acknowledged', String(report.acknowledged)], ['records, people counted', `${report.rows}, ${report.counted}`],
    ['lost', String(report.lost)], ['double', String(report.double)], ['wrong notices', String(report.wrongNotices)], ['anything else wrong', String(report.otherViolations)],
    ['mails again, same Message-ID', String(report.repeatedMails)], ['longest recovery', `${report.longestRecoveryS} s`], ['slowest answer', `${report.slowestAnswerS} s`],
  ];
  return [
    '', 'fault'.padEnd(52) + 'thrown', '-'.repeat(60), ...Object.entries(report.thrown).map(([name, n]) => name.padEnd(52) + String(n).padStart(6)),
    '', ...rows.map(([what, figure]) => what.padEnd(32) + figure),
    ...Object.entries(report.unclear).map(([what, n]) => `NOTE   ${what}: ${n} times neither done nor a clear "later"`),
    ...[...new Set(report.missed)].map((what) => `NOT THROWN  ${what}`),
    ...grouped(report.violations).map(([what, n]) => `WRONG  ${what}${n > 1 ? ` (${n} times)` : ''}`).slice(0, MOST_LINES),
  ];
}
