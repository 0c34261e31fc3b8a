import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { Queues } from '#libs/queues';
import { RECORD_BATCH, type SealedSignature } from '#libs/signatures';
import { currentKey, PrivateKeyStore, Sealer, signatureContext } from '#libs/vault';
import { encodeRecord } from '../../../libs/signatures/src/signature-record.js';
import { CAMPAIGN, type Petition } from '../stage/scene.js';
import { type Stage } from '../stage/stage.js';
import { type Fault, type Target } from './fault.js';

/** Straight to Redis: somebody who is in the queue. */
async function inQueue<T>(stage: Stage, work: (queues: Queues) => Promise<T>): Promise<T> {
  const queues = new Queues(stage.config);
  try {
    await queues.ready(4_000);
    return await work(queues);
  } finally {
    await queues.onApplicationShutdown();
  }
}

/** A record as a server seals it. */
async function sealer(stage: Stage): Promise<(petition: Petition, person: { number: string; nonce: string }) => SealedSignature> {
  const keys = await PrivateKeyStore.open(stage.config.keysDir);
  const key = currentKey(keys.campaignKeys(CAMPAIGN).publicKeys, Date.now());
  if (!key) throw new Error('no key');
  const seal = new Sealer(() => key);
  return (petition, { number, nonce }) => {
    const [id, signedAt] = [uuidv7(), new Date()];
    const plain = encodeRecord({
      givenName: 'Canaryword', familyName: number.toUpperCase(), email: `${number}@box.chaos.invalid`, postcode: null, town: `Kanarie-${nonce}`, country: 'GB', salt: Buffer.alloc(32, 7).toString('base64'),
    });
    const bound = { petitionId: petition.id, textVersion: 1, language: 'en', channel: 'online' as const };
    return { id, ...bound, signedAt: signedAt.toISOString(), sealed: seal.seal(plain, signatureContext({ recordId: id, ...bound, signedAt })).toString('base64') };
  };
}

/** Honest records made by hand; `kept` says that the queue has them, and so that they are promised. */
async function honest({ stage, scene, ledger, random }: Target, count: number): Promise<{ records: SealedSignature[]; kept: () => void }> {
  const make = await sealer(stage);
  const petition = scene.petitions[0] as Petition;
  const people = Array.from({ length: count }, () => ({ number: `q${random.below(1e9).toString(36)}`, nonce: `q-${randomUUID()}` }));
  for (const { number, nonce } of people) ledger.note({ e: 'try', nonce, petition: petition.slug, person: number, live: true });
  return { records: people.map((person) => make(petition, person)), kept: () => people.forEach(({ nonce }) => ledger.note({ e: 'ack', nonce })) };
}

const put = (queues: Queues, records: readonly SealedSignature[], batch: string, job: string): Promise<void> =>
  queues.add({ kind: RECORD_BATCH, id: job, payload: { id: batch, receivedAt: new Date().toISOString(), records: [...records] } });

/** What lies in the queue is put in once more, and once more. */
const twice: Fault = {
  name: 'jobs delivered twice', kind: 'other', lasts: [2_000, 3_500],
  throw: async ({ stage }) => {
    let over = false;
    const busy = inQueue(stage, async (queues) => {
      const queue = queues.queue('intake');
      const times = new Map<string, number>();
      while (!over) {
        for (const job of await queue.getJobs(['active', 'waiting', 'delayed'], 0, 20)) {
          const before = times.get(job?.id ?? '') ?? 0;
          if (!job?.id || before >= 2 || job.id.startsWith('again-')) continue;
          times.set(job.id, before + 1);
          await queue.add(job.name, job.data as object, { jobId: `again-${randomUUID()}` });
        }
        await pause(15);
      }
    }).catch(() => undefined);
    return { undo: () => { over = true; return busy; } };
  },
};

/** The same batch under three ids at once, and again when it is long done. */
const back: Fault = {
  name: 'a done job moved back', kind: 'other', lasts: [1_500, 3_000],
  throw: async (target) => {
    const { records, kept } = await honest(target, 12);
    const batch = uuidv7();
    await inQueue(target.stage, async (queues) => {
      await put(queues, records, batch, batch);
      kept();
      for (let n = 0; n < 2; n += 1) await put(queues, records, batch, `again-${randomUUID()}`);
    });
    return { undo: () => inQueue(target.stage, (queues) => put(queues, records, batch, `again-${randomUUID()}`)) };
  },
};

/** One record that no key opens, or whose value Postgres refuses, among honest ones. */
const poison = (name: string, spoil: (record: SealedSignature) => SealedSignature): Fault => ({
  name: `a poison record: ${name}`, kind: 'other', lasts: [0, 0],
  throw: async (target) => {
    const { stage, ledger, random } = target;
    const { records, kept } = await honest(target, 9);
    const make = await sealer(stage);
    const bad = spoil(make(target.scene.petitions[0] as Petition, { number: 'poison', nonce: 'poison' }));
    ledger.note({ e: 'poison', record: bad.id });
    const batch = uuidv7();
    await inQueue(stage, (queues) => put(queues, records.toSpliced(random.below(records.length), 0, bad), batch, batch));
    kept();
    return {};
  },
});

export const JOBS: readonly Fault[] = [
  twice, back,
  poison('garbage for an envelope', (record) => ({ ...record, sealed: Buffer.from('garbage '.repeat(40)).toString('base64') })),
  poison('an envelope of another record', (record) => ({ ...record, textVersion: 2 })),
  poison('a value that Postgres refuses', (record) => ({ ...record, via: 'store-\u0000' })),
];
