import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBlob, sealBlob } from './blob.js';
import { associatedData, type EnvelopeContext, headerBytes, keyIdOf, signatureContext } from './envelope.js';
import { TAG_BYTES } from './hpke.js';
import { SUITES } from './kem.js';
import { Opener } from './opener.js';
import { PADDED_SIZES } from './padding.js';
import { PrivateKeyStore } from './private-key-store.js';
import { type CampaignPublicKey, currentKey } from './public-key.js';
import { MESSAGES_PER_CONTEXT, Sealer } from './sealer.js';
import { VaultError } from './vault.errors.js';

const START = Date.UTC(2026, 10, 22, 13, 30, 5);
const CONTEXT = signatureContext({
  recordId: '019aab3c-7d10-7e6a-9d5c-0242ac120002', petitionId: 17, textVersion: 3, language: 'fr', channel: 'online', signedAt: new Date(START),
});

let dir: string;
let store: PrivateKeyStore;
let key: CampaignPublicKey;
let sealer: Sealer;
let opener: Opener;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'vault-'));
  store = await PrivateKeyStore.open(path.join(dir, 'keys'), () => START);
  const { publicKeys } = await store.ensureCampaign('keep-your-word');
  key = currentKey(publicKeys, START)!;
  sealer = new Sealer(() => key, () => START);
  opener = new Opener(store);
});

afterAll(() => rm(dir, { recursive: true }));

const contexts = fc.record<EnvelopeContext>({
  format: fc.constantFrom('countersign.signature.1', 'another.1'),
  recordId: fc.uuid(),
  petitionId: fc.option(fc.nat(2 ** 32 - 1)),
  textVersion: fc.option(fc.nat()),
  language: fc.option(fc.string()),
  channel: fc.option(fc.string()),
  signedAt: fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }),
});

describe('an envelope', () => {
  it('gives back any plaintext under its own context', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 5000 }), contexts, (plaintext, context) => {
      expect(opener.open(sealer.seal(plaintext, context), context)).toEqual(Buffer.from(plaintext));
    }));
  });

  it('does not open with any one bit changed', () => {
    const sealed = sealer.seal(Buffer.from('Jeanne d’Arc'), CONTEXT);
    expect(sealed).toHaveLength(headerBytes('x25519') + 160 + TAG_BYTES);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => opener.open(changed, CONTEXT)).toThrow(VaultError);
    }
    expect(opener.open(sealed, CONTEXT).toString()).toBe('Jeanne d’Arc');
  });

  it('does not open with any one part of its context changed', () => {
    const sealed = sealer.seal(Buffer.from('x'), CONTEXT);
    const changes: Partial<EnvelopeContext>[] = [
      { format: 'countersign.signature.2' }, { recordId: '019aab3c-7d10-7e6a-9d5c-0242ac120003' }, { petitionId: 18 }, { petitionId: null },
      { textVersion: 4 }, { textVersion: null }, { language: 'en' }, { language: null }, { channel: 'store' }, { signedAt: new Date(START + 1) },
    ];
    expect(new Set(changes.flatMap(Object.keys))).toEqual(new Set(Object.keys(CONTEXT)));
    for (const change of changes) expect(() => opener.open(sealed, { ...CONTEXT, ...change })).toThrow(new VaultError('vault.not_authentic'));
  });

  it('does not open in the row of another record', () => {
    fc.assert(fc.property(contexts, contexts, (mine, other) => {
      fc.pre(JSON.stringify(mine) !== JSON.stringify(other));
      expect(() => opener.open(sealer.seal(Buffer.from('x'), mine), other)).toThrow(new VaultError('vault.not_authentic'));
    }));
  });

  it('opens with what a database driver makes of the same context', () => {
    const sealed = sealer.seal(Buffer.from('x'), CONTEXT);
    const read = { ...CONTEXT, recordId: CONTEXT.recordId.toUpperCase(), textVersion: '3', signedAt: new Date(START).toISOString() };
    expect(opener.open(sealed, read).toString()).toBe('x');
  });

  it('binds its context in a form that a tablet writes without this code, and that never changes', () => {
    expect(associatedData('0011223344556677', CONTEXT).toString())
      .toBe('["countersign.signature.1","0011223344556677","019aab3c-7d10-7e6a-9d5c-0242ac120002",17,"3","fr","online","2026-11-22T13:30:05.000Z"]');
  });

  it('tells its key without being opened', () => {
    expect(keyIdOf(sealer.seal(Buffer.from('x'), CONTEXT))).toBe(key.keyId);
  });

  it('tells of its contents only which size class they fall in', () => {
    fc.assert(fc.property(fc.string({ maxLength: 120 }), fc.string({ maxLength: 120 }), (a, b) => {
      const [left, right] = [a, b].map((text) => Buffer.from(text).subarray(0, 188));
      expect(sealer.seal(left!, CONTEXT)).toHaveLength(sealer.seal(right!, CONTEXT).length);
    }));
    expect(() => sealer.seal(Buffer.alloc(PADDED_SIZES.at(-1)! - 3), CONTEXT)).toThrow(new VaultError('vault.too_large'));
  });

  it('refuses bytes that are no envelope, and a context no record can have', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(44), Buffer.alloc(500, 1), Buffer.alloc(headerBytes('x25519') + 192 + TAG_BYTES)]) {
      expect(() => opener.open(bytes, CONTEXT)).toThrow(new VaultError('vault.malformed'));
    }
    const bad = [{ recordId: 'not-a-uuid' }, { petitionId: 1.5 }, { petitionId: -1 }, { format: '' }, { signedAt: new Date(NaN) }, { signedAt: '2026-11-22' }];
    for (const part of bad) expect(() => sealer.seal(Buffer.from('x'), { ...CONTEXT, ...part })).toThrow(new VaultError('vault.bad_context'));
  });

  it('says in its errors neither what was sealed nor to whom', () => {
    const sealed = sealer.seal(Buffer.from('jeanne@example.org'), CONTEXT);
    try {
      opener.open(sealed, { ...CONTEXT, petitionId: 1 });
      throw new Error('opened');
    } catch (error) {
      expect(error).toMatchObject({ message: 'vault.not_authentic', code: 'vault.not_authentic' });
      expect(Object.keys(error as object)).not.toContain('cause');
    }
  });
});

