import { describe, expect, it } from '@jest/globals';
import { type Answer, believable, decide } from './answer-rules.js';

const sent = [{ seq: 1, id: 'a' }, { seq: 2, id: 'b' }];
const loginPage: Answer = { ours: false };
const ours = (status: number, more: Partial<Extract<Answer, { ours: true }>> = {}): Answer =>
  ({ ours: true, status, code: null, faultyFields: [], body: null, retryAfter: null, etag: null, ...more });
const good = { serverTime: '', results: [{ seq: 1, id: 'a', outcome: 'stored' }, { seq: 2, id: 'b', outcome: 'conflict' }], shifts: [], kitVersion: 'v' };

describe('what an answer makes the uploader do', () => {
  it.each([
    ['a login page', loginPage, 'back-off'],
    ['results for all', ours(200, { body: good }), 'settle'],
    ['200 with something else', ours(200, { body: { ok: true } }), 'back-off'],
    ['a wrong clock', ours(401, { code: 'devices.clock' }), 'again-by-their-clock'],
    ['a signature it does not accept', ours(401, { code: 'devices.signature' }), 'stop'],
    ['a number used before', ours(409, { code: 'devices.batch_reused' }), 'next-number'],
    ['too large', ours(413), 'halve'],
    ['a malformed record', ours(422, { faultyFields: ['records.1.sealed'] }), 'search'],
    ['a malformed batch, no word of where', ours(422), 'search'],
    ['too many requests', ours(429, { retryAfter: '5' }), 'wait-as-asked'],
    ['overloaded, no word for how long', ours(503), 'back-off'],
    ['a failure', ours(500), 'back-off'],
    ['a timeout', ours(408), 'back-off'],
  ])('%s', (_, answer, what) => {
    expect(decide(answer, sent, false).do).toBe(what);
  });

  it('stops and keeps all where the server does not take the tablet', () => {
    expect(decide(ours(403, { code: 'devices.refused' }), sent, false)).toMatchObject({ do: 'stop', trouble: 'ask-manager', standing: 'refused' });
    expect(decide(ours(403, { code: 'devices.not_admitted' }), sent, false)).toMatchObject({ do: 'stop', trouble: 'ask-manager', standing: 'awaiting' });
    expect(decide(ours(404), sent, false)).toMatchObject({ do: 'stop', trouble: 'ask-manager', standing: null });
    expect(decide(ours(410, { code: 'devices.retired' }), sent, false)).toMatchObject({ do: 'stop', trouble: 'retired', standing: 'retired' });
    expect(decide(ours(426), sent, false)).toMatchObject({ do: 'stop', trouble: 'upgrade' });
  });

  it('takes over the time once, not for ever', () => {
    expect(decide(ours(401, { code: 'devices.clock' }), sent, true)).toMatchObject({ do: 'stop', trouble: 'ask-manager' });
  });

  it('blames no record for what is wrong around them, nor for an empty batch', () => {
    expect(decide(ours(422, { faultyFields: ['shifts.0.typed'] }), sent, false)).toMatchObject({ do: 'stop', trouble: 'upgrade' });
    expect(decide(ours(422), [], false)).toMatchObject({ do: 'stop', trouble: 'upgrade' });
    expect(decide(ours(422, { faultyFields: ['shifts.0.typed', 'records[1].id'] }), sent, false).do).toBe('search');
  });
});

describe('an answer is believed', () => {
  it('if it names only what was sent, each once', () => {
    expect(believable(good, sent)?.results).toHaveLength(2);
    expect(believable({ ...good, results: good.results.slice(0, 1) }, sent)?.results).toHaveLength(1);
    expect(believable({ ...good, results: [{ seq: 1, id: 'b', outcome: 'stored' }] }, sent)).toBeNull();
    expect(believable({ ...good, results: [...good.results, { seq: 3, id: 'c', outcome: 'stored' }] }, sent)).toBeNull();
    expect(believable({ ...good, results: [good.results[0], good.results[0]] }, sent)).toBeNull();
    expect(believable({ ...good, results: [{ seq: 1, id: 'a', outcome: 'lost' }] }, sent)).toBeNull();
  });

  it('only if something came of what was sent, and it is whole', () => {
    expect(believable({ ...good, results: [] }, sent)).toBeNull();
    expect(believable({ ...good, results: [] }, [])).not.toBeNull();
    for (const odd of [null, [], 'ok', {}, { ...good, shifts: null }, { ...good, kitVersion: 1 }]) expect(believable(odd, sent)).toBeNull();
  });
});
