import type { DeviceBatch, DeviceRecord, DeviceState, Kit, ShiftReport } from '#libs/stores';
import { fromBase64Url, sha256, toBase64, toHex } from '../../crypto/bytes.js';
import { deviceFingerprint } from '../../crypto/device-key.js';
import { signatureBase } from '../../crypto/request-signature.js';
import { pretendKey, pretendRoot, type PretendRoot } from './pretend-keys.js';
import { type PretendTime } from './pretend-time.js';

/**
 * What happens to one request. `reset-before` and `reset-after` (the server has it): the network breaks; `thrice`: the browser has
 * sent it three times by itself; `lost`: no answer ever; `login-page`: the Wi-Fi answers 200; `half`: takes every other record
 * and says so.
 */
export type Fault = 'none' | 'reset-before' | 'reset-after' | 'thrice' | 'lost' | 'login-page' | '500' | '503' | '429' | 'half' | 'garbled';

export interface PretendDevice {
  id: string;
  publicKey: string;
  state: DeviceState;
  /** By record id: what was stored, once. */
  records: Map<string, DeviceRecord>;
  repeated: number;
  batches: Map<number, string>;
  shifts: Map<string, ShiftReport>;
  last: DeviceBatch | null;
}

/** A double of the tablet door that speaks the whole protocol, checks what it is sent as strictly as the server, and fails on demand. */
export class PretendServer {
  readonly devices = new Map<string, PretendDevice>();
  readonly codes = new Set<string>();
  readonly requests: { path: string; status: number; records: number; at: number }[] = [];
  nextFault: (path: string) => Fault = () => 'none';
  clockErrorMs = 0;
  largestBatch = 200;
  malformed: (record: DeviceRecord) => boolean = () => false;
  /** Names the faulty field of a 422. */
  namesFields = false;
  upgradeWanted = false;
  kit: Kit;
  private halfOnly = false;
  private root: PretendRoot;

  private constructor(private readonly time: PretendTime, root: PretendRoot, kit: Kit) {
    this.root = root;
    this.kit = kit;
  }

  static async start(time: PretendTime): Promise<PretendServer> {
    const root = await pretendRoot();
    const month = new Date(time.nowMs).toISOString().slice(0, 7);
    const kit = pretendKit([await pretendKey(root, 'x25519', month), await pretendKey(root, 'p256', month)]);
    return new PretendServer(time, root, kit);
  }

  get rootFingerprint(): string {
    return this.root.fingerprint;
  }

  newCode(code: string): string {
    this.codes.add(code);
    return code;
  }

  admitAll(): void {
    for (const device of this.devices.values()) device.state = 'active';
  }

  get only(): PretendDevice {
    const [device] = this.devices.values();
    if (!device) throw new Error('no device');
    return device;
  }

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => {
    const path = new URL(url).pathname;
    const fault = this.nextFault(path);
    // Its own loss must not keep time from passing; everything else is work under way.
    if (fault === 'lost') return this.time.activity.during(this.handle(path, init)).then(() => aborted(init.signal));
    return this.time.activity.during(this.faultily(fault, path, init));
  };

  private async faultily(fault: Fault, path: string, init: RequestInit): Promise<Response> {
    switch (fault) {
      case 'reset-before': throw new TypeError('Failed to fetch');
      case 'login-page': return new Response('<html>Welcome to our Wi-Fi</html>', { status: 200, headers: { 'content-type': 'text/html' } });
      case '500':
      case '503':
      case '429': return this.answer(Number(fault), { code: 'service.unavailable' }, fault === '500' ? {} : { 'retry-after': '7' });
      case 'reset-after':
        await this.handle(path, init);
        throw new TypeError('Failed to fetch');
      case 'thrice':
        await this.handle(path, init);
        await this.handle(path, init);
        return this.handle(path, init);
      case 'garbled':
        if (!path.endsWith('/batches')) return this.handle(path, init);
        await this.handle(path, init);
        return this.answer(200, { results: [{ seq: 999_999, id: 'nobody', outcome: 'stored' }], shifts: [], kitVersion: 'x', serverTime: '' });
      case 'half':
        this.halfOnly = true;
        return this.handle(path, init).finally(() => {
          this.halfOnly = false;
        });
      case 'none':
      case 'lost': return this.handle(path, init);
    }
  }

  private async handle(path: string, init: RequestInit): Promise<Response> {
    const response = await this.route(path, init);
    this.requests.push({ path, status: response.status, records: 0, at: this.time.nowMs });
    return response;
  }

  private async route(path: string, init: RequestInit): Promise<Response> {
    const body = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : '';
    if (path === '/api/v1/device-pairings') return this.pair(JSON.parse(body) as { code: string; publicKey: string });
    const [, id = '', rest = ''] = /^\/api\/v1\/devices\/([^/]+)(?:\/(kit|batches))?$/.exec(path) ?? [];
    const device = this.devices.get(id);
    if (!device) return this.answer(401, { code: 'devices.signature' });
    const refusal = await this.refusal(device, path, init);
    if (refusal) return refusal;
    if (device.state === 'stolen' || device.state === 'refused') return this.answer(403, { code: 'devices.refused' });
    if (rest === '') return this.answer(200, { state: device.state, serverTime: new Date(this.nowMs()).toISOString() });
    if (device.state === 'awaiting') return this.answer(403, { code: 'devices.not_admitted' });
    if (rest === 'kit') return this.kitFor(device, new Headers(init.headers).get('if-none-match'));
    if (this.upgradeWanted) return this.answer(426, { code: 'devices.upgrade' });
    return this.batch(device, Number(new Headers(init.headers).get('countersign-batch')), JSON.parse(body) as DeviceBatch, body);
  }

