import { setTimeout } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppConfig, Log, NestLog } from '#libs/config';
import { JOBS_FAILED, listenForScrapes } from '#libs/metrics';
import { type OutboundRules } from '#libs/outbound';
import { codeOf, Consumers, Queues } from '#libs/queues';
import { SignatureKeeper } from '#libs/signatures';
import { IntakeDrain } from './intake-drain.js';
import { CLOCKWORK, Jobs } from './jobs.js';
import { Levels } from './levels.js';
import { OutboxRelay } from './outbox-relay.js';
import { GoingPublic } from './going-public.js';
import { WorkerModule } from './worker.module.js';

/** Batches under way at once; under load those that wait for Postgres are written as one transaction. */
const INTAKE_AT_ONCE = 32;
const ACTS_AT_ONCE = 8;
/** A notice of a milestone waits behind no morning's digests and no long sweep. */
const CLOCKWORK_AT_ONCE = 3;
/** Others' programs under way at once: each may take its 15 seconds. */
const CALLS_AT_ONCE = 8;
/** Longer than a Redis takes that is only just starting. */
const REDIS_WITHIN_MS = 2_000;
const AGAIN_MS = 3_000;

export interface Worker {
  app: INestApplicationContext;
  stop(): Promise<void>;
}

/** A worker at work. `main.ts` and the tests both start it here; `outbound` is a test's own, which may call this machine. */
export async function startWorker(config: AppConfig, outbound?: OutboundRules): Promise<Worker> {
  const log = new Log(config);
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, outbound), { logger: new NestLog(log), abortOnError: false });
  await app.get(SignatureKeeper, { strict: false }).ensureKeys();
  const drain = app.get(IntakeDrain);
  // Before the queues: what waits in Postgres is counted though Redis is away.
  drain.start();
  const goingPublic = app.get(GoingPublic);
  goingPublic.start();
  const consumers = Consumers.start(config, app.get(Jobs).all(), {
    concurrency: { intake: INTAKE_AT_ONCE, acts: ACTS_AT_ONCE, clockwork: CLOCKWORK_AT_ONCE, calls: CALLS_AT_ONCE },
    onFailure: (failure) => {
      JOBS_FAILED.inc({ job: failure.job, code: failure.code });
      log.pino.warn(failure, 'a job failed and will be tried again');
    },
  });
  const relay = app.get(OutboxRelay);
  relay.start();
  const unwound = await wind(app.get(Queues, { strict: false }), log);
  const scrapes = await listenForScrapes(config, () => app.get(Levels).look());
  return {
    app,
    stop: async () => {
      await scrapes.close();
      await unwound();
      await drain.stop();
      await goingPublic.stop();
      await relay.stop();
      await consumers.close();
      await app.close();
    },
  };
}

/** Sets the clocks, at once or else as soon as Redis is there; setting one again changes nothing. Returns how to leave off. */
async function wind(queues: Queues, log: Log): Promise<() => Promise<void>> {
  const once = async (): Promise<boolean> => {
    try {
      await queues.ready(REDIS_WITHIN_MS);
      for (const { kind, everyMs } of CLOCKWORK) await queues.queue(kind.queue).upsertJobScheduler(kind.name, { every: everyMs }, { name: kind.name, data: {} });
      return true;
    } catch (error) {
      log.pino.warn({ code: codeOf(error) }, 'the clocks wait for Redis');
      return false;
    }
  };
  if (await once()) return async () => undefined;
  const leaving = new AbortController();
  const wound = (async () => {
    while (!leaving.signal.aborted && !(await once())) await setTimeout(AGAIN_MS, undefined, { signal: leaving.signal }).catch(() => undefined);
  })();
  return async () => {
    leaving.abort();
    await wound;
  };
}
