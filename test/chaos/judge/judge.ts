import { verify } from '#libs/verification';
import { type Ledger } from '../ledger.js';
import { type Answers } from '../load/http.js';
import { type Scene } from '../stage/scene.js';
import { type Stage } from '../stage/stage.js';
import { drained } from './drained.js';
import { judgeFigures } from './figures.js';
import { judgeNotices } from './notices.js';
import { Privacy } from './privacy.js';
import { Records } from './records.js';
import { type Verdict, type Violation } from './verdict.js';

/** Everything is to be as promised so long after the last fault is over. */
const PATIENCE_MS = 90_000;

/** After each round: waits until nothing is under way, and then holds everything against what was promised. */
export class Judge {
  private readonly records: Records;
  private readonly privacy = new Privacy();

  constructor(private readonly stage: Stage, private readonly scene: Scene, private readonly ledger: Ledger, private readonly answers: Answers) {
    this.records = new Records(scene, ledger, stage.config.keysDir);
  }

  async judge(): Promise<Verdict> {
    const began = performance.now();
    const waits = await drained(this.stage, this.scene, PATIENCE_MS);
    const recoveryMs = performance.now() - began;
    const { violations, rows, counted } = await this.records.judge();
    const notices = await judgeNotices(this.scene, this.ledger);
    const drift = await this.driftFound();
    violations.push(
      ...waits.map((what): Violation => ({ kind: 'stuck', what: `${what} still wait` })), ...(await judgeFigures(this.stage, this.scene, counted)), ...notices.violations,
      ...drift.map(({ where, stored, recounted }): Violation => ({ kind: 'drift', what: `verify: ${where}: stored ${stored}, recounted ${recounted}` })),
      ...this.ofProcesses(), ...this.ofAnswers(), ...this.privacy.judge(this.stage),
    );
    return { violations, recoveryMs, rows, counted: [...counted.values()].reduce((sum, n) => sum + n, 0), repeatedMails: notices.repeated };
  }

  /** What `countersign verify` says; asked again where it found the queues too slow to answer. */
  private async driftFound(tries = 5): Promise<Awaited<ReturnType<typeof verify>>['drift']> {
    const { drift } = await verify(this.stage.config);
    return tries > 1 && drift.some(({ where }) => where === 'the queues') ? this.driftFound(tries - 1) : drift;
  }

  private ofProcesses(): Violation[] {
    return this.stage.kept.flatMap(({ name, unasked }) => unasked.splice(0).map((how): Violation => ({ kind: 'process', what: `${name}: ${how}, and nobody had asked it to` })));
  }

  private ofAnswers(): Violation[] {
    const { never, refused, accepted } = this.answers;
    const violations = [
      ...never.splice(0).map((what) => `${what}: no answer at all`), ...[...refused].map(([what, n]) => `${what}: ${n} honest requests refused`), ...accepted.splice(0).map((what) => `${what} was accepted`),
    ];
    refused.clear();
    return violations.map((what) => ({ kind: 'answer', what }));
  }
}