  private async pair({ code, publicKey }: { code: string; publicKey: string }): Promise<Response> {
    if (!this.codes.delete(code)) return this.answer(404, { code: 'devices.code_unknown' });
    const id = crypto.randomUUID();
    this.devices.set(id, { id, publicKey, state: 'awaiting', records: new Map(), repeated: 0, batches: new Map(), shifts: new Map(), last: null });
    return this.answer(201, {
      device: id, state: 'awaiting', fingerprint: await deviceFingerprint(publicKey), campaign: 'keep-your-word', rootFingerprint: this.root.fingerprint,
      store: { name: this.kit.store.name, language: this.kit.store.language }, serverTime: new Date(this.nowMs()).toISOString(),
    });
  }

  /** RFC 9421 as the server checks it. */
  private async refusal(device: PretendDevice, path: string, init: RequestInit): Promise<Response | null> {
    const headers = new Headers(init.headers);
    const body = init.body instanceof Uint8Array ? new Uint8Array(init.body) : new Uint8Array();
    const params = (headers.get('signature-input') ?? '').replace(/^device=/, '');
    const digest = headers.get('content-digest') ?? '';
    const created = Number(/created=(\d+)/.exec(params)?.[1]);
    const batch = Number(headers.get('countersign-batch'));
    const base = signatureBase({ method: init.method === 'POST' ? 'POST' : 'GET', path, device: device.id, batch, created, body }, digest, params);
    const raw = Uint8Array.from(atob(/^device=:(.+):$/.exec(headers.get('signature') ?? '')?.[1] ?? ''), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey('raw', fromBase64Url(device.publicKey), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    const genuine = digest === `sha-256=:${toBase64(await sha256(body))}:` && (await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, raw, new TextEncoder().encode(base)));
    if (!genuine) return this.answer(401, { code: 'devices.signature' });
    return Math.abs(created * 1000 - this.nowMs()) > 600_000 ? this.answer(401, { code: 'devices.clock' }) : null;
  }

  private kitFor(device: PretendDevice, known: string | null): Response {
    if (device.state === 'retired') return this.answer(410, { code: 'devices.retired' });
    const etag = `"${this.kit.version}"`;
    if (known === etag) return new Response(null, { status: 304, headers: { ...this.marks(), etag } });
    return this.answer(200, { ...this.kit, device: { id: device.id, name: 'Till 1' } }, { etag });
  }

  private async batch(device: PretendDevice, number: number, batch: DeviceBatch, body: string): Promise<Response> {
    const digest = toHex(await sha256(new TextEncoder().encode(body)));
    const before = device.batches.get(number);
    if (before !== undefined && before !== digest) return this.answer(409, { code: 'devices.batch_reused' });
    if (batch.records.length > this.largestBatch) return this.answer(413, { code: 'body.too_large' });
    const odd = batch.records.findIndex(this.malformed);
    if (odd >= 0) return this.answer(422, { code: 'request.invalid', errors: this.namesFields ? [{ field: `records.${odd}.sealed`, code: 'malformed' }] : [] });
    device.batches.set(number, digest);
    const results = batch.records.filter((_, index) => !this.halfOnly || index % 2 === 0).map((record) => ({ seq: record.seq, id: record.id, outcome: this.store(device, record) }));
    for (const shift of batch.shifts) device.shifts.set(shift.id, shift);
    device.last = batch;
    return this.answer(200, { serverTime: new Date(this.nowMs()).toISOString(), results, shifts: batch.shifts.map(({ id }) => id), kitVersion: this.kit.version });
  }

  private store(device: PretendDevice, record: DeviceRecord): 'stored' | 'repeated' | 'conflict' {
    const before = device.records.get(record.id);
    if (before === undefined) {
      device.records.set(record.id, record);
      return 'stored';
    }
    device.repeated += 1;
    return before.sealed === record.sealed ? 'repeated' : 'conflict';
  }

  private answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...this.marks(), ...headers } });
  }

  private marks(): Record<string, string> {
    return { 'countersign-answer': '1', 'countersign-time': String(this.nowMs()) };
  }

  private nowMs(): number {
    return this.time.nowMs + this.clockErrorMs;
  }
}

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))));
}

function pretendKit(keys: Kit['keys']): Kit {
  return {
    version: 'kit-1', serverTime: '2026-11-22T08:00:00.000Z',
    campaign: { slug: 'keep-your-word', title: { en: 'Keep your word' }, demonstration: false, defaultLanguage: 'en' },
    store: { id: '01890a5d-ac96-774b-bcce-b302099a8058', code: 'PAR-001', name: 'Rue de Rivoli', country: 'FR', language: 'fr', timeZone: 'Europe/Paris' },
    device: { id: '', name: '' },
    keys,
    petitions: [{
      id: 7, slug: 'keep-your-word-fr', jurisdiction: 'FR', eligibility: 'anyone', minimumAge: 16, opensAt: '2026-11-01T00:00:00.000Z', closesAt: '2026-12-01T00:00:00.000Z', open: true,
      defaultLanguage: 'fr', texts: [{ language: 'fr', version: 3, title: 'Tenez parole', demand: 'Tenez parole.', notice: null }], calls: [], partners: [], controller: null, contact: null,
    }],
    sheets: [{ id: '01890a5d-ac96-774b-bcce-b302099a8059', number: '10042-0', petitionId: 7, language: 'fr', textVersion: 3, lines: 20, attempts: {}, secondKeying: false, printedAt: '2026-11-02T08:00:00.000Z' }],
    pinReset: 0,
  };
}
