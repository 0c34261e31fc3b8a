import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LONGEST_PAUSE_MS, PAUSES_MS, verdictOn, type Attempt } from './webhook-rules.js';
import { newWebhookSecret, signedHeaders } from './webhook-signature.js';

const now = new Date('2026-03-01T00:00:00Z');
const answered = (status: number | null, retryAfter: string | null = null): Attempt => ({ status, code: null, retryAfter });
const middle = (): number => 0.5;

describe('what follows from a try', () => {
  it.each([200, 201, 202, 204])('%i: it is delivered', (status) => expect(verdictOn(answered(status), 1, now)).toEqual({ state: 'delivered' }));

  it('410: the receiver is gone for good', () => expect(verdictOn(answered(410), 1, now)).toEqual({ state: 'dead', gone: true }));

  it.each([301, 302, 400, 401, 404, 429, 500, 503, null])('%s: it is tried again', (status) => expect(verdictOn(answered(status), 1, now, middle)).toEqual({ state: 'waiting', inMs: 60_000 }));

  it('is tried eleven times over three days, then it is dead', () => {
    const inDays = PAUSES_MS.reduce((sum, pause) => sum + pause, 0) / 86_400_000;
    expect(inDays).toBeGreaterThan(2.9);
    expect(inDays).toBeLessThan(3.1);
    expect(verdictOn(answered(500), PAUSES_MS.length, now).state).toBe('waiting');
    expect(verdictOn(answered(500), PAUSES_MS.length + 1, now)).toEqual({ state: 'dead', gone: false });
  });

  it.each([
    ['429 with seconds', 429, '7200', 7_200_000], ['503 with a date', 503, 'Sun, 01 Mar 2026 03:00:00 GMT', 10_800_000], ['less than our own pause', 503, '1', 60_000], ['a date gone by', 429, 'Sun, 01 Feb 2026 03:00:00 GMT', 60_000],
    ['far too long', 429, '999999999', LONGEST_PAUSE_MS], ['nonsense', 429, 'soon', 60_000], ['another status', 500, '7200', 60_000],
  ] as const)('waits as long as it is asked to: %s', (_what, status, retryAfter, inMs) => {
    expect(verdictOn(answered(status, retryAfter), 1, now, middle)).toEqual({ state: 'waiting', inMs });
  });
});

describe('the signature', () => {
  it('is that of the example in the specification of Standard Webhooks', () => {
    // https://github.com/standard-webhooks/standard-webhooks: the vector that its libraries are tested with.
    const headers = signedHeaders({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' }, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']);
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is given once for each secret that holds', () => {
    const [one, two] = [newWebhookSecret(), newWebhookSecret()];
    const signatures = signedHeaders({ id: 'a', timestamp: 1, body: '{}' }, [one, two])['webhook-signature']?.split(' ') ?? [];
    const expected = [one, two].map((secret) => `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update('a.1.{}').digest('base64')}`);
    expect(signatures).toEqual(expected);
  });
});
