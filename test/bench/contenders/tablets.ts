/** The tablets' door: batches of sealed records, each request signed by its tablet's key. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PublishedKeys } from '#libs/signatures';
import { DEVICE_PROTOCOL, type DeviceRecord } from '#libs/stores';
import { Sealer } from '#libs/vault';
import { utf8 } from '../../../apps/tablet/src/crypto/bytes.js';
import { signRequest } from '../../../apps/tablet/src/crypto/request-signature.js';
import { MANAGER, storeParts } from '../../support/stores.js';
import { RawTablet } from '../../tablet/raw-tablet.js';
import type { GivenRequest } from '../load/orders.js';
import { MadeRecords } from '../made-records.js';
import type { Bench, Stand, Started } from '../stand.js';
import { type Contender, loadTurn } from '../turns.js';
import { addressOf } from './addresses.js';
import { pipelineOf } from './signing.js';

const TABLETS = 16;
const RECORDS_A_BATCH = 100;

export async function tablets(bench: Bench): Promise<Contender> {
  const { stand, server, worker } = await pipelineOf(bench);
  const devices = await Promise.all(Array.from({ length: TABLETS }, (_, n) => paired(stand, server, n)));
  const published = new PublishedKeys(stand.db);
  await published.prepare('bench');
  const sealer = new Sealer(() => published.current('bench'));
  const made = devices.map(({ petitionId }) => new MadeRecords([petitionId], sealer, RECORDS_A_BATCH, 'store'));
  let expected = 3_000;
  return {
    name: 'tablets', title: 'The tablets\' door', setup: `${TABLETS} paired tablets, each with its own connection, send batches of ${RECORDS_A_BATCH} records that were sealed and signed beforehand; server and worker as in the pipeline.`,
    measured: 'Records acknowledged and counted per second, until the tally shows all of them.',
    turn: async (seconds) => {
      const [file, before] = [path.join(bench.folder, 'tablets.json'), await stand.counted()];
      const batches = Math.ceil((expected * seconds * 1.5) / RECORDS_A_BATCH / TABLETS);
      const lists = await Promise.all(devices.map(async ({ tablet }, n) => {
        const list: GivenRequest[] = [];
        for (const text of made[n]?.batches(batches * RECORDS_A_BATCH, 0) ?? []) list.push(await requestOf(tablet, (JSON.parse(text) as { records: DeviceRecord[] }).records, n));
        return list;
      }));
      writeFileSync(file, JSON.stringify(lists));
      const { result, ...turn } = await loadTurn(bench, {
        stand, door: server, processes: { server, worker }, order: { seconds, connections: TABLETS, depth: 1, what: { kind: 'given', file, cycle: false } }, done: (all) => stand.until(before + all.acknowledged),
      });
      // What was not sent in time never will be: its numbers are given out anew.
      expected = Math.max(1_000, result.acknowledged / result.seconds);
      return turn;
    },
  };
}

async function paired(stand: Stand, server: Started, n: number): Promise<{ tablet: RawTablet; petitionId: number }> {
  const petition = stand.petitions[n % stand.petitions.length];
  if (!petition) throw new Error('a petition for each tablet');
  const parts = storeParts(stand.db);
  const { id: storeId } = await parts.storeFor(petition.slug);
  const { code } = await parts.pairing.newCode(storeId, { deviceName: `Tablet ${n}` }, MANAGER);
  const tablet = await RawTablet.make(`http://127.0.0.1:${server.port}`);
  const { status } = await tablet.pair(code);
  if (status !== 201) throw new Error(`a tablet was not paired: ${status}`);
  await parts.pairing.admit(tablet.id, MANAGER);
  return { tablet, petitionId: petition.id };
}

async function requestOf(tablet: RawTablet, sealed: readonly DeviceRecord[], n: number): Promise<GivenRequest> {
  const now = new Date().toISOString();
  const records = sealed.map((record) => ({ ...record, seq: ++tablet.seq, deviceClock: record.signedAt, offsetMs: 0 }));
  const body = JSON.stringify({
    protocol: DEVICE_PROTOCOL, appVersion: 'bench', clock: now, offsetMs: 0, waiting: records.length, oldestWaiting: now, storageProtected: true, highestSeq: tablet.seq, shifts: [], records,
  });
  const target = `/api/v1/devices/${tablet.id}/batches`;
  const headers = await signRequest(tablet.key.privateKey, { method: 'POST', path: target, device: tablet.id, batch: ++tablet.batch, created: Date.now() / 1_000, body: utf8(body) });
  const lines = Object.entries({ host: 'petitions.example', 'x-forwarded-for': addressOf(n), 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers });
  return { weight: records.length, text: `POST ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}` };
}
