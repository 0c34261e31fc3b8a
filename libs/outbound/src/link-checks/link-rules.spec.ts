import { describe, expect, it } from '@jest/globals';
import { afterLook, findingOf, findingOfRefusal, type LinkRecord } from './link-rules.js';

const never: LinkRecord = { failures: 0, failedOn: null, deadSince: null };
const at = (text: string): Date => new Date(text);

describe('a link in evidence', () => {
  it('is dead once it failed on three days one after another', () => {
    const one = afterLook(never, 'failed', at('2026-03-01T10:00:00Z'));
    const two = afterLook(one, 'failed', at('2026-03-02T10:00:00Z'));
    expect(two).toMatchObject({ failures: 2, deadSince: null });
    expect(afterLook(two, 'failed', at('2026-03-03T10:00:00Z'))).toMatchObject({ failures: 3, deadSince: at('2026-03-03T10:00:00Z') });
  });

  it('fails once a day, however often one looks', () => {
    const one = afterLook(never, 'failed', at('2026-03-01T01:00:00Z'));
    expect(afterLook(one, 'failed', at('2026-03-01T23:00:00Z')).failures).toBe(1);
  });

  it('is looked at again a day after a failure, a week after anything else', () => {
    expect(afterLook(never, 'failed', at('2026-03-01T10:00:00Z')).nextAt).toEqual(at('2026-03-02T10:00:00Z'));
    expect(afterLook(never, 'alive', at('2026-03-01T10:00:00Z')).nextAt).toEqual(at('2026-03-08T10:00:00Z'));
  });

  it('starts anew when it answers, and lives again', () => {
    expect(afterLook({ failures: 3, failedOn: '2026-03-03', deadSince: at('2026-03-03T10:00:00Z') }, 'alive', at('2026-03-10T10:00:00Z'))).toMatchObject({ failures: 0, failedOn: null, deadSince: null });
  });

  it('keeps what was known where nothing can be said', () => {
    expect(afterLook({ failures: 2, failedOn: '2026-03-02', deadSince: null }, 'unknown', at('2026-03-03T10:00:00Z'))).toMatchObject({ failures: 2, deadSince: null });
  });

  it('holds nothing against a server that turns robots away', () => {
    for (const status of [401, 403, 405, 429, 451, 999]) expect(findingOf(status)).toBe('unknown');
    for (const status of [200, 204, 301, 304]) expect(findingOf(status)).toBe('alive');
    for (const status of [404, 410, 500, 503]) expect(findingOf(status)).toBe('failed');
  });

  it('says nothing of what we would not call', () => {
    expect(findingOfRefusal('private_address')).toBe('unknown');
    expect(findingOfRefusal('dns')).toBe('failed');
  });
});
