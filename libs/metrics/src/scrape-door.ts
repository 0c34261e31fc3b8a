import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AppConfig } from '#libs/config';
import { type Gauges } from './gauges.js';
import { countProcess, registry } from './metrics.js';

export interface ScrapeDoor {
  /** Null where nobody wants figures. */
  port: number | null;
  close(): Promise<void>;
}

/** How long a scrape waits for what it looks up; then the rest is told without. */
const PATIENCE_MS = 4_000;

let counting = false;

/**
 * `GET /metrics` for Prometheus, on an address of its own (`METRICS_PORT`, by default on loopback only) that citizens never reach; both
 * server and worker have one, and the worker speaks no other HTTP. Nothing but figures: no login, no state.
 */
export async function listenForScrapes(config: AppConfig, gauges: Gauges): Promise<ScrapeDoor> {
  if (config.metrics === null) return { port: null, close: async () => undefined };
  if (!counting) countProcess();
  counting = true;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    void within(PATIENCE_MS, gauges()).then(() => registry.metrics()).then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text),
      () => response.writeHead(503).end(),
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.metrics?.port, config.metrics?.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

/** What cannot be looked up in time (no database, say) leaves the figures that are here. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, ms); });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
