import { describe, expect, it } from '@jest/globals';
import { publicKeyFingerprint, recipientPublicKey, RecipientSecret, StreamOpener, StreamSealer } from './sealed-stream.js';
import { VaultError } from './vault.errors.js';

const utf8 = (text: string): Buffer => Buffer.from(text);

describe('a stream sealed to somebody else’s key', () => {
  const key = RecipientSecret.make();
  const sealed = (texts: string[], info = 'i'): { enc: Buffer; pieces: Buffer[] } => {
    const sealer = new StreamSealer(key.pair.publicKey, utf8(info));
    return { enc: sealer.enc, pieces: texts.map((text, n) => sealer.seal(utf8(text), { last: n === texts.length - 1 })) };
  };
  const opened = (enc: Buffer, pieces: Buffer[], { info = 'i', by = key } = {}): string[] => {
    const opener = new StreamOpener(by, enc, utf8(info));
    return pieces.map((piece, n) => opener.open(piece, { last: n === pieces.length - 1 }).toString());
  };

  it('opens whole, in order, by its key alone', () => {
    const { enc, pieces } = sealed(['one', 'two', 'three']);
    expect(opened(enc, pieces)).toEqual(['one', 'two', 'three']);
    expect(() => opened(enc, pieces, { by: RecipientSecret.make() })).toThrow(new VaultError('vault.not_authentic'));
    expect(() => opened(enc, pieces, { info: 'j' })).toThrow(VaultError);
  });

  it('does not open where a piece was altered, dropped, moved, doubled, taken from another stream, or the end cut off', () => {
    const { enc, pieces: [one, two, three] } = sealed(['one', 'two', 'three']) as { enc: Buffer; pieces: [Buffer, Buffer, Buffer] };
    const altered = Buffer.from(two);
    altered[0]! ^= 1;
    const [, other] = sealed(['one', 'two', 'three']).pieces;
    for (const wrong of [[one, altered, three], [one, three], [two, one, three], [one, one, two, three], [one, other!, three], [one, two]]) expect(() => opened(enc, wrong)).toThrow(VaultError);
  });

  it('has keys that are kept in a file, known by a fingerprint, and refused where nothing could be sealed to them', () => {
    const again = RecipientSecret.read(key.file());
    const { enc, pieces } = sealed(['for both']);
    expect(opened(enc, pieces, { by: again })).toEqual(['for both']);
    expect(publicKeyFingerprint(key.pair.publicKey)).toMatch(/^[0-9a-f]{64}$/);
    expect(recipientPublicKey(key.publicKey)).toEqual(key.pair.publicKey);
    for (const wrong of ['', 'x', `${key.publicKey}x`, Buffer.alloc(32).toString('base64url'), key.pair.publicKey.toString('hex')]) expect(recipientPublicKey(wrong)).toBeNull();
    const { format, privateKey } = JSON.parse(key.file()) as { format: string; privateKey: string };
    for (const wrong of ['', 'null', '{}', JSON.stringify({ format, privateKey, publicKey: RecipientSecret.make().publicKey }), JSON.stringify({ format: 'other', privateKey, publicKey: key.publicKey })]) {
      expect(() => RecipientSecret.read(wrong)).toThrow(new VaultError('vault.key_file_damaged'));
    }
  });
});