describe('an envelope for a tablet without X25519', () => {
  const p256 = () => currentKey(store.campaignKeys('keep-your-word').publicKeys, START, 'p256')!;
  const p256Sealer = () => new Sealer(p256, () => START);

  it('gives back any plaintext under its own context, also beside the other kind', () => {
    const one = p256Sealer();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), contexts, (plaintext, context) => {
      const [second, first] = [one.seal(plaintext, context), sealer.seal(plaintext, context)];
      expect([first[0], second[0]]).toEqual([1, 2]);
      expect(keyIdOf(second)).toBe(p256().keyId);
      for (const sealed of [first, second]) expect(opener.open(sealed, context)).toEqual(Buffer.from(plaintext));
    }));
  });

  it('has its own length of header: version, key id, a point of 65 bytes, sequence', () => {
    const sealed = p256Sealer().seal(Buffer.from('x'), CONTEXT);
    expect(sealed).toHaveLength(1 + 8 + 65 + 4 + 160 + TAG_BYTES);
    expect([sealed.toString('hex', 1, 9), sealed[9], sealed.readUInt32BE(74)]).toEqual([p256().keyId, 4, 0]);
  });

  it('does not open with any one bit of its header changed, nor as the other kind', () => {
    const sealed = p256Sealer().seal(Buffer.from('x'), CONTEXT);
    for (let bit = 0; bit < headerBytes('p256') * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => opener.open(changed, CONTEXT)).toThrow(VaultError);
    }
    // As long as one of version 1 with its 33 bytes more would be: no padded size of ours.
    for (const version of [0, 1, 3, 255]) {
      expect(() => opener.open(Buffer.concat([Buffer.from([version]), sealed.subarray(1)]), CONTEXT)).toThrow(new VaultError('vault.malformed'));
    }
  });

  it('names a key of its own kind, or is none of ours', () => {
    const sealed = SUITES.map((suite) => new Sealer(() => currentKey(store.campaignKeys('keep-your-word').publicKeys, START, suite)!, () => START).seal(Buffer.from('x'), CONTEXT));
    const [first, second] = sealed as [Buffer, Buffer];
    const exchanged = [Buffer.concat([first.subarray(0, 1), second.subarray(1, 9), first.subarray(9)]), Buffer.concat([second.subarray(0, 1), first.subarray(1, 9), second.subarray(9)])];
    for (const envelope of exchanged) expect(() => opener.open(envelope, CONTEXT)).toThrow(new VaultError('vault.malformed'));
  });
});

