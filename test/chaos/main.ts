/**
 * `npm run chaos -- [--seed WORD] [--rounds N] [--minutes N] [--resume FILE] [--broken NAME] [--only WORDS]`: people sign while everything
 * that can break is broken, and after each round all that was promised is held against what is there. See README.md.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../apps/cli/src/people/random.js';
import { Judge } from './judge/judge.js';
import { Ledger } from './ledger.js';
import { Load } from './load/load.js';
import { PostOffice } from './load/post-office.js';
import { type Report, reportOf, table } from './report.js';
import { playRound } from './rounds.js';
import { keep, readArguments, stateFile, type State } from './settings.js';
import { Scene } from './stage/scene.js';
import { Stage } from './stage/stage.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
// The queue's library leaves promises behind when Redis goes from under a fault that is thrown at it; the judge says what matters.
process.on('unhandledRejection', (error) => say(`(${error instanceof Error ? error.message : String(error)})`));

const state = readArguments(process.argv.slice(2));
process.exit(await run(state));

async function run(state: State): Promise<number> {
  const { base, settings } = state;
  say(`Chaos, seed ${settings.seed}: ${settings.rounds} rounds, at most ${settings.minutes} minutes${settings.broken ? `, deliberately broken: ${settings.broken}` : ''}. Everything lies in ${base}`);
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));
  const stage = await Stage.open({ base, servers: settings.servers, workers: settings.workers, broken: settings.broken, say });
  const ledger = new Ledger(path.join(base, 'ledger.jsonl'));
  // Before any worker runs: of a run that is gone on with, mails may be waiting.
  const post = new PostOffice(stage.sink, ledger);
  let scene: Scene | null = null;
  try {
    scene = await Scene.set(stage);
    await stage.startPrograms();
    await scene.keysAreThere();
    await stage.calm();
    const load = await Load.gather(stage, scene, ledger, post, new Random(`${settings.seed} load ${state.results.length}`), settings.signers);
    const judge = new Judge(stage, scene, ledger, load.answers);
    const until = Date.now() + settings.minutes * 60_000;
    for (let round = state.results.length + 1; round <= settings.rounds && Date.now() < until && !stopped; round += 1) {
      await scene.awaitMilestones();
      const result = await playRound(round, { ...settings, only: settings.only === null ? null : new RegExp(settings.only, 'i') }, { target: { stage, scene, ledger }, load, judge, say });
      state.results.push(result);
      state.requests += load.answers.sent;
      state.slowestMs = Math.max(state.slowestMs, load.answers.slowestMs);
      load.answers.sent = 0;
      keep(state);
      say(`round ${round}: ${result.kills} killed, ${result.others} other faults, ${ledger.acknowledged} acknowledged, ${result.rows} records, recovered in ${(result.recoveryMs / 1000).toFixed(1)} s, ${result.violations.length === 0 ? 'all as promised' : `${result.violations.length} WRONG`} (${result.seconds} s)`);
      // What went wrong is to be looked at as it lies there.
      if (result.violations.length > 0) break;
    }
    return finish(reportOf(settings.seed, settings.broken, state.results, { acknowledged: ledger.acknowledged, requests: state.requests, slowestMs: state.slowestMs, unclear: load.answers.unclear }), state, stage);
  } finally {
    await scene?.close().catch(() => undefined);
    await stage.close();
    const whole = state.results.length >= settings.rounds && state.results.every(({ violations }) => violations.length === 0);
    if (whole || settings.broken !== null) stage.remove();
    else say(`What is there lies in ${base}; to go on: npm run chaos -- --resume ${stateFile(state)}`);
  }
}

function finish(report: Report, { settings }: State, stage: Stage): number {
  for (const line of table(report)) say(line);
  const file = path.join(path.dirname(stage.wanted.base), `countersign-chaos-${report.seed}${report.broken ? `-${report.broken}` : ''}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  say(`\nFigures: ${file}`);
  if (report.violations.length > 0) say(settings.broken ? `Caught: the build broken on purpose (${settings.broken}) does not pass.` : 'Something is not as promised.');
  else say(report.rounds > 0 ? `Nothing lost, nothing double, nothing wrongly told: ${report.acknowledged} signatures, ${report.kills} kills, ${report.others} other faults.` : 'No round was played.');
  return report.violations.length === 0 && report.rounds > 0 ? 0 : 1;
}
