import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeRecord, encodeRecord, type SignatureRecord } from './signature-record.js';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const records = fc.record<SignatureRecord>({
  givenName: text, familyName: fc.option(text), email: fc.option(text), postcode: fc.option(text), town: fc.option(text), country: fc.constantFrom('GB', 'TN'),
  salt: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64')),
});
const demand = 'ab'.repeat(32);

describe('the record inside an envelope', () => {
  it('is read as it was written', () => {
    fc.assert(fc.property(records, (record) => {
      expect(decodeRecord(encodeRecord(record))).toEqual(record);
      expect(decodeRecord(encodeRecord({ ...record, namesDemand: demand }))).toEqual({ ...record, namesDemand: demand });
    }));
  });

  it('of tablets and of earlier releases is read too', () => {
    fc.assert(fc.property(records, (record) => {
      const earlier = [1, record.givenName, record.familyName, record.email, record.postcode, record.town, record.country, record.salt];
      expect(decodeRecord(Buffer.from(JSON.stringify(earlier)))).toEqual(record);
      expect(decodeRecord(Buffer.from(JSON.stringify([...earlier, demand])))).toEqual({ ...record, namesDemand: demand });
    }));
  });

  it('of most people fits the smallest envelope', () => {
    const plaintext = encodeRecord({ givenName: 'Maria del Carmen', familyName: 'Rodríguez-Fernández', email: 'maria.rodriguez.fernandez@example.com', postcode: '28013', town: 'Alcalá de Henares', country: 'ES', salt: Buffer.alloc(32).toString('base64') });
    expect(plaintext.length).toBeLessThanOrEqual(156);
  });

  it.each(['', '[]', '[2]', '[1,"a"]', '{}', '\u0002', `\u0002${'x'.repeat(32)}[]`, `\u0002${'x'.repeat(32)}["a",null,null,null,null,"gb"]`, `\u0002${'x'.repeat(32)}["a",1,null,null,null,"GB"]`, '["a",null,null,null,null,"GB"]'])(
    'is refused without a word of what it says where it is none: %j', (plaintext) => {
      expect(() => decodeRecord(Buffer.from(plaintext))).toThrow(/^signature record: [a-z A-Z]+$/);
    });
});
