import { describe, expect, it } from '@jest/globals';
import { publicKeyFingerprint, RecipientSecret } from '#libs/vault';
import { NamesFileError, type NamesHead, type NamesRowValues, NamesWriter, openNames } from './names-file.js';

const key = RecipientSecret.make();
const publicKey = Buffer.from(key.publicKey, 'base64url');
const head: Omit<NamesHead, 'format' | 'keyFingerprint'> = {
  id: '018f0000-0000-7000-8000-000000000000', campaign: 'c', petition: 'c-gb', handover: { id: 'h', jurisdiction: 'GB', date: null }, root: 'aa', statementSha256: 'bb',
  fields: ['name', 'postcode'], law: { en: 'A law' }, office: { en: 'An office' }, demandSha256: 'cc', demonstration: false,
};
const ROWS: NamesRowValues[][] = [[['Ada Berg', 'AB1 2CD'], ['Zoë "Z" Ó', null]], [['李小龙', '100000']], [['=1+1', 'x']]];

/** As it is written: beginning, pieces of rows, end. */
function written(pieces = ROWS, more: Partial<NamesHead> = {}): Buffer[] {
  const writer = new NamesWriter({ ...head, ...more }, publicKey);
  const parts = [writer.begin(), ...pieces.map((rows) => writer.rows(rows))];
  parts.push(writer.end({ sealed: writer.names + 1, gone: 1, leftOut: 0 }));
  expect(writer.done()).toMatchObject({ size: Buffer.concat(parts).length });
  return parts;
}

async function* inBites(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(parts: Buffer[], by = key, bite = 1000): Promise<{ rows: NamesRowValues[]; tail: object; head: NamesHead | null }> {
  const found: NamesRowValues[] = [];
  let beginning: NamesHead | null = null;
  const reading = openNames(inBites(Buffer.concat(parts), bite), by);
  for (;;) {
    const next = await reading.next();
    if (next.done) return { rows: found, tail: next.value, head: beginning };
    if ('head' in next.value) beginning = next.value.head;
    else found.push(...next.value.rows);
  }
}
const faultOf = (parts: Buffer[], by = key): Promise<string> => read(parts, by).then(() => 'nothing was found', (error: NamesFileError) => error.code);

describe('a file of names', () => {
  it('is read by the recipient’s key, however it arrives, and tells nothing to anybody else', async () => {
    const parts = written();
    for (const bite of [1, 7, 4096, 1 << 20]) {
      expect(await read(parts, key, bite)).toMatchObject({ rows: ROWS.flat(), tail: { root: 'aa', names: 4, pieces: 3, sealed: 5, gone: 1, leftOut: 0 }, head: { petition: 'c-gb', keyFingerprint: publicKeyFingerprint(publicKey) } });
    }
    expect(Buffer.concat(parts).toString('latin1')).not.toContain('Berg');
    expect(await faultOf(parts, RecipientSecret.make())).toBe('key');
    expect((await read(written([]))).rows).toEqual([]);
  });

  it('tells by its lengths no more than thousands of characters at a time', () => {
    expect(written([[['A', null]]]).map(({ length }) => length)).toEqual(written([[['A much longer name than the other', 'AB1 2CD']]]).map(({ length }) => length));
  });

  it('is refused where a piece was altered, dropped, moved, doubled or taken from another file, the end cut off or something added', async () => {
    const [begin, one, two, three, end] = written() as [Buffer, Buffer, Buffer, Buffer, Buffer];
    const altered = Buffer.from(two);
    altered[100]! ^= 1;
    const other = written();
    expect(await faultOf([begin, one, altered, three, end])).toBe('piece');
    expect(await faultOf([begin, one, three, end])).toBe('piece');
    expect(await faultOf([begin, two, one, three, end])).toBe('piece');
    expect(await faultOf([begin, one, one, two, three, end])).toBe('piece');
    expect(await faultOf([begin, one, other[2]!, three, end])).toBe('piece');
    expect(await faultOf([other[0]!, one, two, three, end])).toBe('piece');
    expect(await faultOf([begin, one, two, three])).toBe('end');
    expect(await faultOf([begin, one, two, three.subarray(0, -1)])).toBe('end');
    expect(await faultOf([begin, one, two, three, end, one])).toBe('end');
    expect(await faultOf([begin])).toBe('end');
    expect(await faultOf([Buffer.from('Name\nAda Berg\n and more of it that is long enough')])).toBe('form');
  });

  it('is refused where its beginning was changed, which says what it is of', async () => {
    const [begin, ...rest] = written() as [Buffer, ...Buffer[]];
    const changed = Buffer.from(begin.toString('latin1').replace('"root":"aa"', '"root":"ab"'), 'latin1');
    expect(await faultOf([changed, ...rest])).toBe('piece');
  });

  it('is refused where rows and end do not agree', async () => {
    const writer = new NamesWriter(head, publicKey);
    expect(await faultOf([writer.begin(), writer.rows([['a', null]]), writer.end({ sealed: 5, gone: 0, leftOut: 0 })])).toBe('count');
  });
});
