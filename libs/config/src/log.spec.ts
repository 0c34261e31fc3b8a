import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { destination } from './log.js';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

describe('the log', () => {
  it('goes on when its disk is full, for the process has better to do than to end over it', async () => {
    // A device of Linux whose disk is always full.
    if (!existsSync('/dev/full')) return;
    const fd = openSync('/dev/full', 'w');
    const log = pino({}, destination(fd));
    for (let n = 0; n < 5; n += 1) {
      log.info('nobody can keep this');
      await settled();
    }
    closeSync(fd);
  });

  it('is written', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'log-'));
    const fd = openSync(path.join(folder, 'log'), 'w');
    pino({}, destination(fd)).info('kept');
    await settled();
    expect(readFileSync(path.join(folder, 'log'), 'utf8')).toContain('"msg":"kept"');
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
});
