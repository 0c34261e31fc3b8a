/**
 * Loaded before server or worker: breaks one promise on purpose, in memory, to show that chaos (or a check) catches it. What is shipped
 * is not touched. Each names the method it replaces: if that is gone, the build is not broken, and says so.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const load = (file) => import(pathToFileURL(path.join(process.env.CHAOS_PROGRAM, 'dist', ...file.split('/'))).href);

function replace(holder, method, make) {
  const original = holder[method];
  if (typeof original !== 'function') throw new Error(`chaos: there is no ${method} any more to break`);
  holder[method] = make(original);
}

const BREAKS = {
  /** The tally is written after the signatures' transaction, in one of its own. */
  'tally-outside': async () => {
    const { TallyBook } = await load('libs/tallies/src/index.js');
    const { Database } = await load('libs/database/src/index.js');
    const later = new WeakMap();
    replace(TallyBook.prototype, 'apply', (apply) => async function (tx, ...given) {
      const waiting = later.get(tx);
      if (waiting) waiting.push((own) => apply.call(this, own, ...given));
      else await apply.call(this, tx, ...given);
    });
    replace(Database.prototype, 'transaction', (transaction) => async function (work, options) {
      let waiting = [];
      const result = await transaction.call(this, (tx) => {
        later.set(tx, (waiting = []));
        return work(tx);
      }, options);
      for (const write of waiting) await transaction.call(this, write);
      return result;
    });
  },
  /** "Thank you" is said before anything has the signature. */
  'early-ack': async () => {
    const { BatchDoor } = await load('libs/signatures/src/index.js');
    replace(BatchDoor.prototype, 'keep', (keep) => async function (batch) {
      keep.call(this, batch).catch(() => undefined);
    });
  },
  /** A record that comes again is not told from a new one. */
  'no-replay-check': async () => {
    const { ledger } = await load('libs/signatures/src/ledger.repository.js');
    replace(ledger, 'known', () => async () => []);
  },
  /** Redis no longer waits for the disk: the stage itself sets it. The page cache outlives a kill, so that /readyz has to tell. */
  'no-fsync': async () => undefined,
};

const broken = process.env.CHAOS_BROKEN;
if (!(broken in BREAKS)) throw new Error(`chaos: no such break, there are ${Object.keys(BREAKS).join(', ')}`);
await BREAKS[broken]();
