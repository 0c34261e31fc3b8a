import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BATCH_MOST_BYTES, BATCH_MOST_RECORDS, CLOCK_TOLERANCE_S, DEVICE_ERRORS, DEVICE_PROTOCOL, type DeviceBatch, DRAIN_DAYS } from '#libs/stores';
import { type CampaignPublicKey, verifyPublicKey } from '#libs/vault';
import { DeviceBatchDto } from '../apps/server/src/api/devices/devices.dto.js';
import { compileCheck } from '../apps/server/src/edge/compile-check.js';
import { decodeRecord } from '../libs/signatures/src/signature-record.js';
import { CODE_MINUTES, CODE_TRIES, keyFingerprint, MOST_GUESSES_AN_HOUR } from '../libs/stores/src/pairing-rules.js';
import { SUPERSEDED_DAYS } from '../libs/stores/src/protocol-rules.js';
import { clockHolds, publicKeyOf, readSignedRequest, signatureHolds } from '../libs/stores/src/request-signature.js';
import { sheetLineId } from '../libs/stores/src/sheet-rules.js';
import { associatedData, dissect, envelopeInfo, signatureContext } from '../libs/vault/src/envelope.js';
import { setupRecipient } from '../libs/vault/src/hpke.js';
import { rawPublicKey, recipientKeyFromBytes } from '../libs/vault/src/kem.js';
import { unpad } from '../libs/vault/src/padding.js';

const TEXT = readFileSync(path.resolve(import.meta.dirname, '../docs/TABLET-PROTOCOL.md'), 'utf8');

/** The block of the page that bears this name after its language. */
function example(name: string): string {
  const found = [...TEXT.matchAll(new RegExp(`^\`\`\`[a-z]+ ${name}\\n([\\s\\S]*?)\\n\`\`\`$`, 'gm'))].map(([, block = '']) => block);
  if (found.length !== 1) throw new Error(`${found.length} blocks are called ${name}`);
  return found[0] ?? '';
}

/** Lines of a name, spaces and the rest. */
const named = (name: string): Record<string, string> => Object.fromEntries(example(name).split('\n').map((line) => [/^\S+/.exec(line)?.[0] ?? '', line.replace(/^\S+\s+/, '')]));

const batch = JSON.parse(example('batch')) as DeviceBatch;
const body = Buffer.from(JSON.stringify(batch));

/** The request as it stands there, with the body of the other block. */
function request(): { method: string; path: string; headers: Record<string, string>; rawBody: Buffer } {
  const [first = '', ...lines] = example('request').split('\n');
  const [method = '', where = ''] = first.split(' ');
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  return { method, path: where, headers, rawBody: body };
}

