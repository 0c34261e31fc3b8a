import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog } from '#libs/access';
import { Database, dataSourceFor } from '#libs/database';
import { recount, SignatureLedger } from '#libs/signatures';
import { TallyBook } from '#libs/tallies';
import { decodeProofCode, encodeProofCode, leafHash, personCommit, PrivateKeyStore } from '#libs/vault';
import { testDatabase, type TestDatabase } from '../../../../test/support/services.js';
import { HANDOVER_ENTITIES } from '../handovers.entity.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type Manifest, signatureHolds, textSha256 } from './manifest.js';
import { pathLeadsTo, rootOf } from './merkle.js';
import { SealDesk } from './seal-desk.service.js';
import { SealReader } from './seal.reader.js';
import { HandoverSealer } from './sealer.service.js';
import { type Seal } from './seal.types.js';
import { verifySeals } from './verify-seals.js';

const actor = { id: 'user-1', name: 'Organiser' };
const hex = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const saltOf = (who: string): Buffer => createHash('sha256').update(`salt ${who}`).digest();
const HOUR = 3_600_000;

let test: TestDatabase;
let db: Database;
let ledger: SignatureLedger;
let desk: SealDesk;
let sealer: HandoverSealer;
let reader: SealReader;

beforeAll(async () => {
  test = await testDatabase();
  db = new Database(await dataSourceFor(test.config.database, { entities: HANDOVER_ENTITIES, poolSize: 4 }).initialize());
  const keys = await PrivateKeyStore.open(test.config.keysDir);
  const { publicKeys } = await keys.ensureCampaign('sealed');
  const audit = new AuditLog(db);
  ledger = new SignatureLedger(db, new TallyBook());
  desk = new SealDesk(db, new HandoversRepository(db), audit);
  sealer = new HandoverSealer(db, new TallyBook(), keys, audit);
  reader = new SealReader(db);
  await db.rows(`insert into campaigns (slug, title, kind) values ('sealed', '{"en": "Sealed — été"}', 'live')`);
  await db.rows(`insert into campaign_keys (campaign_id, key_id, month, public_key, root_public_key, root_fingerprint, signature)
    select id, $1, $2, $3, $4, $5, $6 from campaigns where slug = 'sealed'`, (({ keyId, month, publicKey, rootPublicKey, rootFingerprint, signature }) => [keyId, month, publicKey, rootPublicKey, rootFingerprint, signature])(publicKeys[0] ?? publicKeys[1]!));
  await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) select campaigns.id, x.*, 'petition' from campaigns, (values ('region-north', 'region', null, 'The North')) x(id, kind, iso2, name) where slug = 'sealed'`);
}, 60_000);
afterAll(async () => {
  await db?.dataSource.destroy();
  await test?.drop();
});

let countries = 0;
async function newPetition(privacy = 'standard'): Promise<{ id: number; country: string; slug: string }> {
  const country = `X${String.fromCharCode(65 + countries++)}`;
  const slug = `sealed-${country.toLowerCase()}`;
  await db.rows(`insert into jurisdictions (campaign_id, id, kind, iso2, name, petition_state) select id, $1, 'country', $1, $1, 'petition' from campaigns where slug = 'sealed'`, [country]);
  const [row] = await db.rows<{ id: number }>(`insert into petitions (campaign_id, jurisdiction_id, slug, takes_signatures, status, privacy, default_language) select id, $1, $2, true, 'open', $3, 'en' from campaigns where slug = 'sealed' returning id`, [country, slug, privacy]);
  await db.rows(`insert into petition_texts (petition_id, language, version, title, demand) values ($1, 'en', 1, 'A petition', 'A demand')`, [row!.id]);
  return { id: row!.id, country, slug };
}
async function newHandover(jurisdiction: string, level = 'national', covers: string[] = [jurisdiction]): Promise<string> {
  const [row] = await db.rows<{ id: string }>(`insert into handovers (campaign_id, jurisdiction_id, level, status, date_edtf, date_from, date_to) select id, $1, $2, 'planned', '2099-06-01', '2099-06-01', '2099-06-01' from campaigns where slug = 'sealed' returning id`, [jurisdiction, level]);
  await db.rows(`insert into handover_jurisdictions (handover_id, campaign_id, jurisdiction_id) select $1, id, unnest($2::text[]) from campaigns where slug = 'sealed'`, [row!.id, covers]);
  return row!.id;
}
/** Paper counts at once; `signedAt` may lie before everybody else's, as when a tablet was away. */
async function sign(petitionId: number, who: string, more: { signedAt?: number; channel?: 'paper' | 'store'; country?: string } = {}): Promise<string> {
  const id = uuidv7();
  const signedAt = more.signedAt ?? Date.now();
  await ledger.record(uuidv7(), [{
    petitionId, id, channel: more.channel ?? 'paper', country: more.country ?? 'GB', emailKey: hex(who), nameKey: null, signedAt, receivedAt: Date.now(), confirmedAt: signedAt, confirmHash: null,
    withdrawHash: createHash('sha256').update(id).digest(), personCommit: personCommit(saltOf(who), { name: who, email: `${who}@example.org` }), sealed: Buffer.alloc(64, 1), textVersion: 1, language: 'en', claimedAt: null, via: null, updates: [], synthetic: false,
  }]);
  return id;
}
const withdraw = (petitionId: number, recordId: string): Promise<unknown> => ledger.withdraw([{ petitionId, recordId, hash: createHash('sha256').update(recordId).digest() }]);
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
async function seal(handover: string, cutoff?: Date): Promise<Seal> {
  const id = await desk.ask(handover, cutoff ? { cutoff } : {}, actor);
  await sealer.seal(id);
  return (await reader.get(id))!;
}
async function manifestOf(sealed: Seal): Promise<Manifest> {
  let text = '';
  for await (const part of reader.manifest(sealed, { leaves: true })) text += part;
  return JSON.parse(text) as Manifest;
}
const leafOf = (slug: string, who: string, channel: 'paper' | 'store' = 'paper', country = 'GB'): Buffer =>
  leafHash(personCommit(saltOf(who), { name: who, email: `${who}@example.org` }), { petition: slug, textVersion: 1, country, channel });
const drifts = async (): Promise<string[]> => (await verifySeals(db)).drift.map(({ where, stored }) => `${where}: ${stored}`);
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing was refused', (error: { code: string; fields?: { code: string }[] }) => error.fields?.[0]?.code ?? error.code);

describe('a sealed handover', () => {
  it('holds whoever counted at the cut-off: not who came later, and still who left since', async () => {
    const petition = await newPetition();
    const handover = await newHandover(petition.country);
    const gone = await sign(petition.id, 'gone before');
    await withdraw(petition.id, gone);
    await sign(petition.id, 'stays');
    const leaver = await sign(petition.id, 'leaves after');
    await pause();
    const cutoff = new Date();
    await pause();
    await withdraw(petition.id, leaver);
    await sign(petition.id, 'comes after');

    const sealed = await seal(handover, cutoff);
    expect(sealed).toMatchObject({ state: 'sealed', number: 1, size: 2, publishedAt: null });
    const manifest = await manifestOf(sealed);
    expect(manifest.leaves).toEqual([leafOf(petition.slug, 'stays'), leafOf(petition.slug, 'leaves after')].map((leaf) => leaf.toString('hex')).sort());
    expect(manifest.statement).toMatchObject({ counted: 2, cutoff: cutoff.toISOString(), replaces: null, tree: { size: 2, root: sealed.root }, petitions: [{ petition: petition.slug, counted: 2, cells: [{ country: 'other', channel: 'all', counted: 2 }], texts: [{ language: 'en', version: 1 }] }] });
    expect(rootOf(manifest.leaves.map((leaf) => Buffer.from(leaf, 'hex'))).toString('hex')).toBe(sealed.root);
    expect(signatureHolds(sealed.statementText!, manifest.key, manifest.signature)).toBe(true);
    expect(await reader.corrections(sealed.id)).toEqual({ takenBack: 1, invalid: 0, duplicate: 0, erased: 1 });
    expect((await recount(db)).drift).toEqual([]);
    expect(await drifts()).toEqual([]);
  });

  it('exchanges nobody for an earlier signature that comes late, but before it was sealed it would have', async () => {
    const petition = await newPetition();
    await sign(petition.id, 'ada', { signedAt: Date.now() - HOUR });
    await sign(petition.id, 'bob', { signedAt: Date.now() - HOUR });
    await sign(petition.id, 'bob', { signedAt: Date.now() - 2 * HOUR, channel: 'store', country: 'FR' });
    const sealed = await seal(await newHandover(petition.country));
    await sign(petition.id, 'ada', { signedAt: Date.now() - 2 * HOUR, channel: 'store', country: 'FR' });
    const counted = await db.rows(`select channel, country from signatures where petition_id = $1 and status = 'counted' order by channel`, [petition.id]);
    expect(counted).toEqual([{ channel: 'store', country: 'FR' }, { channel: 'paper', country: 'GB' }]);
    expect((await manifestOf(sealed)).leaves.sort()).toEqual([leafOf(petition.slug, 'ada'), leafOf(petition.slug, 'bob', 'store', 'FR')].map((leaf) => leaf.toString('hex')).sort());
    expect((await recount(db)).drift).toEqual([]);
  });

  it('is sealed again with another cut-off, naming what it replaces; another handover takes in who came later', async () => {
    const petition = await newPetition();
    const handover = await newHandover(petition.country);
    await sign(petition.id, 'one');
    const first = await seal(handover);
    await sign(petition.id, 'two');
    expect(await codeOf(desk.ask(handover, { cutoff: new Date(first.cutoff.getTime() - 1000) }, actor))).toBe('before_another_seal');
    expect(await codeOf(desk.ask(handover, { cutoff: new Date(Date.now() - 8 * 24 * HOUR) }, actor))).toBe('too_far_back');
    const second = await seal(handover);
    expect(second).toMatchObject({ number: 2, size: 2, replaces: first.id });
    expect(second.statement?.replaces).toBe(first.statementSha256);
    expect(await new AuditLog(db).carried()).toEqual(expect.arrayContaining([first.statement?.audit, second.statement?.audit]));
    await sealer.seal(second.id);
    expect(await reader.get(second.id)).toEqual(second);

    await db.rows(`update handovers set status = 'held' where id = $1`, [handover]);
    expect(await codeOf(desk.ask(handover, {}, actor))).toBe('seals.took_place');
    expect((await reader.standing(handover, 'public'))?.id).toBe(second.id);
    await sign(petition.id, 'three');
    const next = await seal(await newHandover(petition.country));
    expect(next).toMatchObject({ number: 1, size: 3, replaces: null });
    expect(await reader.current(next.handoverId, 'public')).toBeNull();
    await desk.publish(next.handoverId, actor);
    await desk.publish(next.handoverId, actor);
    expect(await db.rows(`select 1 from outbox where topic = 'handover.sealed' and payload ->> 'handoverId' = $1`, [next.handoverId])).toHaveLength(2);
    expect((await reader.current(next.handoverId, 'public'))?.id).toBe(next.id);
  });

  it('names the text with its calls as they were worded when it was signed', async () => {
    const petition = await newPetition();
    await db.rows(`update petition_texts set calls = '[{"key": "a", "text": "As worded then"}]' where petition_id = $1`, [petition.id]);
    await sign(petition.id, 'who saw the text');
    const sealed = await seal(await newHandover(petition.country));
    expect(sealed.statement?.petitions[0]?.texts).toEqual([{ language: 'en', version: 1, sha256: textSha256({ calls: ['As worded then'], demand: 'A demand', language: 'en', notice: null, title: 'A petition', version: 1 }) }]);
  });

  it('names the hash of an attested count\'s document where it is kept, and of no other campaign\'s', async () => {
    const petition = await newPetition();
    await sign(petition.id, 'somebody');
    const keep = async (slug: string, words: string): Promise<string> => (await db.rows<{ id: string }>(
      `insert into documents (campaign_id, sha256, bytes, size, media_type, name, uploaded_by) select id, sha256($2), $2, length($2), 'text/plain', 'protocol.txt', 'u' from campaigns where slug = $1 returning id`, [slug, Buffer.from(words)]))[0]!.id;
    await db.rows(`insert into campaigns (slug, title, kind) values ('foreign', '{"en": "Foreign"}', 'live')`);
    const [kept, foreign] = [await keep('sealed', 'Protocol of 3 May'), await keep('foreign', 'Of others')];
    for (const document of [`https://petitions.example/console/documents/${kept}`, `https://petitions.example/console/documents/${foreign}`, 'Box 4']) {
      await db.rows(`insert into attested_counts (petition_id, count, qualifier, channel, document, attested_by, recorded_by) values ($1, 7, 'exact', 'paper', $2, 'A Notary', 'u')`, [petition.id, document]);
    }
    const sealed = await seal(await newHandover(petition.country));
    expect(sealed.statement?.petitions[0]?.attested.map(({ documentSha256 }) => documentSha256)).toEqual([createHash('sha256').update('Protocol of 3 May').digest('hex'), null, null]);
  });

  it('waits for a later cut-off, which another asking may replace', async () => {
    const petition = await newPetition();
    const handover = await newHandover(petition.country);
    const early = await desk.ask(handover, { cutoff: new Date(Date.now() + HOUR) }, actor);
    await sealer.seal(early);
    expect(await reader.get(early)).toMatchObject({ state: 'asked' });
    const sealed = await seal(handover);
    expect(sealed).toMatchObject({ state: 'sealed', size: 0, number: 2 });
    expect(await reader.get(early)).toMatchObject({ state: 'failed', failure: 'seals.asked_anew' });
    expect(await codeOf(seal(await newHandover('region-north', 'regional', ['region-north'])))).toBe('seals.no_petition');
  });

  it('of a region covers its members, each leaf with a proof, and names the seals of their own', async () => {
    const [a, b] = [await newPetition(), await newPetition('high')];
    for (let n = 0; n < 12; n++) await sign(a.id, `a${n}`);
    for (let n = 0; n < 25; n++) await sign(b.id, `b${n}`);
    const own = await seal(await newHandover(a.country));
    const sealed = await seal(await newHandover('region-north', 'regional', [a.country, b.country]));
    expect(sealed.statement).toMatchObject({ counted: 37, members: [{ handover: own.handoverId, root: own.root, counted: 12 }], petitions: [
      { petition: a.slug, counted: 12, cells: [{ country: 'GB', channel: 'paper', counted: 12 }] }, { petition: b.slug, counted: 25, cells: [{ country: 'other', channel: 'all', counted: 25 }] }] });
    const code = decodeProofCode(encodeProofCode({ salt: saltOf('b7'), petition: b.slug, textVersion: 1, country: 'GB', channel: 'paper' }));
    if ('fault' in code) throw new Error(code.fault);
    const leaf = leafHash(personCommit(code.salt, { name: 'b7', email: 'b7@example.org' }), code);
    const proof = (await reader.proof(sealed, leaf))!;
    const checked = { leaf, index: proof.index, size: proof.size, path: proof.path.map((hash) => Buffer.from(hash, 'hex')) };
    expect(pathLeadsTo(Buffer.from(sealed.root!, 'hex'), checked)).toBe(true);
    expect(pathLeadsTo(Buffer.from(sealed.root!, 'hex'), { ...checked, index: proof.index ^ 1 })).toBe(false);
    expect(await reader.proof(sealed, leafOf(b.slug, 'nobody'))).toBeNull();
    expect(await reader.proof(own, leaf)).toBeNull();
  });

  it('stays clean for verify when somebody is erased, and shows it; every row altered is found', async () => {
    const petition = await newPetition();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await sign(petition.id, `e${n}`));
    const sealed = await seal(await newHandover(petition.country));
    await withdraw(petition.id, ids[0]!);
    await db.rows(`update signatures set person_commit = null, email_key = null, erased_at = clock_timestamp() where id = $1`, [ids[0]]);
    await ledger.invalidate(petition.id, [ids[1]!], 'organiser');
    expect(await reader.corrections(sealed.id)).toEqual({ takenBack: 1, invalid: 1, duplicate: 0, erased: 1 });
    expect(await drifts()).toEqual([]);

    const tamper = async (sql: string): Promise<string> => {
      await db.rows(`create table kept as select * from seal_leaves`);
      await db.rows(sql, [sealed.id]);
      const found = (await drifts()).join('\n');
      await db.rows(`delete from seal_leaves where seal_id = $1`, [sealed.id]);
      await db.rows(`insert into seal_leaves select * from kept where seal_id = $1`, [sealed.id]);
      await db.rows(`drop table kept`);
      return found;
    };
    const named = `seal 1 of handover ${sealed.handoverId}`;
    const one = `(select leaf from seal_leaves where seal_id = $1 order by leaf limit 1)`;
    expect(await tamper(`update seal_leaves set leaf = sha256(leaf) where seal_id = $1 and leaf = ${one}`)).toContain(named);
    expect(await tamper(`delete from seal_leaves where seal_id = $1 and leaf = ${one}`)).toContain(`${named}, leaves: 4`);
    expect(await tamper(`insert into seal_leaves (leaf, seal_id, record_id, petition_id) select sha256(leaf), seal_id, record_id, petition_id from seal_leaves where seal_id = $1 and leaf = ${one}`)).toContain(`${named}, leaves: 6`);
    expect(await tamper(`with two as (select leaf, record_id, row_number() over (order by leaf) as n from seal_leaves where seal_id = $1)
      update seal_leaves l set record_id = o.record_id from two t, two o where l.seal_id = $1 and l.leaf = t.leaf and t.n <= 2 and o.n = 3 - t.n`)).toContain(`${named}, leaf of signature`);
    expect(await drifts()).toEqual([]);
    await db.rows(`update seals set statement = replace(statement, '"counted":5', '"counted":6') where id = $1`, [sealed.id]);
    expect((await drifts()).join()).toContain(`${named}, signature`);
    await db.rows(`update seals set statement = $2 where id = $1`, [sealed.id, sealed.statementText]);
    expect(await drifts()).toEqual([]);
    expect((await new AuditLog(db).verifyChain()).faults).toEqual([]);
  });
});
