import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import type { AppConfig } from '#libs/config';
import { dataSourceFor } from '#libs/database';
import { SigningLane } from './api/signatures/signing-lane.js';
import { CountLane } from './api/tallies/count-lane.js';
import { AppModule } from './app.module.js';
import { Assets } from './edge/assets.js';
import { fastifyAdapter } from './edge/fastify.js';
import { Log, NestLog } from './edge/log.js';
import { OpenApi } from './edge/openapi/openapi.js';
import { PageLane } from './pages/page-lane.js';

/**
 * The server, ready to listen but not yet listening. `main.ts` and the tests both make it here, so that what is tested is what runs.
 * @param more modules of a test
 */
export async function createServer(config: AppConfig, more: Type[] = []): Promise<NestFastifyApplication> {
  const log = new Log(config);
  // Nest gives nothing back of a start that failed, so nothing may be open by then that would go on alone, such as Redis.
  await (await dataSourceFor(config.database, { poolSize: 1, name: 'countersign-probe' }).initialize()).destroy();
  const { adapter, lane } = await fastifyAdapter(config, log);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, log, more), adapter, {
    bodyParser: false, abortOnError: false, bufferLogs: false, logger: new NestLog(log),
  });
  try {
    app.get(Assets).serve(app.getHttpAdapter().getInstance());
    app.get(OpenApi).describe(app);
    app.get(PageLane).watch(app.getHttpAdapter().getInstance());
    await app.init();
    await app.get(SigningLane).open(lane);
    app.get(CountLane).open(lane);
    app.get(PageLane).open(lane);
    await app.getHttpAdapter().getInstance().ready();
    return app;
  } catch (error) {
    // Its pools would keep the process alive that could not start.
    await app.close().catch(() => undefined);
    throw error;
  }
}
