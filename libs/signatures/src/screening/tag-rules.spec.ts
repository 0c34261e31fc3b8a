import { describe, expect, it } from '@jest/globals';
import { isDisposable, marksOf } from './tag-rules.js';

const marks = (email: string, givenName = 'Ada', familyName: string | null = 'Berg') => marksOf({ email, givenName, familyName });

describe('what records of one program have in common', () => {
  it('is a mailbox that is counted up, whatever the number', () => {
    expect(marks('user0017@mail.example').pattern).toBe(marks('User18@mail.example').pattern);
    expect(marks('user17@mail.example').pattern).not.toBe(marks('user17@other.example').pattern);
    expect(marks('a1b2@mail.example').pattern).toBe(marks('a33b7@mail.example').pattern);
  });

  it('is a name with numbers in it, in any script', () => {
    expect(marks('ada@mail.example', 'John12', 'Smith').pattern).toBe(marks('bea@x.example', 'john7', 'Smith').pattern);
    expect(marks('ada@mail.example', 'سارة٣', null).pattern).toBe(marks('bea@x.example', 'سارة٤', null).pattern);
  });

  it('is nothing for an ordinary name in an ordinary mailbox', () => {
    expect(marks('ada.berg@gmail.com')).toEqual({ domain: null, pattern: null, disposable: false });
  });

  it('is a domain only where few people are', () => {
    expect(marks('ada@verein-linden.example').domain).toBe('verein-linden.example');
    for (const great of ['gmail.com', 'web.de', 'outlook.fr', 'yahoo.co.uk']) expect(marks(`ada@${great}`).domain).toBeNull();
  });

  it('knows mailboxes for throwing away, below their name too, and leaves others in peace', () => {
    expect(['mailinator.com', 'abc.mailinator.com', 'guerrillamail.com'].map(isDisposable)).toEqual([true, true, true]);
    expect(['gmail.com', 'example.org', 'com', 'notmailinator.com.example'].map(isDisposable)).toEqual([false, false, false, false]);
  });
});
