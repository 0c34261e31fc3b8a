import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AppConfig } from '#libs/config';
import { writePrivately } from '../services/data-folder.js';
import type { Say } from '../services/services.errors.js';
import type { TellLogins } from '../supervisor/first-logins.js';
import { firstStartSteps } from './first-start-steps.js';

/** Before server and worker run (database only), or after (what goes through the real HTTP door and the real queue). */
export type Phase = 'before-processes' | 'after-processes';

export interface FirstStartContext {
  /** With the addresses of the running services. */
  readonly config: AppConfig;
  readonly say: Say;
  readonly tellLogins: TellLogins;
}

export interface FirstStartStep {
  /** Stable: it is written down when the step is done. */
  readonly name: string;
  /** What the terminal says meanwhile. */
  readonly title: string;
  readonly phase: Phase;
  /** Left out when SAMPLE_DATA=none. */
  readonly sample: boolean;
  /** Must bear being run again: the machine may stop between its end and our note of it. */
  run(context: FirstStartContext): Promise<void>;
}

/**
 * Does, once per data folder, what a new installation needs. Each step is noted in `first-start.json` when done, so that
 * a first start that was cut off goes on where it stopped. The steps are listed in `first-start-steps.ts`.
 */
export async function firstStart(phase: Phase, context: FirstStartContext, steps: readonly FirstStartStep[] = firstStartSteps): Promise<void> {
  const file = path.join(context.config.dataDir, 'first-start.json');
  const done = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  for (const step of steps) {
    if (step.phase !== phase || done[step.name] !== undefined) continue;
    if (step.sample && !context.config.sampleData) continue;
    context.say(`${step.title} …`);
    await step.run(context);
    done[step.name] = new Date().toISOString();
    writePrivately(file, JSON.stringify(done, null, 2));
  }
}
