import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { recordOfKey } from './idempotency-rules.js';

const NOON = Date.parse('2026-11-22T12:00:00Z');

describe('the record that an Idempotency-Key stands for', () => {
  it('is the same for the same key and body the whole day, whoever reckons it', () => {
    const { at: _, ...first } = recordOfKey(7, 'key', 'body', NOON);
    expect(recordOfKey(7, 'key', 'body', NOON + 3_600_000)).toMatchObject(first);
    expect(validate(first.id) && version(first.id)).toBe(7);
    expect(first.receipt).toMatch(/^[1-9]\d{3}-[1-9]\d{3}-[1-9]\d{3}$/);
  });

  it('is another for another petition, key or body', () => {
    const ids = [recordOfKey(7, 'key', 'body', NOON), recordOfKey(8, 'key', 'body', NOON), recordOfKey(7, 'other', 'body', NOON), recordOfKey(7, 'key', 'other', NOON)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });
});
