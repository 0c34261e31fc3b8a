import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loginTeller } from './first-logins.js';

const login = { email: 'world@countersign.example', password: 'correct horse battery', role: 'world organiser' };

describe('the first password', () => {
  let folder: string;
  let said: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'logins-'));
    said = '';
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is said to a terminal', () => {
    loginTeller(folder, (line) => (said += line), true)([login]);
    expect(said).toContain(login.password);
  });

  it('is never said to what is no terminal, but kept in a file only its owner may read', () => {
    loginTeller(folder, (line) => (said += line), false)([login]);
    const file = path.join(folder, 'first-logins.txt');
    expect(said).toContain(file);
    expect(said).not.toContain(login.password);
    expect(readFileSync(file, 'utf8')).toContain(login.password);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
