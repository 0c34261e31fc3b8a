import { randomUUID } from 'node:crypto';
import type { BatchAnswer, DeviceBatch, DevicePairing, DeviceRecord, Kit } from '#libs/stores';
import { toBase64, utf8 } from '../../apps/tablet/src/crypto/bytes.js';
import { makeDeviceKey, type DeviceKey } from '../../apps/tablet/src/crypto/device-key.js';
import { sheetLineId, uuidv7 } from '../../apps/tablet/src/crypto/ids.js';
import { signRequest } from '../../apps/tablet/src/crypto/request-signature.js';
import { type SealedFields, sealSignature } from '../../apps/tablet/src/crypto/seal.js';
import { chooseKey } from '../../apps/tablet/src/crypto/suite.js';

export interface Answer { status: number; body: BatchAnswer & { code?: string; errors?: { field: string }[] }; headers: Headers }

export type Person = Partial<SealedFields> & { givenName: string };

/** A tablet without screens or memory: it seals and signs as the real one does, and sends whatever a test wants sent. */
export class RawTablet {
  id = '';
  batch = 0;
  seq = 0;
  kit: Kit | null = null;

  private constructor(readonly url: string, readonly key: DeviceKey) {}

  static async make(url: string): Promise<RawTablet> {
    return new RawTablet(url, await makeDeviceKey());
  }

  async pair(code: string): Promise<{ status: number; body: DevicePairing & { code?: string } }> {
    const answer = await fetch(`${this.url}/api/v1/device-pairings`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: this.key.publicKey, name: 'Raw', appVersion: 'test', storageProtected: true }),
    });
    const body = (await answer.json()) as DevicePairing & { code?: string };
    if (answer.status === 201) this.id = body.device;
    return { status: answer.status, body };
  }

  async get(path: string): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
    const headers = await this.signed('GET', path, '', {});
    const answer = await fetch(`${this.url}${path}`, { headers });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>, headers: answer.headers };
  }

  async loadKit(): Promise<Kit> {
    const { status, body } = await this.get(`/api/v1/devices/${this.id}/kit`);
    if (status !== 200) throw new Error(`no kit: ${status} ${String(body['code'])}`);
    return (this.kit = body as unknown as Kit);
  }

  /** A record of a customer, or with `sheet` of a line on paper. */
  async record(person: Person, more: Partial<Omit<DeviceRecord, 'sealed'>> & { suite?: 'x25519' | 'p256' } = {}): Promise<DeviceRecord> {
    const petition = this.kit?.petitions[0];
    if (!this.kit || !petition) throw new Error('the kit first');
    const { suite = 'x25519', ...given } = more;
    const now = new Date();
    const sheet = given.sheet ?? null;
    const signedAt = given.signedAt ?? now.toISOString();
    const plain = {
      seq: ++this.seq, id: sheet ? await sheetLineId(sheet.id, sheet.line, sheet.attempt) : uuidv7(now.getTime()), petitionId: petition.id, textVersion: petition.texts[0]?.version ?? 1,
      language: petition.texts[0]?.language ?? 'en', channel: sheet ? ('paper' as const) : ('store' as const), deviceClock: now.toISOString(), offsetMs: 0, ...given, signedAt,
    };
    const key = chooseKey(this.kit.keys, suite, Date.now());
    if (!key) throw new Error('no key');
    const fields: SealedFields = { familyName: null, email: null, postcode: null, town: null, country: 'GB', ...person };
    const sealed = await sealSignature(key, fields, { recordId: plain.id, petitionId: plain.petitionId, textVersion: plain.textVersion, language: plain.language, channel: plain.channel, signedAt });
    return { ...plain, sealed: toBase64(sealed) };
  }

  /** `tamper` changes the body after it was signed; `created` (s) and `as` (another device's id) go into the signature. */
  async send(records: DeviceRecord[], more: Partial<DeviceBatch> & { batch?: number; tamper?: (body: string) => string; created?: number; as?: string } = {}): Promise<Answer> {
    const { batch = ++this.batch, tamper = (text: string) => text, created, as, ...given } = more;
    const body = JSON.stringify({
      protocol: 1, appVersion: 'test', clock: new Date().toISOString(), offsetMs: 0, waiting: records.length, oldestWaiting: records[0]?.signedAt ?? null, storageProtected: true,
      highestSeq: this.seq, shifts: [], records, ...given,
    });
    const path = `/api/v1/devices/${as ?? this.id}/batches`;
    const headers = await this.signed('POST', path, body, { batch, created });
    const answer = await fetch(`${this.url}${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: tamper(body) });
    return { status: answer.status, body: (await answer.json()) as Answer['body'], headers: answer.headers };
  }

  private signed(method: 'GET' | 'POST', path: string, body: string, { batch = 0, created = Date.now() / 1000 }: { batch?: number; created?: number }): Promise<Record<string, string>> {
    return signRequest(this.key.privateKey, { method, path, device: this.id, batch, created, body: utf8(body) });
  }
}

export const newShift = (captured: number, typed = 0, ended = true): DeviceBatch['shifts'][number] =>
  ({ id: randomUUID(), startedAt: new Date(Date.now() - 3_600_000).toISOString(), endedAt: ended ? new Date().toISOString() : null, captured, typed });
