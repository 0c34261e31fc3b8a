/** Presses of the buttons in mails: answered after the commit. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Log } from '#libs/config';
import { Queues } from '#libs/queues';
import { BatchWriter, PublishedKeys, SignatureLedger } from '#libs/signatures';
import { LiveCounts, TallyBook } from '#libs/tallies';
import { deriveToken, Sealer } from '#libs/vault';
import type { GivenRequest } from '../load/orders.js';
import { MadeRecords } from '../made-records.js';
import type { Bench, Stand } from '../stand.js';
import { type Contender, loadTurn } from '../turns.js';
import { addressOf } from './addresses.js';

const WRITTEN_AT_ONCE = 500;

export async function confirmations(bench: Bench): Promise<Contender> {
  const stand = await bench.stand('confirm', 'required');
  const door = await stand.start('server.ts');
  const pending = await pendingRecords(stand);
  let expected = 6_000;
  return {
    name: 'confirmations', title: 'Confirmations',
    setup: 'Records that wait for their confirmation, written before each turn by the worker\'s own code. The server alone runs: mails of thanks wait in the outbox, for they would take a minute after each turn.',
    measured: '`POST /api/v1/confirmations`, each token once; an answer comes after the commit, and then the tally must show every press.',
    turn: async (seconds) => {
      const [file, before] = [path.join(bench.folder, 'presses.json'), await stand.counted()];
      const tokens = await pending(Math.ceil(expected * seconds * 1.5));
      writeFileSync(file, JSON.stringify([tokens.map(requestOf)]));
      const { result, ...turn } = await loadTurn(bench, { stand, door, processes: { server: door }, order: { seconds, what: { kind: 'given', file, cycle: false } }, done: (all) => stand.until(before + all.acknowledged) });
      expected = Math.max(2_000, result.acknowledged / result.seconds);
      return turn;
    },
  };
}

function requestOf(token: string, n: number): GivenRequest {
  const body = JSON.stringify({ token });
  return { weight: 1, text: `POST /api/v1/confirmations HTTP/1.1\r\nhost: petitions.example\r\nx-forwarded-for: ${addressOf(n)}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}` };
}

/** Makes so many more records that wait, and gives their tokens. */
export async function pendingRecords(stand: Stand): Promise<(count: number) => Promise<string[]>> {
  const published = new PublishedKeys(stand.db);
  await published.prepare('bench');
  const live = new LiveCounts(stand.config, new Queues(stand.config));
  const writer = new BatchWriter(stand.db, new SignatureLedger(stand.db, new TallyBook()), live, stand.keys, new Log(stand.config));
  const made = new MadeRecords(stand.petitions.map(({ id }) => id), new Sealer(() => published.current('bench')), WRITTEN_AT_ONCE);
  const tokenKey = stand.keys.tokenKey('bench');
  return async (count) => {
    const tokens: string[] = [];
    for (const text of made.batches(count, 0)) {
      const batch = JSON.parse(text) as Parameters<BatchWriter['write']>[0];
      await writer.write(batch);
      tokens.push(...batch.records.map(({ id, petitionId }) => deriveToken({ tokenKey, petitionId, recordId: id, purpose: 'confirm', attempt: 0 })));
    }
    await stand.db.rows(`delete from outbox`);
    return tokens;
  };
}
