import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type About, type Confirmed, type Figures, figuresFile, median, type Round, type SevenMillion } from './figures.js';
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

function otherFigures({ fanOut, disk, steady, sevenMillion, confirmed }: Figures): string[] {
  const lines: string[] = [];
  if (fanOut) lines.push(`**Watching a count** (SSE): ${whole(fanOut.readers)} readers of one petition; after the tally changed the first knew it in ${spread(fanOut.firstMs, whole)} ms and the last in ${spread(fanOut.lastMs, whole)} ms; ${fanOut.cpu.toFixed(0)} µs of the server for each. ${onWhat(fanOut.about)}`, '');
  if (disk) lines.push(`**Disk**, bytes a signature of ${whole(disk.signatures)}: ${Object.entries(disk.parts).map(([name, bytes]) => `${name} ${whole(bytes)}`).join(', ')}. ${onWhat(disk.about)}`, '');
  if (steady) {
    lines.push(`**Steady load** of ${whole(steady.rate)}/s for ${steady.seconds} s: ${whole(steady.acknowledgedPerSecond)}/s acknowledged, ${steady.refused} refused, answers p50 ${steady.answer.p50.toFixed(0)} and p99 ${steady.answer.p99.toFixed(0)} ms after they were due; ${steady.visible.looks} looks from the answer to the organiser's tally: p50 ${whole(steady.visible.p50)}, p99 ${whole(steady.visible.p99)}, longest ${whole(steady.visible.longest)} ms; `
      + `µs of CPU a signature: ${Object.entries(steady.cpu).map(([name, each]) => `${name} ${each.toFixed(0)}`).join(', ')}. ${onWhat(steady.about)}`, '');
  }
  if (sevenMillion) lines.push(...campaign(sevenMillion));
  if (confirmed) lines.push(...withMails(confirmed));
  return lines;
}

function campaign(run: SevenMillion): string[] {
  const list = (of: Record<string, number>, show: (n: number) => string = whole): string => Object.entries(of).map(([name, n]) => `${name} ${show(n)}`).join(', ');
  return [
    `**The whole campaign** (\`npm run acceptance -- seven-million\`). ${onWhat(run.about)}`, '', '| | |', '|---|---|',
    `| people of 47 countries, and requests with those who signed twice | ${whole(run.people)}; ${whole(run.requests)} |`,
    `| until all were counted (goal: 15 minutes) | ${inMinutes(run.seconds)}, ${whole(run.people / run.seconds)}/s; acknowledged after ${inMinutes(run.acceptedSeconds)} |`,
    `| answers | p50 ${whole(run.answer.p50)} ms, p99 ${whole(run.answer.p99)} ms; ${whole(run.refusedAndRepeated)} told to come again, and did |`,
    `| µs of CPU a request | ${list(run.cpu)} |`, `| memory at most, MB | ${list(run.memoryMb)} |`,
    `| disk | ${whole(run.databaseBytes)} bytes a person in the database after VACUUM; in the folder at the end: ${list(run.folderBytes, (n) => `${(n / 1e9).toFixed(1)} GB`)} |`,
    ...(run.batches ? [`| batches | ${whole(run.batches.n)}, ${whole(run.batches.mean)} signatures on average |`] : []),
    `| \`verify\` | ${run.clean ? 'clean' : 'drift'}, ${inMinutes(run.verifySeconds)} |`, '',
  ];
}

function withMails(run: Confirmed): string[] {
  const list = (of: Record<string, number>): string => Object.entries(of).map(([name, n]) => `${name} ${whole(n)}`).join(', ');
  return [`**With confirmation** (\`npm run acceptance -- confirmed-100k\`): ${whole(run.people)} people, each mail caught, each button pressed: acknowledged after ${inMinutes(run.acceptedSeconds)}, counted after ${inMinutes(run.seconds)} (${whole(run.people / run.seconds)}/s), `
    + `thanked after ${inMinutes(run.thankedSeconds)}; µs of CPU a person: ${list(run.cpu)}; memory at most, MB: ${list(run.memoryMb)}; \`verify\` ${run.clean ? 'clean' : 'drift'}. ${onWhat(run.about)}`, ''];
}

const inMinutes = (seconds: number): string => (seconds < 100 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`);

const onWhat = ({ at, node, cores, cpu, loadBefore }: About): string => `(${at.slice(0, 10)}, Node ${node}, ${cores} cores ${cpu}, load before ${loadBefore.toFixed(1)})`;

/** Puts the figures between the marks of docs/PERFORMANCE.md. */
export function writePage(figures: Figures): void {
  const page = path.join(path.dirname(figuresFile), 'PERFORMANCE.md');
  writeFileSync(page, spliced(readFileSync(page, 'utf8'), readable(figures)));
}

/** The page with the table between its marks; at its end where it has none. */
export function spliced(document: string, table: string): string {
  const block = `${BEGIN}\n${table.trimEnd()}\n\nEvery turn: [performance.json](performance.json).\n${END}`;
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  return from < 0 || to < from ? `${document.trimEnd()}\n\n${block}\n` : document.slice(0, from) + block + document.slice(to + END.length);
}
