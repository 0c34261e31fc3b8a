import { describe, expect, it } from '@jest/globals';
import { messagesIn, readBounce } from './bounce-rules.js';

const ID = `<${'ab'.repeat(20)}@petitions.example.org>`;
const returned = (fields: string, id = ID): string =>
  `Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n${fields}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${id}\r\n--b--\r\n`;

describe('a returned mail', () => {
  it('says that the mailbox is gone, or only that this mail did not arrive', () => {
    expect(readBounce(returned('Action: failed\r\nStatus: 5.1.1'))).toEqual({ messageIds: [ID], verdict: 'gone', code: 'bounce.5.1.1' });
    expect(readBounce(returned('Action: failed\r\nStatus: 5.2.2'))).toMatchObject({ verdict: 'failed' });
    expect(readBounce(returned('Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550 no such user'))).toMatchObject({ verdict: 'gone', code: 'smtp.550' });
  });

  it('says nothing when it is only late, or about no mail of ours', () => {
    expect(readBounce(returned('Action: delayed\r\nStatus: 4.4.1'))).toBeNull();
    expect(readBounce(returned('Action: failed\r\nStatus: 5.1.1', '<somebody@elsewhere.example>'))).toBeNull();
  });

  it('is known by its envelope id too, and by a Message-ID on a line of its own', () => {
    expect(readBounce(returned(`Action: failed\r\nStatus: 5.1.1\r\nOriginal-Envelope-Id: ${ID.slice(1, -1)}`, '<other@x>'))).toMatchObject({ messageIds: [ID] });
    expect(readBounce(returned('Action: failed\r\nStatus: 5.1.1', `\r\n ${ID}`))).toMatchObject({ messageIds: [ID] });
  });

  it('is found among others in an mbox', () => {
    expect(messagesIn('From a\nSubject: one\n\none\n\nFrom b\nSubject: two\n\ntwo\n')).toHaveLength(2);
  });
});
