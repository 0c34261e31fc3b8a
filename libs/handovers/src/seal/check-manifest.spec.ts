import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkManifest, type CheckedManifest } from './check-manifest.js';
import { canonicalStatement, manifestText, type ManifestStatement, sha256Hex, signedBytes } from './manifest.js';
import { pathLeadsTo, pathOf, rootOf } from './merkle.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const key = { algorithm: 'Ed25519' as const, publicKey: raw.toString('base64url'), fingerprint: sha256Hex(raw) };

/** A manifest of the true leaves, with others in their place if so wanted. */
async function manifest(leaves: readonly Buffer[], told: readonly Buffer[] = leaves): Promise<string> {
  const n = leaves.length;
  const statement: ManifestStatement = {
    campaign: { slug: 'c', title: 'Ä' }, handover: { id: 'h', jurisdiction: 'SE', level: 'national', date: null, recipients: [] }, cutoff: '2026-01-01T00:00:00.000Z', sealedAt: '2026-01-01T00:00:00.000Z',
    replaces: null, petitions: [{ petition: 'p', jurisdiction: 'SE', counted: n, texts: [], cells: [{ country: 'other', channel: 'all', counted: n }], attested: [] }],
    counted: n, tree: { hash: 'SHA-256', shape: 'RFC 9162', size: n, root: rootOf(leaves).toString('hex') }, members: [], audit: { n: 0, hash: '' }, demonstration: false,
  };
  const statementText = canonicalStatement(statement);
  let text = '';
  for await (const part of manifestText({ statementText, key, signature: sign(null, signedBytes(statementText), privateKey).toString('base64url') }, [Buffer.concat(told)])) text += part;
  return text;
}

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const check = (text: string, size = 1000, options: Parameters<typeof checkManifest>[1] = {}): Promise<CheckedManifest> => checkManifest(pieces(text, size), options);
const codes = async (text: string): Promise<string[]> => [...new Set((await check(text)).faults.map((fault) => fault.code))];
const sorted = (leaves: readonly Buffer[]): Buffer[] => [...leaves].sort((a, b) => a.compare(b));
const leavesOf = (n: number): Buffer[] => sorted(Array.from({ length: n }, (_, i) => createHash('sha256').update(`${i}`).digest()));

describe('a manifest, checked from its bytes', () => {
  it('holds as it was made, in whatever pieces it comes', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1, max: 900 }), async (n, size) => {
      const leaves = leavesOf(n);
      const checked = await check(await manifest(leaves), size, { fingerprint: key.fingerprint, seek: leaves.slice(-1) });
      expect(checked.faults).toEqual([]);
      expect(checked.places).toEqual(n === 0 ? [] : [n - 1]);
    }), { numRuns: 60 });
  });

  it('shows any leaf altered, dropped, added or exchanged', async () => {
    const changes = fc.record({ n: fc.integer({ min: 2, max: 40 }), at: fc.nat(), other: fc.nat(), kind: fc.constantFrom('alter', 'drop', 'add', 'swap') });
    await fc.assert(fc.asyncProperty(changes, fc.boolean(), async ({ n, at, other, kind }, inOrder) => {
      const leaves = leavesOf(n);
      const told = [...leaves];
      const strange = createHash('sha256').update(`stranger ${other}`).digest();
      const place = at % n;
      if (kind === 'alter') told[place] = strange;
      if (kind === 'drop') told.splice(place, 1);
      if (kind === 'add') told.splice(place, 0, strange);
      if (kind === 'swap') [told[place], told[(place + 1) % n]] = [told[(place + 1) % n]!, told[place]!];
      const found = await codes(await manifest(leaves, inOrder && kind !== 'swap' ? sorted(told) : told));
      expect(found.some((code) => code === 'root' || code === 'size' || code === 'order')).toBe(true);
    }), { numRuns: 150 });
  });

  it('shows any byte changed', async () => {
    const text = await manifest(leavesOf(5));
    await fc.assert(fc.asyncProperty(fc.nat({ max: Buffer.byteLength(text) - 1 }), fc.integer({ min: 1, max: 127 }), async (at, by) => {
      const bytes = Buffer.from(text);
      bytes[at] = (bytes[at] as number) ^ by;
      expect((await checkManifest(pieces(bytes.toString('latin1') === bytes.toString('utf8') ? bytes.toString() : bytes.toString('utf8'), 700))).faults).not.toEqual([]);
    }), { numRuns: 300 });
  });

  it('names another key, another form, and a file without leaves', async () => {
    const text = await manifest(leavesOf(3));
    expect((await check(text, 99, { fingerprint: '00'.repeat(32) })).faults).toMatchObject([{ code: 'other_key' }]);
    expect(await codes(JSON.stringify(JSON.parse(text), null, 1))).toEqual(['form']);
    expect(await codes(`${text}\n`)).toEqual(['form']);
    expect(await codes(text.replace('"title":"Ä"', '"title":"\\u00c4"'))).toEqual(['signature', 'statement']);
    expect(await check(await manifest(leavesOf(3), []))).toMatchObject({ faults: [], leaves: { present: false } });
  });
});

describe('a proof of inclusion', () => {
  it('leads to the root from its own leaf and place, and from no other', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), (n, at) => {
      const leaves = leavesOf(n);
      const index = at % n;
      const root = rootOf(leaves);
      const proof = { leaf: leaves[index]!, index, size: n, path: pathOf(leaves, index) };
      expect(pathLeadsTo(root, proof)).toBe(true);
      expect(pathLeadsTo(root, { ...proof, leaf: createHash('sha256').update('x').digest() })).toBe(false);
      if (n > 1) expect(pathLeadsTo(root, { ...proof, index: (index + 1) % n })).toBe(false);
      expect(pathLeadsTo(root, { ...proof, path: [...proof.path, root] })).toBe(false);
    }));
  });
});
