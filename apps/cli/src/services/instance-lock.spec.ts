import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holderOf, lockInstance } from './instance-lock.js';
import { bornAt, endProcess, lives } from './processes.js';

describe('the lock of a data folder', () => {
  let dataDir: string;
  const file = (): string => path.join(dataDir, 'run', 'instance.json');
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'lock-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('is refused to a second one, who is told the address and process of the first', () => {
    const lock = lockInstance(dataDir, 'start', 'http://127.0.0.1:3100');
    expect(() => lockInstance(dataDir, 'start', 'http://127.0.0.1:3101')).toThrow(expect.objectContaining({
      code: 'start.already-running', message: expect.stringMatching(new RegExp(`http://127\\.0\\.0\\.1:3100.*${process.pid}`)),
    }));
    lock.release();
    expect(holderOf(dataDir)).toBeNull();
    lockInstance(dataDir, 'start', 'http://127.0.0.1:3101').release();
  });

  it.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, born: 'x' }],
    ['an earlier process of the same number', { pid: process.pid, born: 'another boot/1' }],
    ['nobody in particular', 'not even JSON{'],
  ])('left by %s is taken over', (_who, content) => {
    mkdirSync(path.join(dataDir, 'run'));
    writeFileSync(file(), typeof content === 'string' ? content : JSON.stringify({ ...content, what: 'start', url: 'http://x' }));
    expect(holderOf(dataDir)).toBeNull();
    const lock = lockInstance(dataDir, 'verify', 'http://y');
    expect(holderOf(dataDir)).toMatchObject({ pid: process.pid, what: 'verify' });
    lock.release();
    expect(existsSync(file())).toBe(false);
    expect(readdirSync(path.join(dataDir, 'run'))).toEqual([]);
  });
});

describe('ending what an earlier run left', () => {
  it('leaves a stranger with the same number alone', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      const pid = stranger.pid!;
      expect(await endProcess({ pid, born: 'another boot/1' }, [{ signal: 'SIGKILL', waitMs: 500 }])).toBe(true);
      expect(lives({ pid, born: bornAt(pid)! })).toBe(true);
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('goes on to harder signals where a softer one is not heeded', async () => {
    const deaf = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")']);
    await new Promise((resolve) => deaf.stdout.once('data', resolve));
    const mark = { pid: deaf.pid!, born: bornAt(deaf.pid!)! };
    expect(await endProcess(mark, [{ signal: 'SIGTERM', waitMs: 200 }])).toBe(false);
    expect(await endProcess(mark, [{ signal: 'SIGTERM', waitMs: 200 }, { signal: 'SIGKILL', waitMs: 2_000 }])).toBe(true);
  });
});
