import { describe, expect, it } from '@jest/globals';
import * as server from '#libs/stores';
import { ANSWER_HEADER, PROTOCOL, TIME_HEADER } from './protocol.js';
import { BATCH_RECORDS } from './batch-rules.js';

describe('what tablet and server must agree on', () => {
  it('is the same on both sides', () => {
    expect({ ANSWER_HEADER, PROTOCOL, TIME_HEADER }).toEqual({ ANSWER_HEADER: server.ANSWER_HEADER, PROTOCOL: server.DEVICE_PROTOCOL, TIME_HEADER: server.TIME_HEADER });
    expect(BATCH_RECORDS).toBeLessThanOrEqual(server.BATCH_MOST_RECORDS);
  });
});
