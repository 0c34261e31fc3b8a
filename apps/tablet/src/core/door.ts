import { signRequest } from '../crypto/request-signature.js';
import { type Answer, isObject } from './answer-rules.js';
import { offsetOf } from './clock-rules.js';
import { type Platform } from './platform.js';
import { ANSWER_HEADER, TIME_HEADER } from './protocol.js';

const LIMIT_MS = 20_000;

export interface Asking {
  method: 'GET' | 'POST';
  path: string;
  /** Undefined for GET. Nothing personal in the clear, ever. */
  body?: unknown;
  batch?: number;
  etag?: string | null;
  /** Missing: the request is not signed, as only pairing may be. */
  as?: { device: string; privateKey: CryptoKey };
}

/**
 * The only way out to the network. Signs, bounds every request in time, takes nothing for an answer that doesn't bear our header, and
 * learns the server's time from what does.
 */
export class Door {
  constructor(
    private readonly platform: Platform,
    private readonly offset: () => number,
    private readonly onOffset: (offsetMs: number) => void,
  ) {}

  /** Never rejects: whatever fails is an answer that is not ours. */
  async ask(asking: Asking): Promise<Answer> {
    const stop = new AbortController();
    let cancel = () => {};
    const limit = new Promise<Answer>((resolve) => {
      cancel = this.platform.setTimer(() => {
        stop.abort();
        resolve({ ours: false });
      }, LIMIT_MS);
    });
    try {
      return await Promise.race([this.exchange(asking, stop.signal), limit]);
    } catch {
      return { ours: false };
    } finally {
      cancel();
    }
  }

  /** As `ask`; an answer that the clock is wrong brings the right time with it, so the same is asked once more. */
  async askByTheirClock(asking: Asking): Promise<Answer> {
    const answer = await this.ask(asking);
    return answer.ours && answer.status === 401 && answer.code === 'devices.clock' ? this.ask(asking) : answer;
  }

  private async exchange(asking: Asking, signal: AbortSignal): Promise<Answer> {
    const body = asking.body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(asking.body));
    const headers = await this.headers(asking, body);
    const askedAt = this.platform.now();
    const response = await this.platform.fetch(this.platform.origin + asking.path, {
      method: asking.method, headers, signal, redirect: 'error', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer',
      ...(asking.method === 'POST' ? { body } : {}),
    });
    const heardAt = this.platform.now();
    if (response.headers.get(ANSWER_HEADER) === null) return { ours: false };
    const offset = offsetOf(response.headers.get(TIME_HEADER), askedAt, heardAt);
    if (offset !== null) this.onOffset(offset);
    const text = response.status === 304 ? '' : await response.text();
    const content = parsed(text);
    return {
      ours: true, status: response.status, body: content, retryAfter: response.headers.get('retry-after'), etag: response.headers.get('etag'),
      ...problemIn(content),
    };
  }

  private async headers({ method, path, batch, etag, as }: Asking, body: Uint8Array<ArrayBuffer>): Promise<Record<string, string>> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (method === 'POST') headers['Content-Type'] = 'application/json';
    if (etag) headers['If-None-Match'] = etag;
    if (!as) return headers;
    const created = Math.floor((this.platform.now() + this.offset()) / 1000);
    return { ...headers, ...(await signRequest(as.privateKey, { method, path, device: as.device, batch: batch ?? 0, created, body })) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Of RFC 9457's problem: the stable code, and the fields that are named as faulty. */
function problemIn(content: unknown): { code: string | null; faultyFields: string[] } {
  if (!isObject(content)) return { code: null, faultyFields: [] };
  const errors = Array.isArray(content.errors) ? (content.errors as unknown[]) : [];
  return {
    code: typeof content.code === 'string' ? content.code : null,
    faultyFields: errors.flatMap((error) => (isObject(error) && typeof error.field === 'string' ? [error.field] : [])),
  };
}