describe('the page on the tablets’ protocol', () => {
  it('has the fingerprint and the public half of its key', () => {
    const key = createPrivateKey({ key: JSON.parse(example('device-key')) as Record<string, string>, format: 'jwk' });
    const raw = rawPublicKey(createPublicKey(key), 65);
    expect(named('device-public')).toEqual({ publicKey: raw.toString('base64url'), fingerprint: keyFingerprint(raw) });
  });

  it('has a request that the server believes, and not with anything changed', () => {
    const claimed = readSignedRequest(request());
    const key = publicKeyOf(Buffer.from(named('device-public').publicKey ?? '', 'base64url'));
    if (!claimed || !key) throw new Error('not read');
    expect(signatureHolds(claimed, key)).toBe(true);
    expect(claimed.base).toBe(example('signature-base'));
    expect([claimed.deviceId, claimed.batch]).toEqual([/devices\/([^/]+)/.exec(request().path)?.[1], 831]);
    expect(clockHolds(claimed.created, new Date(Date.parse(batch.clock) + batch.offsetMs))).toBe(true);
    expect(readSignedRequest({ ...request(), rawBody: Buffer.from(JSON.stringify({ ...batch, waiting: 4 })) })).toBeNull();
    expect(signatureHolds({ ...claimed, base: claimed.base.replace('831', '832') }, key)).toBe(false);
  });

  it('has a body that the server takes, of the length and digest it names', () => {
    expect(compileCheck(DeviceBatchDto)(JSON.parse(body.toString('utf8')))).toEqual([]);
    expect(TEXT).toContain(`writes it: ${body.length} bytes)`);
    expect(request().headers['content-digest']).toBe(`sha-256=:${createHash('sha256').update(body).digest('base64')}:`);
    const answer = JSON.parse(example('answer')) as { results: { seq: number; id: string }[]; shifts: string[] };
    expect(answer.results.map(({ seq, id }) => [seq, id])).toEqual(batch.records.map(({ seq, id }) => [seq, id]));
    expect(answer.shifts).toEqual(batch.shifts.map(({ id }) => id));
  });

  it('has keys that the root signed, and private ones that belong to them', () => {
    for (const suite of ['x25519', 'p256'] as const) {
      const key = JSON.parse(example(`key-${suite}`)) as CampaignPublicKey;
      expect(verifyPublicKey(key, key.rootFingerprint)).toBe(true);
      expect(recipientKeyFromBytes(Buffer.from(named('private-keys')[suite] ?? '', 'hex'), suite).publicKey.toString('base64url')).toBe(key.publicKey);
    }
  });

  it('has the id of a line, and uses it', () => {
    const { sheet = '', line, attempt, id } = named('sheet-line');
    expect(sheetLineId(sheet, Number(line), Number(attempt))).toBe(id);
    expect(batch.records[1]).toMatchObject({ id, sheet: { id: sheet, line: Number(line), attempt: Number(attempt) } });
  });

  it.each([['x25519', 0], ['p256', 1]] as const)('has an envelope for %s that opens to what it says, bound to what it says', (suite, n) => {
    const told = named(`envelope-${suite}`);
    const record = batch.records[n];
    if (!record) throw new Error('no such record');
    const sealed = Buffer.from(record.sealed, 'base64');
    const parts = dissect(sealed);
    const aad = associatedData(parts.keyId, signatureContext({ ...record, recordId: record.id }));
    expect([parts.suite, parts.sequence]).toEqual([suite, 0]);
    expect(parts.keyId).toBe((JSON.parse(example(`key-${suite}`)) as CampaignPublicKey).keyId);
    expect(aad.toString('utf8')).toBe(told.aad);
    expect(envelopeInfo(suite, parts.keyId).toString('utf8').replace('\0', ' NUL ')).toBe(told.info);
    expect(told.bytes).toBe(`${sealed.length}: 1 + 8 + ${parts.enc.length} + 4 + 192 + 16`);
    if (told.enc) expect(parts.enc.toString('hex')).toBe(told.enc);
    const recipient = recipientKeyFromBytes(Buffer.from(named('private-keys')[suite] ?? '', 'hex'), suite);
    const plaintext = unpad(setupRecipient(recipient, parts.enc, envelopeInfo(suite, parts.keyId)).open(0, aad, parts.ciphertext));
    expect(plaintext.toString('utf8')).toBe(told.plaintext);
    expect(decodeRecord(plaintext)).toMatchObject({ country: 'GB' });
  });

  it('names the bounds that the server has', () => {
    expect([DEVICE_PROTOCOL, CLOCK_TOLERANCE_S, DRAIN_DAYS, BATCH_MOST_RECORDS, BATCH_MOST_BYTES / 2 ** 20, SUPERSEDED_DAYS]).toEqual([1, 600, 30, 200, 2, 90]);
    expect([CODE_MINUTES, CODE_TRIES, MOST_GUESSES_AN_HOUR]).toEqual([10, 5, 100]);
  });

  it('says what to do at every error that a tablet can meet', () => {
    // What only a manager's pages answer with.
    const notForTablets: string[] = [DEVICE_ERRORS.unknown, DEVICE_ERRORS.notAwaiting, DEVICE_ERRORS.ended, DEVICE_ERRORS.notStolen];
    expect(Object.values(DEVICE_ERRORS).filter((code) => !notForTablets.includes(code) && !TEXT.includes(`\`${code}\``))).toEqual([]);
  });
});
