import type { Server } from 'node:http';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppConfig } from '#libs/config';
import { createServer } from '../../apps/server/src/server.js';

export interface StartedServer {
  readonly app: NestFastifyApplication;
  /** For supertest: `request(server.http).get('/healthz')`. */
  readonly http: Server;
  /** Only after `listen()`. */
  readonly url: string;
  close(): Promise<void>;
}

/** The server as it runs, on a free port of this machine. `more`: modules of a test, beside its own. */
export async function startServer(config: AppConfig, more: Type[] = []): Promise<StartedServer> {
  const app = await createServer(config, more);
  await app.listen(0, '127.0.0.1');
  return { app, http: app.getHttpServer(), url: await app.getUrl(), close: () => app.close() };
}
