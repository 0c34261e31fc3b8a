import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..', '..');

/** `npm run chaos` in little: what was built, with services of its own, two rounds of five faults, the same ones each time. */
describe('when everything that can break is broken', () => {
  it('nothing acknowledged is lost, nobody counts twice and nothing is wrongly told', async () => {
    let said = '';
    const child = spawn(process.execPath, ['--import', path.join(root, 'test/support/typescript.mjs'), path.join(root, 'test/chaos/main.ts'), '--short'], { cwd: root, env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, said]).toEqual([0, expect.stringContaining('Nothing lost')]);
  }, 240_000);
});
