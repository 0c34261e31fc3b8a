import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { AppConfig, ConfigModule, loadConfig } from '#libs/config';
import { Mailer } from '#libs/notifications';
import { AccessGuard } from '../edge/access.guard.js';
import { DevMailModule, MailBox, type CaughtMail } from './index.js';

const TO = 'jo@example.org';
const HTML = '<!doctype html><html><head><title>x</title></head><body><a href="http://127.0.0.1:3000/c/TOKEN">go</a><script>alert(1)</script></body></html>';

describe('the mail catcher', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mail-'));
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir });
  let app: NestFastifyApplication;
  let mailer: Mailer;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), DevMailModule.forConfig(config, { keep: 3 })],
      // The real door. Whoever is asked for by address alone needs no sessions.
      providers: [{ provide: APP_GUARD, inject: [Reflector, AppConfig], useFactory: (reflector: Reflector, settings: AppConfig) =>
        new AccessGuard(reflector, settings, null as never, null as never, null as never, null as never, null as never) }],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ trustProxy: true }), { logger: false });
    await app.listen(0, '127.0.0.1');
    mailer = new Mailer(config);
  });
  afterAll(async () => {
    mailer.onApplicationShutdown();
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const send = (subject: string, to = TO) =>
    mailer.send({ to, subject, text: 'Go to http://127.0.0.1:3000/c/TOKEN now', html: HTML, language: 'en', sender: 'Keep your word' }, `<${subject.length}@localhost>`);
  const get = (url: string, headers: Record<string, string> = {}) => request(app.getHttpServer()).get(url).set(headers);
  const json = async (url: string): Promise<CaughtMail[]> => (await get(url)).body as CaughtMail[];

  it('takes what the mailer sends over its Unix socket, and gives it back by address, newest first', async () => {
    expect(await send('First')).toEqual({ outcome: 'accepted' });
    expect(await send('Second', 'somebody@example.org')).toEqual({ outcome: 'accepted' });
    expect(await send('Third', 'Jo@Example.org')).toEqual({ outcome: 'accepted' });
    const mails = await json(`/dev/mail.json?to=${TO}`);
    expect(mails.map(({ subject }) => subject)).toEqual(['Third', 'First']);
    expect(mails[1]).toMatchObject({ from: 'no-reply@localhost', to: [TO], text: expect.stringContaining('/c/TOKEN'), html: expect.stringContaining('/c/TOKEN') });
    expect(mails[1]?.headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'message-id': '<5@localhost>' });
    expect(Object.keys(mails[0] ?? {}).sort()).toEqual(['date', 'from', 'headers', 'html', 'id', 'subject', 'text', 'to']);
  });

  it('shows a mail in a frame without scripts, whose links lead out of it', async () => {
    const [mail] = await json('/dev/mail.json');
    const page = await get(`/dev/mail/${mail?.id}`);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const frame = /<iframe[\s\S]*?<\/iframe>/.exec(page.text)?.[0] ?? '';
    expect(frame).toContain('sandbox="allow-top-navigation-by-user-activation allow-popups"');
    expect(frame).toContain('&lt;base target="_top">'.replace(/"/g, '&quot;'));
    expect(page.text).not.toContain('<script>');
    expect(page.text).toContain('<a href="http://127.0.0.1:3000/c/TOKEN">');
  });

  it('lists mails and says so when there are none to an address', async () => {
    expect((await get('/dev/mail')).text).toContain('Second');
    expect((await get('/dev/mail?to=nobody@example.org')).text).toContain('No mail to this address yet.');
    expect((await get('/dev/mail/nothing')).status).toBe(404);
  });

  it.each([
    ['another machine', { 'x-forwarded-for': '192.0.2.7' }],
    ['a web page elsewhere that gave this machine a name of its own', { host: 'evil.example' }],
  ] as [string, Record<string, string>][])('tells nothing to %s', async (_who, from) => {
    for (const url of ['/dev/mail', '/dev/mail.json', '/dev/mail/x']) expect((await get(url, from)).status).not.toBe(200);
  });

  it('keeps the newest only', async () => {
    for (const subject of ['a', 'bb', 'ccc', 'dddd']) await send(subject);
    expect(app.get(MailBox).list().map(({ subject }) => subject)).toEqual(['dddd', 'ccc', 'bb']);
  });

  it('is not there when a mail server is set', async () => {
    const real = config.with({ smtp: { kind: 'url', url: 'smtp://127.0.0.1:9', requireTls: false } });
    expect(DevMailModule.forConfig(real).controllers).toBeUndefined();
  });

  it('takes over the socket that a killed process left behind', async () => {
    await app.close();
    const again = await Test.createTestingModule({ imports: [ConfigModule.forRoot(config), DevMailModule.forConfig(config)] }).compile();
    const second = await again.createNestApplication<NestFastifyApplication>(new FastifyAdapter()).init();
    expect(await send('After the restart')).toEqual({ outcome: 'accepted' });
    await second.close();
  });
});
