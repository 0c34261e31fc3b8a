export interface Measured {
  round: number;
  shape: 'uniform' | 'hot';
  contender: string;
  /** Accepted and counted. */
  perSecond: number;
  acknowledgedPerSecond: number;
  /** From the last answer to the tally that shows it. */
  lagMs: number;
  /** Milliseconds to the answer. */
  p50: number;
  p99: number;
  refused: number;
  /** Microseconds of CPU per signature, by process. */
  cpu: Record<string, number>;
}

export interface About { at: string; rounds: number; seconds: number; connections: number; petitions: number; hotShare: number; node: string; cores: number; cpu: string }

const BEGIN = '<!-- bench: begin (written by npm run bench) -->';
const END = '<!-- bench: end -->';

/** What a person reads. */
export function readable(about: About, measured: readonly Measured[]): string {
  const lines = [
    `${about.at.slice(0, 10)}, Node ${about.node}, ${about.cores} cores (${about.cpu}), load generator included; ${about.rounds} rounds of ${about.seconds} s, ${about.connections} connections; ` +
      `uniform over ${about.petitions} petitions, or ${about.hotShare * 100} % on one. Median (least to most).`, '',
    '| load | contender | accepted and counted / s | answer p50 / p99 | last answer to tally | µs of CPU per signature |', '|---|---|---|---|---|---|',
  ];
  for (const shape of ['uniform', 'hot'] as const) {
    for (const name of namesOf(measured)) {
      const mine = measured.filter((one) => one.shape === shape && one.contender === name);
      if (mine.length === 0) continue;
      const cpu = Object.keys(mine[0]?.cpu ?? {}).map((process) => `${process} ${median(mine.map((one) => one.cpu[process] ?? 0)).toFixed(0)}`).join(', ');
      lines.push(`| ${shape} | ${name} | ${spread(mine.map((one) => one.perSecond), whole)} | ${median(mine.map((one) => one.p50)).toFixed(0)} / ${median(mine.map((one) => one.p99)).toFixed(0)} ms | ${median(mine.map((one) => one.lagMs)).toFixed(0)} ms | ${cpu} |`);
    }
  }
  lines.push('', '| ratio, round by round | median (least to most) |', '|---|---|');
  const ratio = (shape: Measured['shape'], over: string, overShape: Measured['shape'] = shape): number[] => measured
    .filter((one) => one.contender === 'pipeline' && one.shape === shape)
    .flatMap((one) => measured.filter((other) => other.round === one.round && other.contender === over && other.shape === overShape).map((other) => one.perSecond / other.perSecond));
  const times = (n: number): string => `${n.toFixed(n < 1 ? 2 : 1)} ×`;
  lines.push(
    `| pipeline to naive, uniform | ${spread(ratio('uniform', 'naive'), times)} |`, `| pipeline to naive, hot | ${spread(ratio('hot', 'naive'), times)} |`,
    `| pipeline to bare Fastify, uniform | ${spread(ratio('uniform', 'bare'), times)} |`, `| pipeline to bare Fastify, hot | ${spread(ratio('hot', 'bare', 'uniform'), times)} |`,
  );
  return lines.join('\n');
}

/** The document with the table, and the figures it was made of, between the markers; they go to its end where it has none. */
export function spliced(document: string, table: string, figures: object): string {
  const block = `${BEGIN}\n${table}\n\n<details><summary>Every figure</summary>\n\n\`\`\`json\n${JSON.stringify(figures, rounded)}\n\`\`\`\n\n</details>\n${END}`;
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  return from < 0 || to < from ? `${document.trimEnd()}\n\n${block}\n` : document.slice(0, from) + block + document.slice(to + END.length);
}

const rounded = (_key: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toFixed(2)) : value);

const namesOf = (measured: readonly Measured[]): string[] => [...new Set(measured.map((one) => one.contender))];

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

const whole = (n: number): string => Math.round(n).toLocaleString('en');

const spread = (values: readonly number[], show: (n: number) => string): string =>
  values.length === 0 ? '–' : `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`;
