import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#libs/config';
import { closingLines } from './closing-lines.js';

describe('the last words of npm start', () => {
  let dataDir: string;
  const said = (env: Record<string, string> = {}): string => closingLines(loadConfig({ DATA_DIR: dataDir, ...env })).join('\n');
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'closing-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('name what to try, at the address that people see', () => {
    const text = said({ PORT: '4321' });
    expect(text.match(/^ {2}[1-5]\. /gm)).toHaveLength(5);
    expect(text).toContain('http://127.0.0.1:4321/petitions/keep-your-word-gb');
    expect(text).toContain('http://127.0.0.1:4321/dev/mail');
    expect(text).toContain('npx countersign simulate --petition keep-your-word-gb');
  });

  it('offer a tablet to be paired in the same browser, where there is a code', () => {
    const text = closingLines(loadConfig({ DATA_DIR: dataDir, PORT: '4321' }), 'ABC-DEFGH').join('\n');
    expect(text).toContain('http://127.0.0.1:4321/tablet/#pair=ABCDEFGH');
    expect(text.match(/^ {2}[1-6]\. /gm)).toHaveLength(6);
  });

  it('say where the first passwords are', () => {
    expect(said()).toContain('shown above');
    writeFileSync(path.join(dataDir, 'first-logins.txt'), '');
    expect(said()).toContain(path.join(dataDir, 'first-logins.txt'));
  });

  it('offer no invented signers beside a real mail server', () => {
    const text = said({ SMTP_URL: 'smtps://mail.example' });
    expect(text).not.toMatch(/simulate|dev\/mail/);
    expect(text.match(/^ {2}\d\. /gm)).toEqual(['  1. ', '  2. ', '  3. ', '  4. ']);
  });

  it('lead to the first petition where there is no sample data', () => {
    const text = said({ SAMPLE_DATA: 'none' });
    expect(text).toContain('Create your first petition');
    expect(text).not.toContain('keep-your-word');
  });
});
