import { once } from 'node:events';
import { connect } from 'node:net';
import { Body, Controller, Get, Module, Post, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsInt } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import request, { type Response } from 'supertest';
import { REFUSED } from '#libs/metrics';
import { startServer, type StartedServer } from '../../../../test/support/app.js';
import { eventually } from '../../../../test/support/installation.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { AllowAnyone, AllowLoopback, AllowRoles, BodyLimit, Limit } from './decorators.js';
import { Text } from './fields.js';

class NoteDto {
  @Text({ max: 10 }) text!: string;
  @IsInt() n!: number;
}

@Controller('api/v1/spec')
class SpecController {
  @AllowAnyone() @Post('note') note(@Body() note: NoteDto): NoteDto { return note; }
  @AllowAnyone() @Post('large') @BodyLimit(2_000_000) large(@Body() body: { text: string }): number { return body.text.length; }
  @AllowAnyone() @Get('ip') ip(@Req() req: FastifyRequest): { ip: string } { return { ip: req.ip }; }
  @AllowAnyone() @Get('broken') broken(): never { throw new Error('duplicate key value (ada@example.org)'); }
  @AllowAnyone() @Limit('token') @Get('limited') limited(): string { return 'ok'; }
  @AllowRoles('owner') @Get('owner') owner(): string { return 'ok'; }
  @AllowLoopback() @Get('local') local(): string { return 'ok'; }
}
@Module({ controllers: [SpecController] })
class SpecModule {}

let database: TestDatabase;
let server: StartedServer;
let proxied: StartedServer;
const codeOf = (response: Response): unknown => (response.body as { code?: unknown }).code;
const post = (path: string, body: string | object, type = 'application/json') => request(server.http).post(`/api/v1/spec/${path}`).set('content-type', type).send(body);

beforeAll(async () => {
  database = await testDatabase();
  server = await startServer(database.config, [SpecModule]);
  proxied = await startServer(database.config.with({ trustedProxies: ['127.0.0.0/8'], publicUrl: 'https://petitions.example.org' }), [SpecModule]);
}, 30_000);

afterAll(async () => {
  await server?.close();
  await proxied?.close();
  await database?.drop();
});

describe('whoever sends too much', () => {
  it('is told so though they are still sending, and goes on over the same connection', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let told = '';
    socket.on('data', (data: Buffer) => { told += data.toString(); });
    await once(socket, 'connect');
    socket.write(`POST /api/v1/spec/note HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${3 * 1024 * 1024}\r\n\r\n`);
    for (let sent = 0; sent < 3; sent++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await new Promise((resolve) => socket.write(Buffer.alloc(1024 * 1024, 'x'), resolve));
    }
    socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually('both are answered', () => (told.match(/HTTP\/1\.1 /gu) ?? []).length === 2);
    expect(told.match(/HTTP\/1\.1 \d+/gu)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
    socket.destroy();
  });
});

describe('whoever hangs up in the middle of a body', () => {
  it('is told among those refused, and is no failure of ours', async () => {
    const refused = async (code: string): Promise<number> => (await REFUSED.get()).values.find(({ labels }) => labels.code === code)?.value ?? 0;
    const [ours, theirs] = [await refused('ours'), await refused('request.malformed')];
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /api/v1/spec/note HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"text"');
    setTimeout(() => socket.resetAndDestroy(), 100);
    await eventually('it is told', async () => (await refused('request.malformed')) > theirs || (await refused('ours')) > ours);
    expect([await refused('ours') - ours, await refused('request.malformed') - theirs]).toEqual([0, 1]);
  });
});

describe('health', () => {
  it('is alive and can accept signatures', async () => {
    await request(server.http).get('/healthz').expect(200, { status: 'ok' });
    const ready = await request(server.http).get('/readyz').expect(200);
    expect(ready.body).toMatchObject({ checks: { postgres: { status: 'ok' } } });
    expect((ready.body as { checks: { redis: { status: string } } }).checks.redis.status).not.toBe('down');
  });
});

describe('bad input', () => {
  it.each<[string, string | object, string, number, string]>([
    ['broken JSON', '{"text": ', 'application/json', 400, 'body.malformed'],
    ['__proto__', '{"__proto__": {"x": 1}, "text": "a", "n": 1}', 'application/json', 400, 'body.malformed'],
    ['a poisoned constructor', '{"constructor": {"prototype": {"x": 1}}}', 'application/json', 400, 'body.malformed'],
    ['depth', '['.repeat(30) + ']'.repeat(30), 'application/json', 400, 'body.too_deep'],
    ['XML', '<a/>', 'application/xml', 415, 'body.unsupported_type'],
    ['text', 'hello', 'text/plain', 415, 'body.unsupported_type'],
    ['65 kB', JSON.stringify({ text: 'x'.repeat(65_600) }), 'application/json', 413, 'body.too_large'],
    ['a poisoned form', '__proto__=1', 'application/x-www-form-urlencoded', 400, 'body.malformed'],
    ['nothing', '', 'application/json', 422, 'request.invalid'],
    ['a list', '[]', 'application/json', 422, 'request.invalid'],
    ['null', 'null', 'application/json', 422, 'request.invalid'],
  ])('%s is refused with status and code', async (_, body, type, status, code) => {
    const response = await post('note', body, type).expect(status).expect('content-type', /^application\/problem\+json/);
    expect(codeOf(response)).toBe(code);
  });

  it('names every field at fault in the reader\'s language, and unknown fields too', async () => {
    const response = await post('note', { text: 'much too long', m: 1, toString: 1, prototype: {} }).set('accept-language', 'fr').expect(422);
    expect(response.body).toMatchObject({ errors: [{ field: 'toString', code: 'unknown_field', message: 'Ce champ n’est pas connu ici.' }, { field: 'prototype', code: 'unknown_field' }] });
    const again = await post('note', { text: 'much too long', m: 1 }).expect(422);
    expect(again.body).toMatchObject({ code: 'request.invalid', errors: [{ field: 'm', code: 'unknown_field' }, { field: 'n', code: 'required' }, { field: 'text', code: 'too_long' }] });
  });

  it('is taken in larger bodies where the route says so', async () => {
    await post('large', { text: 'x'.repeat(1_900_000) }).expect(201);
    await post('large', { text: 'x'.repeat(2_000_001) }).expect(413);
  });
});

