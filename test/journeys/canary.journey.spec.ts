import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..', '..');
const SIGNERS = 150;

describe('personal data', () => {
  // In a process of its own, with services of its own, whose every file is searched. With 1,000 signers: npm run acceptance -- canary
  it('lies nowhere in the clear, and nobody who steals the database and the server learns who signed', async () => {
    const [code, words] = await new Promise<[number | null, string]>((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', path.join(root, 'test/support/typescript.mjs'), path.join(root, 'test/acceptance/canary.ts'), String(SIGNERS)], {
        cwd: root, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' },
      });
      let said = '';
      child.stderr.on('data', (part: Buffer) => (said += part.toString()));
      child.once('error', reject);
      child.once('close', (status) => resolve([status, said]));
    });
    expect(words).toContain('Nothing of 150 people lies anywhere in the clear.');
    expect(words).not.toContain('FAILS');
    expect(code).toBe(0);
  }, 4 * 60_000);
});
