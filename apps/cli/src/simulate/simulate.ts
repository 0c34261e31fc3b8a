import type { AppConfig } from '#libs/config';
import { Database, dataSourceFor } from '#libs/database';
import { SYNTHETIC_HEADER, syntheticMark } from '#libs/signatures';
import { StartError } from '../services/services.errors.js';
import { HttpDoor } from './http-door.js';
import type { Simulation } from './plan-simulation.js';
import { runSimulation, type Outcome, type RunOptions } from './run-simulation.js';

export interface SimulateReport extends Omit<Outcome, 'wrong' | 'mailless'> {
  faulty: number;
  /** Invented signatures that were counted, found in the rows. */
  counted: number;
  /** People who should be. */
  expected: number;
  tally: { before: number; after: number };
  /** Sentences about what was otherwise than it should be. */
  faults: string[];
  addsUp: boolean;
  /** How often the server asked to come back later. */
  repeated: number;
  ms: number;
}

/** The worker is given so long to write the last of what was acknowledged. */
const SETTLED_WITHIN_MS = 60_000;

interface Figures { tally: number; counted: number }

/** Sends a planned simulation through the door at `url` and holds what was counted, by the rows, against what should be. */
export async function simulate(config: AppConfig, plan: Simulation, options: Omit<RunOptions, 'mails'> & { url: string }): Promise<SimulateReport> {
  const source = await dataSourceFor(config.database, { poolSize: 2, name: 'countersign-simulate' }).initialize();
  // Made anew now and then, since a mark is believed for ten minutes.
  const mark = (): Record<string, string> => ({ [SYNTHETIC_HEADER]: syntheticMark(config.dataDir) });
  const door = new HttpDoor(options.url, mark);
  try {
    const db = new Database(source);
    const [petition] = await db.rows<{ id: number; confirmation: string }>(`select id, confirmation from petitions where slug = $1`, [options.petition]);
    if (!petition) throw new StartError('simulate.no-petition', `There is no petition ${options.petition}.`);
    await answers(door, options.url);
    const mails = petition.confirmation === 'required';
    const expected = mails ? plan.signers.filter(({ confirms }) => confirms).length : plan.signers.length;
    const [before, began] = [await figures(db, petition.id), Date.now()];
    const outcome = await runSimulation(door, plan, { ...options, mails });
    const after = await settled(db, petition.id, before.counted + expected);
    const counted = after.counted - before.counted;
    const faults = faultsOf(outcome, plan, counted, expected);
    return {
      sent: outcome.sent, accepted: outcome.accepted, refused: outcome.refused, confirmed: outcome.confirmed, faulty: plan.faulty.length, counted, expected,
      tally: { before: before.tally, after: after.tally }, faults, addsUp: faults.length === 0, repeated: door.repeated, ms: Date.now() - began,
    };
  } finally {
    door.close();
    await source.destroy();
  }
}

function faultsOf(outcome: Outcome, plan: Simulation, counted: number, expected: number): string[] {
  const wrong = new Map<string, number>();
  for (const one of outcome.wrong) wrong.set(one, (wrong.get(one) ?? 0) + 1);
  return [
    ...[...wrong].map(([what, n]) => `${what}, ${n} times`),
    ...(outcome.mailless > 0 ? [`${outcome.mailless} people found no mail`] : []),
    ...(outcome.accepted + outcome.refused === plan.sent ? [] : [`${outcome.accepted} accepted and ${outcome.refused} refused are not ${plan.sent} sent`]),
    ...(counted === expected ? [] : [`${counted} counted, not ${expected}`]),
  ];
}

async function answers(door: HttpDoor, url: string): Promise<void> {
  const status = await door.get('/healthz').then((answer) => answer.status, () => 0);
  if (status !== 200) throw new StartError('simulate.no-server', `No server answers at ${url}. Start one with npm start, or name it by --url.`);
}

async function figures(db: Database, petitionId: number): Promise<Figures> {
  const [row] = await db.rows<Figures>(
    `select coalesce((select counted from petition_tallies where petition_id = $1), 0) as tally,
            (select count(*)::int from signatures where petition_id = $1 and synthetic and status = 'counted') as counted`, [petitionId]);
  return row ?? { tally: 0, counted: 0 };
}

/** Waits for the expected figure, and then for a moment whether more come; gives up when nothing moves. */
async function settled(db: Database, petitionId: number, expected: number): Promise<Figures> {
  let last = await figures(db, petitionId);
  for (let changed = Date.now(); Date.now() - changed < (last.counted === expected ? 1_000 : SETTLED_WITHIN_MS);) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const now = await figures(db, petitionId);
    if (now.counted !== last.counted) changed = Date.now();
    last = now;
  }
  return last;
}
