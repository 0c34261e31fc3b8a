import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/**
 * What somebody on the line does with a batch:
 * - `pass`: nothing · `twice`: hands it in two times and passes the second answer on · `flip-body`, `flip-signature`, `other-number`: changes
 *   one character · `other-device`: hands it in as another tablet's · `old-one`: hands in an earlier batch in its place · `forged-answer`: keeps
 *   it, and answers that all is stored · `foreign-answer`: hands it in, and answers with other numbers
 */
export type Meddling = 'pass' | 'twice' | 'flip-body' | 'flip-signature' | 'other-number' | 'other-device' | 'old-one' | 'forged-answer' | 'foreign-answer' | 'down';

interface Asked { path: string; method: string; headers: IncomingHttpHeaders; body: Buffer }
interface Answered { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** A proxy that meddles with batches of records, and remembers what the server answered to what it made of them. */
export class Meddler {
  meddling: Meddling = 'pass';
  /** `200`, or `401 devices.signature`: of each batch with records that reached the server. */
  readonly answers: string[] = [];
  private old: Asked | null = null;
  private readonly server: Server;

  private constructor(private readonly target: string) {
    this.server = createServer((incoming, outgoing) => void this.pass(incoming, outgoing).catch(() => incoming.socket.destroy()));
  }

  static async to(target: string): Promise<Meddler> {
    const meddler = new Meddler(target);
    await new Promise<void>((resolve) => void meddler.server.listen(0, '127.0.0.1', resolve));
    return meddler;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (this.meddling === 'down') return void incoming.socket.destroy();
    const headers = { ...incoming.headers, ...(incoming.headers.origin ? { origin: this.target } : {}), host: new URL(this.target).host };
    const asked: Asked = { path: incoming.url ?? '/', method: incoming.method ?? 'GET', headers, body: await whole(incoming) };
    const withRecords = asked.path.endsWith('/batches') && !asked.body.includes('"records":[]');
    const answer = withRecords ? await this.meddle(asked) : await this.onward(asked);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private async meddle(asked: Asked): Promise<Answered> {
    switch (this.meddling) {
      case 'twice':
        await this.handIn(asked);
        return this.handIn(asked);
      case 'flip-body': return this.handIn({ ...asked, body: flipped(asked.body, asked.body.indexOf('"sealed":"') + 60) });
      case 'flip-signature': return this.handIn(withHeader(asked, 'signature', (old) => flipped(Buffer.from(old), 20).toString()));
      case 'other-number': return this.handIn(withHeader(asked, 'countersign-batch', (old) => String(Number(old) + 1000)));
      case 'other-device': return this.handIn({ ...asked, path: asked.path.replace(/[0-9a-f](?=\/batches$)/, (digit) => (digit === '0' ? '1' : '0')) });
      case 'old-one': return this.handIn(this.old ?? asked);
      case 'forged-answer': return forged(asked);
      case 'foreign-answer': return moved(await this.handIn(asked));
      default:
        this.old ??= asked;
        return this.handIn(asked);
    }
  }

  private async handIn(asked: Asked): Promise<Answered> {
    const answer = await this.onward(asked);
    const { code } = JSON.parse(answer.body.toString() || '{}') as { code?: string };
    this.answers.push([answer.status, code].filter(Boolean).join(' '));
    return answer;
  }

  private onward({ path, method, headers, body }: Asked): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.target), { method, headers: { ...headers, 'content-length': String(body.length) } }, (answer) => {
        whole(answer).then((content) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: content }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The same length, and one letter another one. */
function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at] === 0x41 ? 0x42 : 0x41;
  return copy;
}

const withHeader = (asked: Asked, name: string, change: (old: string) => string): Asked => ({ ...asked, headers: { ...asked.headers, [name]: change(String(asked.headers[name])) } });

/** By somebody who knows no tablet's answers: 200, and that all is well. */
function forged(asked: Asked): Answered {
  const { records } = JSON.parse(asked.body.toString()) as { records: { seq: number; id: string }[] };
  const body = Buffer.from(JSON.stringify({ results: records.map(({ seq, id }) => ({ seq, id, outcome: 'stored' })) }));
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

/** The server's own answer, with the numbers of other records in it. */
function moved(answer: Answered): Answered {
  const said = JSON.parse(answer.body.toString()) as { results: { seq: number }[] };
  const body = Buffer.from(JSON.stringify({ ...said, results: said.results.map((one) => ({ ...one, seq: one.seq + 1 })) }));
  return { ...answer, headers: { ...answer.headers, 'content-length': String(body.length) }, body };
}
