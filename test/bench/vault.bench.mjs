/** What one record costs in the vault, in µs: `node test/bench/vault.bench.mjs` after a build. Takes about three seconds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { Opener, personHash, PrivateKeyStore, Sealer, signatureContext, currentKey, deriveToken, parseToken } =
  await import(process.argv[2] ?? '../../dist/libs/vault/src/index.js');

const dir = await mkdtemp(path.join(tmpdir(), 'vault-bench-'));
const store = await PrivateKeyStore.open(dir);
const { publicKeys } = await store.ensureCampaign('bench');
const key = currentKey(publicKeys, Date.now());
const sealer = new Sealer(() => key);
const opener = new Opener(store);
const record = Buffer.from(JSON.stringify({ givenName: 'Jeanne', familyName: 'd’Arc', email: 'jeanne.darc@example.org', postcode: '76000', town: 'Rouen' }));
const context = signatureContext({
  recordId: '019aab3c-7d10-7e6a-9d5c-0242ac120002', petitionId: 17, textVersion: 3, language: 'fr', channel: 'online', signedAt: new Date(),
});
const sealed = sealer.seal(record, context);
// As a tablet without X25519 seals: one agreement for each record.
const p256Key = currentKey(publicKeys, Date.now(), 'p256');
const p256Sealed = new Sealer(() => p256Key).seal(record, context);
const subject = { tokenKey: store.tokenKey('bench'), petitionId: 17, recordId: context.recordId, purpose: 'confirm', attempt: 0 };
const token = deriveToken(subject);
const hashKey = store.hashKey('bench');

const cases = {
  'seal (one context per minute)': () => sealer.seal(record, context),
  'seal (agreement per record)': () => new Sealer(() => key).seal(record, context),
  'open (context known)': () => opener.open(sealed, context),
  'open (agreement per record)': () => new Opener(store).open(sealed, context),
  'seal (P-256, per record)': () => new Sealer(() => p256Key).seal(record, context),
  'open (P-256, per record)': () => new Opener(store).open(p256Sealed, context),
  'keyed hash': () => personHash(hashKey, 'email', 'jeanne.darc@example.org'),
  'derive token': () => deriveToken(subject),
  'parse token': () => parseToken(token),
};

for (const [name, run] of Object.entries(cases)) {
  for (const end = performance.now() + 100; performance.now() < end;) run();
  const runs = [];
  for (const end = performance.now() + 300; performance.now() < end;) {
    const start = performance.now();
    for (let n = 0; n < 100; n++) run();
    runs.push((performance.now() - start) * 10);
  }
  const median = runs.sort((a, b) => a - b)[runs.length >> 1];
  console.log(`${name.padEnd(32)} ${median.toFixed(1).padStart(7)} µs`);
}
await rm(dir, { recursive: true });
