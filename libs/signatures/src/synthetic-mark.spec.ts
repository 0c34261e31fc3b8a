import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isSyntheticMark, syntheticMark } from './synthetic-mark.js';

describe('the mark of invented signatures', () => {
  let mine: string;
  let other: string;
  beforeEach(() => {
    [mine, other] = [mkdtempSync(path.join(tmpdir(), 'mark-')), mkdtempSync(path.join(tmpdir(), 'mark-'))];
  });
  afterEach(() => [mine, other].forEach((folder) => rmSync(folder, { recursive: true })));

  it('is believed by whoever shares the data folder, and lies in a file of its owner alone', () => {
    const mark = syntheticMark(mine);
    expect(isSyntheticMark(mark, mine)).toBe(true);
    expect(statSync(path.join(mine, 'synthetic.secret')).mode & 0o777).toBe(0o600);
  });

  it('is not believed when made elsewhere, changed or old', () => {
    const now = Date.now();
    const mark = syntheticMark(mine, now);
    syntheticMark(other);
    expect(isSyntheticMark(mark, other, now)).toBe(false);
    expect(isSyntheticMark(`${now + 1}${mark.slice(13)}`, mine, now)).toBe(false);
    expect(isSyntheticMark(mark, mine, now + 11 * 60_000)).toBe(false);
    for (const nonsense of ['', '1', `${now}.`, `${now}.x`, `${mark}.x`]) expect(isSyntheticMark(nonsense, mine, now)).toBe(false);
  });

  it('is believed of nobody while no secret was ever made', () => {
    expect(isSyntheticMark(syntheticMark(other), mine)).toBe(false);
  });
});
