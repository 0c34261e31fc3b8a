import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startServer, type StartedServer } from '../../../../test/support/app.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { TabletController } from './tablet.controller.js';
import { TabletFiles } from './tablet-files.js';

let database: TestDatabase;
let server: StartedServer;
let folder: string;
const SCRIPT = 'const a = 1;\n'.repeat(100);

/** The server takes its files from `dist/tablet`; here, from a build that holds what the test needs. */
const serve = (files: TabletFiles): void => {
  Object.assign(server.app.get(TabletController, { strict: false }), { files });
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-tablet-'));
  mkdirSync(path.join(folder, 'assets'));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  write('index.html', '<!doctype html><script type="module" src="/tablet/assets/app-1a2b.js"></script>');
  write('sw.js', 'self.x = 1');
  write('manifest.webmanifest', '{}');
  write(path.join('assets', 'app-1a2b.js'), SCRIPT);
  database = await testDatabase();
  server = await startServer(database.config);
  serve(TabletFiles.of(folder));
}, 30_000);

afterAll(async () => {
  await server?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the address of the tablets\' app', () => {
  it('serves a page that no cache keeps, under a policy without anything inline', async () => {
    const answer = await request(server.http).get('/tablet/').expect(200).expect('cache-control', 'no-store').expect('content-type', /text\/html/);
    const policy = answer.headers['content-security-policy'];
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "worker-src 'self'", "connect-src 'self'", "form-action 'none'"]) expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it('leads to the folder, where the service worker reigns', async () => {
    await request(server.http).get('/tablet').expect(308).expect('location', '/tablet/');
  });

  it('has the service worker asked for anew each time, for the whole folder', async () => {
    await request(server.http).get('/tablet/sw.js').expect(200).expect('cache-control', 'no-cache').expect('service-worker-allowed', '/tablet/').expect('content-type', /javascript/);
  });

  it('lets what bears a hash be kept for good, as small as the browser takes it', async () => {
    await request(server.http).get('/tablet/assets/app-1a2b.js').set('accept-encoding', 'gzip, br').expect(200, SCRIPT).expect('cache-control', /immutable/).expect('content-encoding', 'br');
    await request(server.http).get('/tablet/assets/app-1a2b.js').set('accept-encoding', 'identity').expect(200, SCRIPT);
  });

  it('knows no file outside the build', async () => {
    for (const name of ['assets/none.js', '..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', 'index.html%00.js']) {
      expect({ name, status: (await request(server.http).get(`/tablet/${name}`)).status }).toEqual({ name, status: 404 });
    }
  });

  it('says in words that the app was not built', async () => {
    serve(TabletFiles.of(path.join(folder, 'nowhere')));
    const answer = await request(server.http).get('/tablet/').set('accept-language', 'fr').expect(404);
    expect(answer.body).toMatchObject({ code: 'tablet.not_built', title: 'L’application des tablettes n’est pas construite ici' });
    serve(TabletFiles.of(folder));
  });
});
