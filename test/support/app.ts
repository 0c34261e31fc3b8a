import type { Server } from 'node:http';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppConfig } from '#libs/config';
import { createServer } from '../../apps/server/src/server.js';
import { inTurn, SERVERS } from './several.js';

export interface StartedServer {
  readonly app: NestFastifyApplication;
  /** For supertest: `request(server.http).get('/healthz')`. */
  readonly http: Server;
  /** Only after `listen()`. */
  readonly url: string;
  close(): Promise<void>;
}

async function begun(config: AppConfig, more: Type[]): Promise<NestFastifyApplication> {
  const app = await createServer(config, more);
  await app.listen(0, '127.0.0.1');
  return app;
}

/** The server as it runs, on a free port of this machine. `more`: modules of a test, beside its own; `count`: so many servers behind one address. */
export async function startServer(config: AppConfig, more: Type[] = [], count = SERVERS): Promise<StartedServer> {
  const app = await begun(config, more);
  if (count === 1) return { app, http: app.getHttpServer(), url: await app.getUrl(), close: () => app.close() };
  const { smtp } = config;
  const others = await Promise.all(Array.from({ length: count - 1 }, () => begun(config.with({ smtp: smtp.kind === 'catcher' ? { ...smtp, elsewhere: true } : smtp }), more)));
  const front = await inTurn(await Promise.all([app, ...others].map((each) => each.getUrl())));
  return {
    app, http: app.getHttpServer(), url: front.url,
    close: async () => {
      await front.close();
      await Promise.all([app, ...others].map((each) => each.close()));
    },
  };
}
