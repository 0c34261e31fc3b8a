import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, type Server } from 'node:net';
import { type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Outbound, OutboundRules, type Resolver } from './outbound.js';
import { TEST_CERTIFICATE, TEST_KEY } from './testing/certificate.js';

const HERE = { address: '127.0.0.1', family: 4 as const };
const servers: Server[] = [];

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const plain = async (answering: Answering): Promise<string> => `http://127.0.0.1:${await listen(createServer(answering))}`;
const here = (resolve: Resolver = async () => [HERE]): Outbound => new Outbound(new OutboundRules({ mayCallLoopback: true, resolve }));
const refusal = (code: string) => ({ name: 'OutboundRefused', code, message: code });

afterEach(async () => {
  for (const server of servers.splice(0)) {
    (server as ReturnType<typeof createServer>).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('the names it looks up', () => {
  const tls = async (seen: string[] = []): Promise<number> => listen(createTlsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, (request, response) => {
    seen.push(`${(request.socket as TLSSocket & { servername?: string }).servername} ${request.headers.host}`);
    response.end('yes');
  }));

  it('are asked once, and that answer is called, whatever the next would be', async () => {
    const seen: string[] = [];
    const port = await tls(seen);
    let asked = 0;
    const rebinding: Resolver = async () => [asked++ === 0 ? HERE : { address: '10.0.0.1', family: 4 }];
    const outbound = new Outbound(new OutboundRules({ mayCallLoopback: true, resolve: rebinding, ca: TEST_CERTIFICATE }));
    const { status, body } = await outbound.request({ method: 'GET', url: `https://hooks.example.org:${port}/` });
    expect([status, body.toString(), asked]).toEqual([200, 'yes', 1]);
    expect(seen).toEqual([`hooks.example.org hooks.example.org:${port}`]);
  });

  it('must be those of the certificate', async () => {
    const port = await tls();
    const outbound = new Outbound(new OutboundRules({ mayCallLoopback: true, resolve: async () => [HERE], ca: TEST_CERTIFICATE }));
    await expect(outbound.request({ method: 'GET', url: `https://other.example.org:${port}/` })).rejects.toMatchObject(refusal('tls'));
    await expect(here().request({ method: 'GET', url: `https://hooks.example.org:${port}/` })).rejects.toMatchObject(refusal('tls'));
  });

  it.each([
    ['a private one', [{ address: '10.1.2.3', family: 4 }]], ['the clouds’ metadata', [{ address: '169.254.169.254', family: 4 }]], ['the metadata in IPv6', [{ address: 'fd00:ec2::254', family: 6 }]],
    ['a private one among public ones', [{ address: '93.184.216.34', family: 4 }, { address: '192.168.1.1', family: 4 }]], ['a mapped one', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['this machine', [HERE]],
  ] as const)('are refused if they mean %s', async (_what, answers) => {
    const outbound = new Outbound(new OutboundRules({ resolve: async () => [...answers] }));
    await expect(outbound.request({ method: 'GET', url: 'https://hooks.example.org/' })).rejects.toMatchObject(refusal('private_address'));
  });

  it('may not exist, and may not be asked about for ever', async () => {
    const lost = new Outbound(new OutboundRules({ resolve: async () => { throw new Error('ENOTFOUND hooks.example.org'); } }));
    await expect(lost.request({ method: 'GET', url: 'https://hooks.example.org/' })).rejects.toMatchObject(refusal('dns'));
    await expect(here(async () => []).request({ method: 'GET', url: 'https://hooks.example.org/' })).rejects.toMatchObject(refusal('dns'));
    await expect(here(() => new Promise(() => undefined)).request({ method: 'GET', url: 'https://hooks.example.org/', timeoutMs: 20 })).rejects.toMatchObject(refusal('timeout'));
  });

  it('are not looked up where the address says enough', async () => {
    const resolve: Resolver = () => { throw new Error('asked'); };
    for (const url of ['https://127.0.0.1/', 'https://0x7f.1/', 'https://[::1]/', 'https://metadata.google.internal/']) {
      await expect(new Outbound(new OutboundRules({ resolve })).request({ method: 'GET', url })).rejects.toMatchObject(refusal('private_address'));
    }
  });
});

describe('what it sends and takes', () => {
  it('is the body as given, and no more than asked for', async () => {
    const url = await plain((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => { text += part.toString(); }).on('end', () => response.end(`${request.method} ${request.headers['x-word']} ${text} ${request.headers['cookie'] ?? ''}`));
    });
    const answer = await here().request({ method: 'POST', url, headers: { 'x-word': 'yes' }, body: 'Zoë' });
    expect(answer.body.toString()).toBe('POST yes Zoë ');
  });

  it('follows no redirect', async () => {
    let calls = 0;
    const url = await plain((_request, response) => {
      calls += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await here().request({ method: 'GET', url })).status).toBe(302);
    expect(calls).toBe(1);
  });

  it('is given up when it takes too long, at the headers or in the body', async () => {
    const silent = await plain(() => undefined);
    await expect(here().request({ method: 'GET', url: silent, timeoutMs: 60 })).rejects.toMatchObject(refusal('timeout'));
    const slow = await plain((_request, response) => void response.writeHead(200).write('a'));
    await expect(here().request({ method: 'GET', url: slow, timeoutMs: 60 })).rejects.toMatchObject(refusal('timeout'));
  });

  it('is given up when it is too large, also without a length told', async () => {
    const large = await plain((_request, response) => response.end(Buffer.alloc(5_000)));
    await expect(here().request({ method: 'GET', url: large, maxBytes: 4_999 })).rejects.toMatchObject(refusal('too_large'));
    expect((await here().request({ method: 'GET', url: large, maxBytes: 5_000 })).body).toHaveLength(5_000);
    const chunked = await plain((_request, response) => {
      response.write(Buffer.alloc(3_000));
      response.end(Buffer.alloc(3_000));
    });
    await expect(here().request({ method: 'GET', url: chunked, maxBytes: 5_000 })).rejects.toMatchObject(refusal('too_large'));
  });

  it('is a status alone where no body is wanted, however large or slow it is', async () => {
    const url = await plain((_request, response) => void response.writeHead(200).write(Buffer.alloc(1_000)));
    expect(await here().request({ method: 'POST', url, body: '{}', statusOnly: true, timeoutMs: 80 })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  it('ends with a code where nobody listens or the line breaks', async () => {
    const url = await plain((request) => request.socket.destroy());
    await expect(here().request({ method: 'GET', url })).rejects.toMatchObject(refusal('connection'));
    const broken = await plain((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 10);
    });
    await expect(here().request({ method: 'GET', url: broken })).rejects.toMatchObject(refusal('connection'));
  });
});
