import { type Figures, median, type Round } from './figures.js';
import { RATE } from './measures/steady.js';

/** One row of the table: what was to be reached, and what was. */
export interface Goal {
  ratio: string;
  goal: string;
  /** Null: not measured yet. */
  figure: string | null;
  met: boolean | null;
}

type Field = 'perSecond' | 'acceptedPerSecond';

export function goals(figures: Figures): Goal[] {
  const rounds = figures.rounds?.turns ?? [];
  const atLeast = (ratio: string, least: number, over: [string, Field], under: [string, Field]): Goal => {
    const values = ratios(rounds, over, under);
    return { ratio, goal: `≥ ${least}`, figure: values.length === 0 ? null : spread(values, times), met: values.length === 0 ? null : median(values) >= least };
  };
  return [
    atLeast('durable accept ÷ bare Fastify POST', 0.28, ['pipeline uniform', 'acceptedPerSecond'], ['bare', 'acceptedPerSecond']),
    atLeast('durable accept ÷ the same front storing nothing', 0.55, ['pipeline uniform', 'acceptedPerSecond'], ['front', 'acceptedPerSecond']),
    atLeast('counted ÷ naive reference, uniform', 10, ['pipeline uniform', 'perSecond'], ['naive uniform', 'perSecond']),
    atLeast('counted ÷ naive reference, 90 % on one petition', 25, ['pipeline hot', 'perSecond'], ['naive hot', 'perSecond']),
    atLeast('hot ÷ uniform, counted', 0.95, ['pipeline hot', 'perSecond'], ['pipeline uniform', 'perSecond']),
    atLeast('worker draining a backlog ÷ raw COPY + dedupe + tally', 0.3, ['drain', 'perSecond'], ['raw', 'perSecond']),
    grown(figures.sevenMillion),
    onDisk(figures.disk),
    atLeast('count read ÷ empty Nest GET', 0.8, ['read: API', 'perSecond'], ['read: empty Nest', 'perSecond']),
    atLeast('cached page ÷ bare Fastify GET', 0.5, ['read: page', 'perSecond'], ['read: bare', 'perSecond']),
    visible(figures.steady),
    ...memory(figures.steady),
  ];
}

/** Of how many, at the beginning and at the end of the whole campaign. */
const AT_EITHER_END = 700_000;

function grown(campaign: Figures['sevenMillion']): Goal {
  const ratio = `Postgres CPU per signature at ${campaign ? (campaign.people / 1e6).toFixed(1) : '7'} million rows ÷ empty`;
  if (!campaign) return { ratio, goal: '≤ 1.3', figure: null, met: null };
  const each = (from: number, to: number): number[] => campaign.along.filter(({ counted }) => counted > from && counted <= to).map(({ postgres }) => postgres);
  const [first, last] = [each(0, AT_EITHER_END), each(campaign.people - AT_EITHER_END, campaign.people)];
  const value = median(last) / median(first);
  return { ratio, goal: '≤ 1.3', figure: `${value.toFixed(2)} (${spread(last, whole)} µs ÷ ${spread(first, whole)} µs)`, met: campaign.people >= 7e6 ? value <= 1.3 : null };
}

function onDisk(disk: Figures['disk']): Goal {
  return { ratio: 'disk per signature after VACUUM, indexes and sealed data, without WAL', goal: '≤ 600 bytes', figure: disk ? `${whole(disk.bytes)} bytes` : null, met: disk ? disk.bytes <= 600 : null };
}

function visible(steady: Figures['steady']): Goal {
  const ratio = `ack → visible in the tally (organiser's view) at ${whole(steady?.rate ?? RATE)}/s`;
  if (!steady) return { ratio, goal: 'p99 ≤ 250 ms', figure: null, met: null };
  const kept = steady.acknowledgedPerSecond >= steady.rate * 0.99;
  return {
    ratio, goal: 'p99 ≤ 250 ms', figure: `p99 ${whole(steady.visible.p99)} ms, p50 ${whole(steady.visible.p50)} ms${kept ? '' : ` (only ${whole(steady.acknowledgedPerSecond)}/s were answered)`}`,
    met: steady.rate < RATE ? null : kept && steady.visible.p99 <= 250,
  };
}

/** Megabytes a minute that count as growing: 300 MB would be full in less than ten hours. */
const FLAT_MB_A_MINUTE = 0.5;

function memory(steady: Figures['steady']): Goal[] {
  return ['server', 'worker'].map((name) => {
    const found = steady?.memory[name];
    const long = steady ? `${(steady.seconds / 60).toFixed(1)} minutes` : '10 minutes';
    return {
      ratio: `memory of the ${name} at ${whole(steady?.rate ?? RATE)}/s for ${long}`, goal: 'flat; ≤ 300 MB',
      figure: found ? `at most ${whole(found.mostMb)} MB, ${found.mbPerMinute >= 0 ? '+' : '−'}${Math.abs(found.mbPerMinute).toFixed(1)} MB a minute` : null,
      met: found && steady && steady.seconds >= 600 && steady.rate >= RATE ? found.mostMb <= 300 && found.mbPerMinute <= FLAT_MB_A_MINUTE : null,
    };
  });
}

/** Round by round, so that what else the machine did meets both alike. */
export function ratios(turns: readonly Round[], [over, field]: [string, Field], [under, other]: [string, Field]): number[] {
  return turns.filter(({ contender }) => contender === over).flatMap((one) => turns.filter(({ round, contender }) => round === one.round && contender === under).map((base) => one[field] / base[other]));
}

export const whole = (n: number): string => Math.round(n).toLocaleString('en');
const times = (n: number): string => n.toFixed(n < 3 ? 2 : 1);

/** Median (least to most). */
export const spread = (values: readonly number[], show: (n: number) => string): string =>
  values.length === 0 ? '–' : `${show(median(values))} (${show(Math.min(...values))} to ${show(Math.max(...values))})`;
