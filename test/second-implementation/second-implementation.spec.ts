import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { manifestText, rootOf } from '#libs/handovers';
import { sealedStatement, someLeaves, vectorFiles } from './vectors.js';

const vectors = path.resolve(import.meta.dirname, '../../docs/manifest-vectors');
const program = path.join(import.meta.dirname, 'verify_manifest.py');

const python = (...args: string[]): { status: number | null; told: string } => {
  const { status, stdout, stderr } = spawnSync('python3', [program, ...args], { encoding: 'utf8' });
  return { status, told: `${stdout}${stderr}` };
};

describe('the test vectors of docs/MANIFEST.md', () => {
  it('are what this implementation makes of their seeds', async () => {
    for (const [name, text] of Object.entries(await vectorFiles())) expect(readFileSync(path.join(vectors, name), 'utf8')).toBe(text);
  });
});

describe('a second implementation, in another language, from the specification and its vectors', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'manifest-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds python3 to run it with (`npm test` installs it where it may)', () => {
    expect(spawnSync('python3', ['--version']).status).toBe(0);
  });

  it('agrees on every vector', () => {
    expect(python('--vectors', vectors)).toEqual({ status: 0, told: 'All vectors agree.\n' });
  });

  it('agrees on the root of ten thousand leaves, and finds a signature that is another’s', async () => {
    const leaves = someLeaves(10_000);
    const sealed = sealedStatement(leaves);
    const file = path.join(folder, 'manifest.json');
    let text = '';
    for await (const part of manifestText(sealed, [Buffer.concat(leaves)])) text += part;
    writeFileSync(file, text);
    expect(python(file, '--key', sealed.key.fingerprint)).toEqual({ status: 0, told: `10000 leaves, root ${rootOf(leaves).toString('hex')}\n` });
    writeFileSync(file, text.replace('"date":"2026-12-06"', '"date":"2026-12-07"'));
    expect(python(file).told).toContain('WRONG signature');
  });
});
