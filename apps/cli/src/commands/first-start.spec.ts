import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#libs/config';
import { firstStart, type FirstStartContext, type FirstStartStep } from './first-start.js';

describe('the first start', () => {
  let dataDir: string;
  let ran: string[];
  const step = (name: string, more: Partial<FirstStartStep> = {}): FirstStartStep => ({
    name, title: name, phase: 'before-processes', sample: false, run: async () => void ran.push(name), ...more,
  });
  const context = (env: Record<string, string> = {}): FirstStartContext => ({ config: loadConfig({ DATA_DIR: dataDir, ...env }), say: () => undefined, tellLogins: () => undefined });
  beforeEach(() => {
    dataDir = mkdtempSync(`${tmpdir()}/first-`);
    ran = [];
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('does each step once, in its phase', async () => {
    const steps = [step('one'), step('two', { phase: 'after-processes' })];
    for (let start = 0; start < 2; start += 1) {
      await firstStart('before-processes', context(), steps);
      await firstStart('after-processes', context(), steps);
    }
    expect(ran).toEqual(['one', 'two']);
  });

  it('goes on where it was cut off', async () => {
    let broken = true;
    const fragile = step('two', { run: async () => {
      if (broken) throw new Error('cut off');
      ran.push('two');
    } });
    const steps = [step('one'), fragile, step('three')];
    await expect(firstStart('before-processes', context(), steps)).rejects.toThrow('cut off');
    broken = false;
    await firstStart('before-processes', context(), steps);
    expect(ran).toEqual(['one', 'two', 'three']);
  });

  it('leaves out the samples when they are not wanted', async () => {
    await firstStart('before-processes', context({ SAMPLE_DATA: 'none' }), [step('record', { sample: true }), step('login')]);
    expect(ran).toEqual(['login']);
  });
});
