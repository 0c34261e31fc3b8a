import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { newRecordId } from './record-id.js';

describe('the id of a record', () => {
  it('is a UUIDv7 of its millisecond, and no other record has it', () => {
    const ids = Array.from({ length: 20_000 }, () => newRecordId(0x01a2058b305d));
    expect(ids.every((id) => validate(id) && version(id) === 7 && id.startsWith('01a2058b-305d-7'))).toBe(true);
    expect(new Set(ids).size).toBe(20_000);
  });

  it('of a later moment sorts later', () => {
    expect(newRecordId(0x0f_ffff_ffff) < newRecordId(0x10_0000_0000)).toBe(true);
  });
});
