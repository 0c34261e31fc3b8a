import { connect, type Socket } from 'node:net';
import { solveChallenge } from 'altcha-lib/v1';
import { signature } from '../support/installation.js';

export interface Scale { slowHeaders: number; slowBodies: number; largeBodies: number; readers: number; bots: number; honest: number }
export interface Figures { thrown: number; honest: number; thanked: number; readers: number; asked: boolean; solved: number; slowestMs: number }

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const anywhere = (n: number): string => `${20 + (n % 180)}.${(n * 7) % 256}.${(n * 13) % 256}.${1 + (n % 250)}`;

interface Challenge { algorithm: string; challenge: string; salt: string; signature: string; maxnumber: number }

/** Everything at once against one server of this machine that believes `X-Forwarded-For`; people sign meanwhile, each from their own address. */
export async function attack(url: string, slug: string, scale: Scale, judged: () => Promise<void> = () => pause(12_000)): Promise<Figures> {
  const { port } = new URL(url);
  const open: Socket[] = [];
  const raw = (text: string): void => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.on('error', () => undefined).on('data', () => undefined);
    open.push(socket);
  };
  const path = `/api/v1/petitions/${slug}`;
  for (let n = 0; n < scale.slowHeaders; n++) raw(`POST ${path}/signatures HTTP/1.1\r\nhost: x\r\nx-`);
  for (let n = 0; n < scale.slowBodies; n++) raw(`POST ${path}/signatures HTTP/1.1\r\nhost: x\r\nx-forwarded-for: ${anywhere(n)}\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{"g`);
  for (let n = 0; n < scale.largeBodies; n++) raw(`POST ${path}/signatures HTTP/1.1\r\nhost: x\r\nx-forwarded-for: ${anywhere(n)}\r\ncontent-type: application/json\r\ncontent-length: 50000000\r\n\r\n${'x'.repeat(100_000)}`);
  let readers = 0;
  for (let n = 0; n < scale.readers; n++) {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`GET ${path}/tally/stream HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 10.${n >> 12}.${(n >> 4) & 255}.${1 + (n & 15)}\r\n\r\n`));
    // Reads the first answer and never again.
    socket.on('error', () => undefined).once('data', (part) => {
      if (part.toString().startsWith('HTTP/1.1 200')) readers += 1;
      socket.pause();
    });
    open.push(socket);
    if (n % 200 === 199) await pause(50);
  }

  const post = (address: string, body: object): Promise<number> =>
    fetch(`${url}${path}/signatures`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': address }, body: JSON.stringify(body) }).then((answer) => answer.status, () => 0);
  const challenge = async (address: string): Promise<Challenge | null> => {
    const answer = await fetch(`${url}${path}/challenge`, { headers: { 'x-forwarded-for': address } });
    return answer.status === 200 ? (await answer.json()) as Challenge : null;
  };
  const bots = async (): Promise<void> => {
    for (let n = 0; n < scale.bots; n += 20) await Promise.all(Array.from({ length: 20 }, (_, at) => post(`203.0.113.${(n + at) % 250}`, signature({ email: `bot${n + at}@robots.invalid` }))));
  };
  let [thanked, solved, slowestMs] = [0, 0, 0];
  const person = async (n: number): Promise<void> => {
    const address = anywhere(n);
    const wanted = await challenge(address);
    const found = wanted && (await solveChallenge(wanted.challenge, wanted.salt, wanted.algorithm, wanted.maxnumber).promise);
    if (found) solved += 1;
    const began = performance.now();
    const solution = found && wanted ? { challenge: Buffer.from(JSON.stringify({ algorithm: wanted.algorithm, challenge: wanted.challenge, number: found.number, salt: wanted.salt, signature: wanted.signature })).toString('base64') } : {};
    if ((await post(address, signature({ email: `honest${n}@people.invalid`, ...solution }))) === 202) thanked += 1;
    slowestMs = Math.max(slowestMs, performance.now() - began);
  };
  const people = async (from: number, to: number): Promise<void> => {
    for (let n = from; n < to; n += 4) await Promise.all(Array.from({ length: Math.min(4, to - n) }, (_, at) => person(n + at)));
  };
  const half = Math.floor(scale.honest / 2);
  await Promise.all([bots(), people(0, half)]);
  await judged();
  const asked = (await challenge('198.51.100.77')) !== null;
  await people(half, scale.honest);
  for (const socket of open) socket.destroy();
  return { thrown: open.length + scale.bots, honest: scale.honest, thanked, readers, asked, solved, slowestMs: Math.round(slowestMs) };
}
