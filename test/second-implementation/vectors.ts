import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { canonicalStatement, drawnIndexes, manifestText, type ManifestStatement, pathOf, rootOf, sha256Hex, signedBytes, type SealedStatement } from '#libs/handovers';
import { canonicalJson, encodeProofCode, type JsonValue, leafHash, type LeafFacts, personCommit } from '#libs/vault';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** RFC 8410: the seed of an Ed25519 key in its PKCS #8 wrapping. */
const rootKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha256('a root key for test vectors')]), format: 'der', type: 'pkcs8' });

/** A signed statement over these leaves, as a campaign's root would make it. */
export function sealedStatement(leaves: readonly Buffer[]): SealedStatement {
  const statement: ManifestStatement = {
    campaign: { slug: 'keep-your-word', title: 'Tenez parole — كونوا عند كلمتكم' },
    handover: { id: '01890a5d-ac96-774b-bcce-b302099a8057', jurisdiction: 'FR', level: 'national', date: '2026-12-06', recipients: [{ office: 'Ministre de la Justice', body: null, kind: 'executive' }] },
    cutoff: '2026-12-01T12:00:00.000Z', sealedAt: '2026-12-01T12:00:01.234Z', replaces: null,
    petitions: [{
      petition: 'keep-your-word-fr', jurisdiction: 'FR', counted: leaves.length, texts: [{ language: 'fr', version: 2, sha256: sha256Hex(TEXT) }],
      cells: leaves.length === 0 ? [] : [{ country: 'other', channel: 'all', counted: leaves.length }],
      attested: [{ count: 700, qualifier: 'more-than', channel: 'paper', attestedBy: 'Maître Éluard', document: 'Procès-verbal n° 12', documentSha256: null }],
    }],
    counted: leaves.length,
    tree: { hash: 'SHA-256', shape: 'RFC 9162', size: leaves.length, root: rootOf(leaves).toString('hex') },
    members: [], audit: { n: 41, hash: sha256Hex('an audit entry') }, demonstration: true,
  };
  const statementText = canonicalStatement(statement);
  const publicKey = createPublicKey(rootKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    statementText, signature: sign(null, signedBytes(statementText), rootKey).toString('base64url'),
    key: { algorithm: 'Ed25519', publicKey: publicKey.toString('base64url'), fingerprint: sha256Hex(publicKey) },
  };
}

const TEXT = canonicalJson({ calls: ['Ratifier le protocole.'], demand: 'Tenez parole.', language: 'fr', notice: 'Vos données…', title: 'Tenez parole', version: 2 });

export const someLeaves = (n: number): Buffer[] => Array.from({ length: n }, (_, i) => sha256(`leaf ${i}`)).sort((a, b) => a.compare(b));

const SIGNERS: readonly { name: string; email: string | null; facts: LeafFacts }[] = [
  { name: 'Ada Berg', email: 'ada@example.org', facts: { petition: 'keep-your-word-fr', textVersion: 2, country: 'FR', channel: 'online' } },
  { name: 'Zoë Ångström', email: 'zoë@exämple.org', facts: { petition: 'keep-your-word-fr', textVersion: 1, country: 'SE', channel: 'store' } },
  { name: 'ليلى حدّاد', email: null, facts: { petition: 'p', textVersion: 4_294_967_295, country: 'DZ', channel: 'paper' } },
];

export async function vectorFiles(): Promise<Record<string, string>> {
  const trees = [0, 1, 2, 3, 7, 8].map((n) => {
    const leaves = someLeaves(n);
    return { leaves: hexes(leaves), root: rootOf(leaves).toString('hex'), proofs: leaves.map((_, index) => ({ index, path: hexes(pathOf(leaves, index)) })) };
  });
  const values: JsonValue[] = [
    { channel: 'online', country: 'FR', petition: 'keep-your-word-fr', textVersion: 2 }, { email: 'ada@example.org', name: 'Ada Berg' }, { email: null, name: 'Zoë Ångström' },
    { '😀': 1, '\ufb33': 2, é: 3, a: [true, false, null, 0, -1, 9_007_199_254_740_991] }, 'line\nfeed, tab\t, quote ", reverse \\, bell \u0007, delete \u007f, slash /, ليلى',
  ];
  const codes = SIGNERS.map(({ name, email, facts }) => {
    const salt = sha256(`salt of ${name}`);
    const commit = personCommit(salt, { name, email });
    return { code: encodeProofCode({ salt, ...facts }), name, email, facts, salt: salt.toString('hex'), personCommit: commit.toString('hex'), leaf: leafHash(commit, facts).toString('hex') };
  });
  const [one] = codes;
  const code = one?.code ?? '';
  const bad = [{ fault: 'checksum', code: `${code.slice(0, 20)}${code[20] === 'A' ? 'B' : 'A'}${code.slice(21)}` }, { fault: 'cut', code: code.slice(0, 40) }, { fault: 'version', code: `Ag${code.slice(2)}` }];
  const leaves = [...codes.map(({ leaf }) => Buffer.from(leaf, 'hex')), ...someLeaves(4)].sort((a, b) => a.compare(b));
  const root = sha256('a root to draw from');
  const samples = [[1, 1], [7, 7], [1000, 12], [1_000_000, 20], [2_147_483_647, 5]].flatMap(([size = 0, count = 0]) => ['a word of the minister', 'كلمة الوزير 2026'].map((nonce) =>
    ({ root: root.toString('hex'), nonce, size, count, drawn: drawnIndexes(root, nonce, size, count) })));
  let manifest = '';
  for await (const part of manifestText(sealedStatement(leaves), [Buffer.concat(leaves)])) manifest += part;
  return {
    'trees.json': pretty(trees),
    'canonical.json': pretty(values.map((value) => ({ value, text: canonicalJson(value), sha256: sha256Hex(canonicalJson(value)) }))),
    'proof-codes.json': pretty([...codes, ...bad]),
    'samples.json': pretty(samples),
    'manifest.json': manifest,
  };
}

const hexes = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));
const pretty = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
