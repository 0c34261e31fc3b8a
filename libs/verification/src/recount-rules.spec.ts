import { describe, expect, it } from '@jest/globals';
import { isDue } from './recount-rules.js';

const at = (text: string): Date => new Date(`2026-03-${text}:00Z`);

describe('the nightly recount', () => {
  it('is due once in the quiet hours, and for the first time in the first night', () => {
    expect(isDue(at('02T01:59'), at('01T02:10'))).toBe(false);
    expect(isDue(at('02T02:00'), at('01T02:10'))).toBe(true);
    expect(isDue(at('02T04:00'), at('02T02:10'))).toBe(false);
    expect(isDue(at('02T14:00'), null)).toBe(false);
    expect(isDue(at('02T03:00'), null)).toBe(true);
  });

  it('is made up for by day, where a night was missed', () => {
    expect(isDue(at('02T07:00'), at('01T02:10'))).toBe(false);
    expect(isDue(at('02T09:00'), at('01T02:10'))).toBe(true);
  });
});
