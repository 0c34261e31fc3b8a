/**
 * `npm run acceptance -- attack [READERS] [SHARE]`: slow headers, slow and large bodies, 10,000 readers of the stream that do not read, and 3,000 robots from one range,
 * all at once, while 400 people sign, each from their own address; or a share of all but the readers. Server and worker are processes of their own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { startServices } from '../../apps/cli/src/services/embedded-services.js';
import { attack } from '../attack/attack.js';
import { begin, end, freePort } from '../support/children.js';
import { environmentOf, eventually, furnish } from '../support/installation.js';
import { tell } from '../support/proofs.js';

const readers = Number(process.argv[2] ?? 10_000);
const share = Number(process.argv[3] ?? 1);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-attack-'));
const services = await startServices(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }), { durable: true, projectRoot: path.resolve(import.meta.dirname, '..', '..'), say });
await runMigrations(services.config.database);
const furnished = await furnish(services.config);
const port = await freePort();
const worker = await begin('worker.ts', environmentOf(services.config));
const server = await begin('server.ts', environmentOf(services.config, { PORT: String(port), TRUSTED_PROXIES: '127.0.0.0/8' }));
let ok = false;
try {
  const slug = await furnished.petition('AT', { confirmation: 'none' });
  await eventually('the keys', async () => (await furnished.db.rows(`select 1 from campaign_keys`)).length > 0);
  const figures = await attack(`http://127.0.0.1:${port}`, slug, { slowHeaders: 5_000 * share, slowBodies: 500 * share, largeBodies: 200 * share, readers, bots: 3_000 * share, honest: 400 * share });
  const [held] = await furnished.db.rows<{ n: number }>(`select count(*)::int as n from held_signatures`);
  ok = tell([
    { what: 'connections and signatures thrown', wanted: 'many', found: String(figures.thrown), held: true },
    { what: 'honest signers thanked', wanted: 'at least 99 %', found: `${figures.thanked} of ${figures.honest}`, held: figures.thanked >= 0.99 * figures.honest },
    { what: 'readers of the stream at once', wanted: String(readers), found: String(figures.readers), held: figures.readers >= 0.99 * readers },
    { what: 'a challenge is asked for by itself', wanted: 'yes', found: `${figures.asked ? 'yes' : 'no'}; ${figures.solved} people solved one`, held: figures.asked },
    { what: 'slowest honest answer', wanted: 'told', found: `${figures.slowestMs} ms`, held: true },
    { what: 'held', wanted: 'told', found: String(held?.n ?? 0), held: true },
  ], say);
} finally {
  await end(server);
  await end(worker);
  await furnished.close();
  await services.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(ok ? 0 : 1);