describe('what is told', () => {
  it('of a failure of ours is nothing', async () => {
    const response = await request(server.http).get('/api/v1/spec/broken').expect(500);
    expect(response.text).not.toMatch(/ada|duplicate|spec\.ts/);
    expect(codeOf(response)).toBe('server.failed');
  });

  it('of an unknown address is a problem to programs and a page to people', async () => {
    expect(codeOf(await request(server.http).get('/api/v1/nowhere').expect(404))).toBe('route.not_found');
    await request(server.http).get('/nowhere').set('accept', 'text/html').set('accept-language', 'ar').expect(404).expect('content-type', /text\/html/).expect(/<html lang="ar" dir="rtl">/);
  });

  it('to browsers is a policy without anything inline or from elsewhere, which plain http does not upgrade', async () => {
    const plain = await request(server.http).get('/healthz');
    expect(plain.headers['content-security-policy']).toBe("default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';frame-src 'self';manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none';object-src 'none'");
    expect(plain.headers['strict-transport-security']).toBeUndefined();
    expect((await request(proxied.http).get('/healthz')).headers['content-security-policy']).toContain('upgrade-insecure-requests');
  });
});

describe('addresses', () => {
  it('forged by a stranger are not believed, those of a trusted proxy are', async () => {
    await request(server.http).get('/api/v1/spec/ip').set('x-forwarded-for', '203.0.113.9').expect(200, { ip: '127.0.0.1' });
    await request(proxied.http).get('/api/v1/spec/ip').set('x-forwarded-for', '203.0.113.9').expect(200, { ip: '203.0.113.9' });
    // The client wrote the first, the proxy the last.
    await request(proxied.http).get('/api/v1/spec/ip').set('x-forwarded-for', '198.51.100.1, 203.0.113.9').expect(200, { ip: '203.0.113.9' });
  });

  it('may call so often, then are told when to come back, whatever address of their network they use', async () => {
    const from = (ip: string) => request(proxied.http).get('/api/v1/spec/limited').set('x-forwarded-for', ip);
    // One comes back each second: a slow machine may call a few times more.
    let calls = 0;
    let refused = await from('2001:db8:1:2::');
    while (refused.status === 200 && calls < 600) refused = await from(`2001:db8:1:2:ffff::${(++calls).toString(16)}`);
    expect(calls).toBeGreaterThanOrEqual(60);
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    expect(codeOf(refused)).toBe('rate.limited');
    await from('2001:db8:1:3::1').expect(200);
    await request(proxied.http).get('/nowhere').set('x-forwarded-for', '2001:db8:1:2::1').expect(404);
  });

  it('from which many sign may confirm as often, and ask for links as little as ever', async () => {
    const times = async (count: number, ask: () => request.Test): Promise<number[]> => [...new Set((await Promise.all(Array.from({ length: count }, ask))).map(({ status }) => status))];
    const from = (test: request.Test): request.Test => test.set('x-forwarded-for', '203.0.113.60').set('accept', 'text/html');
    const token = 'A'.repeat(70);
    for (const path of [`/c/${token}`, `/en/c/${token}`, `/w/${token}`, `/en/w/${token}`]) expect(await times(70, () => from(request(proxied.http).get(path)))).toEqual([404]);
    for (const path of [`/en/c/${token}`, `/en/w/${token}`]) expect(await times(70, () => from(request(proxied.http).post(path)))).toEqual([404]);
    for (const path of ['confirmations', 'withdrawals']) expect(await times(70, () => from(request(proxied.http).post(`/api/v1/${path}`)).send({ token }))).toEqual([404]);
    expect(await times(70, () => from(request(proxied.http).get('/en/petitions/spec-xx/signed')))).toEqual([404]);
    expect(await times(70, () => from(request(proxied.http).get('/en/withdraw')))).toEqual([200]);
    expect(await times(100, () => from(request(proxied.http).post('/en/withdraw').type('form')).send({ petition: 'spec-xx', email: 'ada@example.org' }))).toContain(429);
    expect(await times(10, () => from(request(proxied.http).post('/api/v1/withdrawal-requests')).send({ petition: 'spec-xx', email: 'ada@example.org' }))).toContain(429);
  });

  it('elsewhere, and names elsewhere, do not reach what is for this machine only', async () => {
    await request(server.http).get('/api/v1/spec/local').expect(200);
    await request(server.http).get('/api/v1/spec/local').set('host', 'rebound.example.org').expect(404);
    await request(proxied.http).get('/api/v1/spec/local').set('x-forwarded-for', '203.0.113.9').expect(404);
  });
});
