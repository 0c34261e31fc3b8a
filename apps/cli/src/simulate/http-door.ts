import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

export interface Answer {
  status: number;
  text: string;
}

/** About half a minute of patience. */
const MOST_TRIES = 15;
const AGAIN_AFTER_MS = 250;

/** The real door over real sockets, kept open; `atOnce` requests run, the others wait. */
export class HttpDoor {
  /** How often it was asked to come back later. */
  repeated = 0;
  private readonly agent: http.Agent;
  private readonly client: typeof http | typeof https;

  constructor(private readonly url: string, private readonly headers: () => Record<string, string>, atOnce = 32) {
    const options = { keepAlive: true, maxSockets: atOnce };
    this.client = url.startsWith('https:') ? https : http;
    this.agent = url.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
  }

  /**
   * Asked to come back later (503, 429), it does, as a patient client would: with the same Idempotency-Key, so that what was
   * kept although nobody could say so in time is not there twice.
   */
  async post(path: string, body: object | string): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), 'idempotency-key': randomUUID() };
    for (let tries = 1; ; tries += 1) {
      const answer = await this.request('POST', path, text, headers);
      if ((answer.status !== 503 && answer.status !== 429) || tries >= MOST_TRIES) return answer;
      this.repeated += 1;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS * tries));
    }
  }

  get(path: string): Promise<Answer> {
    return this.request('GET', path, null, {});
  }

  close(): void {
    this.agent.destroy();
  }

  private request(method: string, path: string, body: string | null, headers: Record<string, string>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = this.client.request(new URL(path, this.url), { method, agent: this.agent, headers: { ...this.headers(), ...headers } }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
        response.on('error', reject);
      });
      request.setTimeout(30_000, () => request.destroy(new Error('no answer within 30 s')));
      request.on('error', reject);
      request.end(body ?? undefined);
    });
  }
}
