/** Those who ask for a count, beside servers that have nothing to tell. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GivenRequest } from '../load/orders.js';
import type { Bench } from '../stand.js';
import { type Contender, loadTurn } from '../turns.js';
import { addressOf } from './addresses.js';
import { bare, pipelineOf } from './signing.js';

/** Readers, each from an address of their own. */
const READERS = 20_000;

const MEASURED = 'Answers per second.';

export async function readEmptyNest(bench: Bench): Promise<Contender> {
  const stand = await bench.stand('bare');
  const door = await stand.start('../bench/programs/empty-nest.ts');
  const file = written(bench, 'empty', () => '/count');
  return {
    name: 'read: empty Nest', title: 'Empty Nest GET', setup: 'Nest on Fastify with one route that answers a constant; no limits, headers or logs.', measured: MEASURED,
    turn: (seconds) => loadTurn(bench, { stand, door, processes: { server: door }, order: { seconds, what: { kind: 'given', file, cycle: true } } }),
  };
}

export async function readBare(bench: Bench): Promise<Contender> {
  await bare(bench);
  const stand = await bench.stand('bare');
  const door = await bench.once('bare door', () => stand.start('../bench/programs/bare.ts'));
  const file = written(bench, 'bare', () => '/count');
  return {
    name: 'read: bare', title: 'Bare Fastify GET', setup: 'Fastify alone, a constant.', measured: MEASURED,
    turn: (seconds) => loadTurn(bench, { stand, door, processes: { server: door }, order: { seconds, what: { kind: 'given', file, cycle: true } } }),
  };
}

export async function readCount(bench: Bench, way: 'API' | 'page'): Promise<Contender> {
  const { stand, server, worker } = await pipelineOf(bench);
  const place = (slug: string): string => (way === 'API' ? `/api/v1/petitions/${slug}/tally` : `/en/petitions/${slug}`);
  const file = written(bench, way, (n) => place(stand.petitions[n % stand.petitions.length]?.slug ?? ''), way === 'page' ? BROWSERS : '');
  return {
    name: `read: ${way}`, title: way === 'API' ? 'A count by the API' : 'A petition\'s page', setup: `The real server; the public ${way === 'API' ? 'tally' : 'page'} of all 47 petitions in turn, of those signed in the same bench${way === 'API' ? '' : ', compressed as browsers ask for it'}.`, measured: MEASURED,
    turn: (seconds) => loadTurn(bench, { stand, door: server, processes: { server, worker }, order: { seconds, what: { kind: 'given', file, cycle: true } } }),
  };
}

/** As browsers ask for pages; programs that read a count mostly ask for it as it is. */
const BROWSERS = 'accept-encoding: gzip, deflate, br\r\n';

function written(bench: Bench, name: string, place: (n: number) => string, more = ''): string {
  const file = path.join(bench.folder, `read-${name}.json`);
  const requests = Array.from({ length: READERS }, (_, n): GivenRequest => ({ weight: 1, text: `GET ${place(n)} HTTP/1.1\r\nhost: petitions.example\r\nx-forwarded-for: ${addressOf(n)}\r\naccept: */*\r\n${more}\r\n` }));
  writeFileSync(file, JSON.stringify([requests]));
  return file;
}
