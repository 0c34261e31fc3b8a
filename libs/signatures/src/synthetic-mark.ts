import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

/** The header by which `countersign simulate` tells the server that a signature is invented. */
export const SYNTHETIC_HEADER = 'x-countersign-synthetic';

const FRESH_MS = 10 * 60_000;

/**
 * A value for that header: the time, and proof that whoever made it can read the data folder. Only such a caller may have
 * signatures marked synthetic; a stranger who could would keep real ones out of what the marked ones are left out of.
 */
export function syntheticMark(dataDir: string, now: number = Date.now()): string {
  return `${now}.${proofOf(madeSecret(dataDir), String(now))}`;
}

/** Whether a header's value was made by `syntheticMark` with this data folder within the last ten minutes. */
export function isSyntheticMark(value: string, dataDir: string, now: number = Date.now()): boolean {
  const [at = '', proof = '', ...rest] = value.split('.');
  if (rest.length > 0 || !/^\d{13}$/.test(at) || Math.abs(now - Number(at)) > FRESH_MS) return false;
  const secret = readSecret(dataDir);
  if (secret === null) return false;
  const expected = Buffer.from(proofOf(secret, at));
  const given = Buffer.from(proof);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'synthetic.secret');

const proofOf = (secret: Buffer, at: string): string => createHmac('sha256', secret).update(`countersign synthetic ${at}`).digest('base64url');

function readSecret(dataDir: string): Buffer | null {
  const file = fileOf(dataDir);
  return existsSync(file) ? Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url') : null;
}

/** Made by the first who needs it, 0600, whole or not at all. */
function madeSecret(dataDir: string): Buffer {
  const known = readSecret(dataDir);
  if (known) return known;
  const draft = `${fileOf(dataDir)}.${process.pid}.new`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, randomBytes(32).toString('base64url'));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, fileOf(dataDir));
  return readSecret(dataDir) ?? Buffer.alloc(0);
}
