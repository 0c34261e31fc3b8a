import { describe, expect, it } from '@jest/globals';
import { linkIn, takeLink } from './link.js';

describe('a scanned code', () => {
  it('brings a pairing code and the fingerprint of the campaign', () => {
    const root = 'ab'.repeat(32);
    expect(linkIn(`#pair=ABC-DEFGH&root=${root}`)).toEqual({ kind: 'pair', code: 'ABC-DEFGH', root });
    expect(linkIn('#pair=ABCDEFGH&root=<script>')).toEqual({ kind: 'pair', code: 'ABCDEFGH', root: null });
  });

  it('brings the number of a sheet', () => {
    expect(linkIn('#sheet=10042-0')).toEqual({ kind: 'sheet', number: '10042-0' });
  });

  it.each(['', '#', '#pair=', '#till', `#sheet=${'1'.repeat(400)}`])('is none: %p', (fragment) => {
    expect(linkIn(fragment)).toBeNull();
  });

  it('is taken out of the address at once, also when it cannot be read', () => {
    for (const hash of ['#sheet=10042-0', '#something']) {
      const said: string[] = [];
      takeLink({ hash, pathname: '/tablet/', search: '' }, { state: null, replaceState: (_state, _unused, url) => void said.push(url) });
      expect(said).toEqual(['/tablet/']);
    }
  });
});
