import { request } from 'node:http';
import type { AppConfig } from '#libs/config';

/** Whether the server answers on its port, from this machine. */
export function isAlive(config: AppConfig): Promise<boolean> {
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host === '::' ? '::1' : config.host;
  return new Promise((resolve) => {
    const asked = request({ host, port: config.port, path: '/healthz', timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}
