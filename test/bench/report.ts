import { type About, type Figures, median, type Round } from './figures.js';
import { goals, spread, whole } from './goals.js';

const BEGIN = '<!-- bench: begin (written by npm run bench) -->';
const END = '<!-- bench: end -->';

/** What a person reads: goals first, then everything else that was measured. */
export function readable(figures: Figures): string {
  return [...goalTable(figures), ...roundsTable(figures), ...otherFigures(figures)].join('\n');
}

function goalTable(figures: Figures): string[] {
  const verdict = (met: boolean | null): string => (met === null ? 'not settled' : met ? 'met' : '**missed**');
  return [
    '| In one run, everything on | Goal | Figure, median (least to most) | |', '|---|---|---|---|',
    ...goals(figures).map(({ ratio, goal, figure, met }) => `| ${ratio} | ${goal} | ${figure ?? '–'} | ${verdict(met)} |`), '',
  ];
}

function roundsTable({ rounds }: Figures): string[] {
  if (!rounds) return [];
  const lines = [
    `${rounds.rounds} rounds of ${rounds.seconds} s after one that is not noted, ${rounds.connections} connections, ${rounds.depth === 1 ? 'one request at a time on each (no pipelining)' : `${rounds.depth} requests written at once on each (HTTP/1.1 pipelining)`}. ${onWhat(rounds.about)}`, '',
    '| contender | done / s | accepted / s | answer p50 / p99 | after the last answer | µs of CPU each |', '|---|---|---|---|---|---|',
  ];
  for (const name of new Set(rounds.turns.map(({ contender }) => contender))) {
    const mine = rounds.turns.filter(({ contender }) => contender === name);
    const each = (of: (turn: Round) => number): number => median(mine.map(of));
    const cpu = [...new Set(mine.flatMap((turn) => Object.keys(turn.cpu)))].map((process) => `${process} ${each((turn) => turn.cpu[process] ?? 0).toFixed(0)}`).join(', ');
    const waits = each(({ p99 }) => p99) === 0 ? '–' : `${each(({ p50 }) => p50).toFixed(0)} / ${each(({ p99 }) => p99).toFixed(0)} ms`;
    lines.push(`| ${name} | ${spread(mine.map(({ perSecond }) => perSecond), whole)} | ${whole(each(({ acceptedPerSecond }) => acceptedPerSecond))} | ${waits} | ${each(({ lagMs }) => lagMs).toFixed(0)} ms | ${cpu} |`);
  }
  const refused = rounds.turns.filter((turn) => turn.refused > 0);
  return [...lines, '', ...(refused.length > 0 ? [`Refused: ${refused.map((turn) => `${turn.refused} (${turn.contender}, round ${turn.round})`).join(', ')}.`, ''] : [])];
}

function otherFigures({ fanOut, disk, steady, big }: Figures): string[] {
  const lines: string[] = [];
  if (fanOut) lines.push(`**Watching a count** (SSE): ${whole(fanOut.readers)} readers of one petition; after the tally changed the first knew it in ${spread(fanOut.firstMs, whole)} ms and the last in ${spread(fanOut.lastMs, whole)} ms; ${fanOut.cpu.toFixed(0)} µs of the server for each. ${onWhat(fanOut.about)}`, '');
  if (disk) lines.push(`**Disk**, bytes a signature of ${whole(disk.signatures)}: ${Object.entries(disk.parts).map(([name, bytes]) => `${name} ${whole(bytes)}`).join(', ')}. ${onWhat(disk.about)}`, '');
  if (steady) {
    lines.push(`**Steady load** of ${whole(steady.rate)}/s for ${steady.seconds} s: ${whole(steady.acknowledgedPerSecond)}/s acknowledged, ${steady.refused} refused, answers p50 ${steady.answer.p50.toFixed(0)} and p99 ${steady.answer.p99.toFixed(0)} ms after they were due; ${steady.visible.looks} looks from the answer to the organiser's tally: p50 ${whole(steady.visible.p50)}, p99 ${whole(steady.visible.p99)}, longest ${whole(steady.visible.longest)} ms; `
      + `µs of CPU a signature: ${Object.entries(steady.cpu).map(([name, each]) => `${name} ${each.toFixed(0)}`).join(', ')}. ${onWhat(steady.about)}`, '');
  }
  if (big) lines.push(`**Seven million rows**: ${whole(big.rows)} rows, filled in ${big.fillMinutes.toFixed(0)} minutes; ${big.full.length} turns of ${whole(big.rate)}/s before and after. ${onWhat(big.about)}`, '');
  return lines;
}

const onWhat = ({ at, node, cores, cpu, loadBefore }: About): string => `(${at.slice(0, 10)}, Node ${node}, ${cores} cores ${cpu}, load before ${loadBefore.toFixed(1)})`;

/** The page with the table between its marks; at its end where it has none. */
export function spliced(document: string, table: string): string {
  const block = `${BEGIN}\n${table.trimEnd()}\n\nEvery turn: [performance.json](performance.json).\n${END}`;
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  return from < 0 || to < from ? `${document.trimEnd()}\n\n${block}\n` : document.slice(0, from) + block + document.slice(to + END.length);
}
