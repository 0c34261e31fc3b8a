import { describe, expect, it } from '@jest/globals';
import { readCode, shownCode } from './pairing-code.js';

describe('a pairing code as typed', () => {
  it.each(['ABC-DEFGH', 'abcdefgh', ' a b c – d e f g h ', 'ABC_DEFGH'.replace('_', '\u2212')])('is read from %p', (typed) => {
    expect(readCode(typed)).toEqual({ ok: true, code: 'ABCDEFGH' });
  });

  it('takes O for 0, and I and L for 1', () => {
    expect(readCode('oil-7qm3f')).toEqual({ ok: true, code: '0117QM3F' });
  });

  it('says what is wrong with it', () => {
    expect(readCode('  ')).toEqual({ ok: false, fault: 'missing' });
    expect(readCode('ABC-DEF')).toEqual({ ok: false, fault: 'length', n: 6 });
    expect(readCode('ABU-DEFGH')).toEqual({ ok: false, fault: 'sign', sign: 'U' });
  });

  it('is shown as the console shows it', () => {
    expect(shownCode('ABCDEFGH')).toBe('ABC-DEFGH');
  });
});
