import { describe, expect, it } from '@jest/globals';
import { sortFailure } from './refusal-rules.js';

const smtp = (responseCode: number, command: string, text = ''): object => ({ code: 'EENVELOPE', command, responseCode, response: `${responseCode} ${text}` });

describe('what a failed attempt means', () => {
  it.each([550, 551, 553, 554, 556])('a mailbox refused with %i is refused for good', (reply) => {
    expect(sortFailure(smtp(reply, 'RCPT TO'))).toEqual({ outcome: 'refused', code: `smtp.${reply}` });
  });

  it('a message refused after its content is refused for good', () => {
    expect(sortFailure(smtp(554, 'DATA', '5.7.1 no'))).toEqual({ outcome: 'refused', code: 'smtp.554-5.7.1' });
  });

  it.each([[450, 'RCPT TO'], [451, 'DATA'], [452, 'RCPT TO'], [552, 'RCPT TO']])('%i to %s concerns this mailbox and passes', (reply, command) => {
    expect(sortFailure(smtp(reply, command))).toMatchObject({ outcome: 'passing', server: false });
  });

  it.each([[421, 'RCPT TO'], [554, 'CONN'], [535, 'AUTH PLAIN'], [530, 'MAIL FROM'], [553, 'MAIL FROM']])(
    '%i to %s concerns us, not the mailbox: no mail is given up for it', (reply, command) => {
      expect(sortFailure(smtp(reply, command))).toMatchObject({ outcome: 'passing', server: true });
    });

  it('a server out of reach passes', () => {
    expect(sortFailure({ code: 'ECONNECTION', command: 'CONN' })).toEqual({ outcome: 'passing', code: 'mail.econnection', server: true });
    expect(sortFailure(null)).toEqual({ outcome: 'passing', code: 'mail.failed', server: true });
  });

  it('an address that no server could take is refused', () => {
    expect(sortFailure({ code: 'EENVELOPE', command: 'API' })).toEqual({ outcome: 'refused', code: 'mail.address_impossible' });
  });

  it('the code never repeats the text of a refusal, which names the address', () => {
    const told = sortFailure(smtp(550, 'RCPT TO', '5.1.1 <canary@example.org>: no such user'));
    expect(told.code).toBe('smtp.550-5.1.1');
    expect(JSON.stringify(told)).not.toContain('canary');
  });
});