describe('a sealer', () => {
  const nameOf = (envelope: Buffer) => envelope.toString('hex', 0, headerBytes('x25519'));

  it('never uses a key, agreement and number twice, in whatever processes and minutes', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(180_000)), { minLength: 2, maxLength: 60 }), (steps) => {
      let now = START;
      const processes = [0, 1, 2].map(() => new Sealer(() => key, () => now));
      const names = steps.map(([process, later]) => {
        now = START + later; // also backwards, as clocks do when they are set
        return nameOf(processes[process]!.seal(Buffer.from('x'), CONTEXT));
      });
      expect(new Set(names).size).toBe(steps.length);
    }), { numRuns: 30 });
  });

  it('makes one agreement per minute, and a new one for the next', () => {
    let now = START;
    const one = new Sealer(() => key, () => now);
    const encOf = () => one.seal(Buffer.from('x'), CONTEXT).toString('hex', 9, 41);
    const first = encOf();
    expect(encOf()).toBe(first);
    now += 60_000;
    expect(encOf()).not.toBe(first);
  });

  it('makes a new agreement after 2^20 messages', () => {
    const one = new Sealer(() => key, () => START);
    const first = one.seal(Buffer.from('x'), CONTEXT);
    const session = (one as unknown as { session: { sender: object } }).session;
    Object.defineProperty(session.sender, 'next', { value: MESSAGES_PER_CONTEXT });
    const second = one.seal(Buffer.from('x'), CONTEXT);
    expect(second.subarray(9, 41)).not.toEqual(first.subarray(9, 41));
    expect(opener.open(second, CONTEXT).toString()).toBe('x');
  });

  it('goes over to another key at once', async () => {
    const [november, december] = (await store.ensureCampaign('keep-your-word')).publicKeys.filter(({ suite }) => suite === 'x25519');
    let now = november!;
    const one = new Sealer(() => now, () => START);
    expect(keyIdOf(one.seal(Buffer.from('x'), CONTEXT))).toBe(november!.keyId);
    now = december!;
    const sealed = one.seal(Buffer.from('x'), CONTEXT);
    expect(keyIdOf(sealed)).toBe(december!.keyId);
    expect(opener.open(sealed, CONTEXT).toString()).toBe('x');
  });

  it('makes no agreement before its first record', () => {
    let asked = 0;
    const idle = new Sealer(() => { asked++; return key; }, () => START);
    expect(asked).toBe(0);
    idle.seal(Buffer.from('x'), CONTEXT);
    expect(asked).toBe(1);
  });

  it('refuses a key its root has not signed', () => {
    const forged = { ...key, month: '2026-12' };
    expect(() => new Sealer(() => forged, () => START).seal(Buffer.from('x'), CONTEXT)).toThrow(new VaultError('vault.bad_public_key'));
  });
});

describe('an opener', () => {
  it('opens the records of many processes in any order, keeping few contexts', () => {
    const forgetful = new Opener(store, 3);
    const sealed = Array.from({ length: 40 }, (_, n) => (n % 4 ? sealer : new Sealer(() => key, () => START)).seal(Buffer.from(`${n}`), CONTEXT));
    fc.assert(fc.property(fc.shuffledSubarray([...sealed.keys()]), (order) => {
      for (const n of order) expect(forgetful.open(sealed[n]!, CONTEXT).toString()).toBe(`${n}`);
    }), { numRuns: 20 });
  });

  it('opens nothing sealed to a campaign that was destroyed, though it has just opened it', async () => {
    const { publicKeys } = await store.ensureCampaign('short-lived');
    const sealed = new Sealer(() => publicKeys[0]!, () => START).seal(Buffer.from('x'), CONTEXT);
    expect(opener.open(sealed, CONTEXT).toString()).toBe('x');
    await store.destroyCampaign('short-lived');
    expect(() => opener.open(sealed, CONTEXT)).toThrow(new VaultError('vault.unknown_key'));
  });
});

describe('a sealed blob', () => {
  const request = { kind: 'withdrawal-request', id: CONTEXT.recordId, petitionId: 17, at: new Date(START) };

  it('opens as what it is and as nothing else', () => {
    const sealed = sealBlob(sealer, Buffer.from('{"email":"j@example.org"}'), request);
    expect(openBlob(opener, sealed, request).toString()).toBe('{"email":"j@example.org"}');
    for (const other of [{ kind: 'address-correction' }, { id: '019aab3c-7d10-7e6a-9d5c-0242ac120003' }, { petitionId: 18 }, { at: new Date(START + 1) }]) {
      expect(() => openBlob(opener, sealed, { ...request, ...other })).toThrow(new VaultError('vault.not_authentic'));
    }
    expect(() => opener.open(sealed, CONTEXT)).toThrow(new VaultError('vault.not_authentic'));
    expect(() => sealBlob(sealer, Buffer.from(''), { ...request, kind: 'Not a kind' })).toThrow(new VaultError('vault.bad_context'));
  });
});
