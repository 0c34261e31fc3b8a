import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/config';
import { sentencesOf } from './error-sentences.js';

const root = path.resolve(import.meta.dirname, '../../../..');

describe('an error of a lib at the command line', () => {
  it('is a sentence, its code and the options at fault, and no stack', () => {
    const error = new DomainError('access.email_taken', 'conflict', { fields: [{ field: 'email', code: 'taken' }] });
    expect(sentencesOf(error, root)).toEqual(['There is a login with this address already. (access.email_taken)', '  --email: This is in use already.']);
  });

  it('names its figures, and by its kind a code that has no sentence', () => {
    expect(sentencesOf(new DomainError('access.too_many_logins', 'too-many', { facts: { minutes: 2 } }), root)).toEqual(['Too many attempts. Please wait 2 minutes, then try again. (access.too_many_logins)']);
    expect(sentencesOf(new DomainError('spec.unheard_of', 'gone'), root)).toEqual(['This is no longer valid. (spec.unheard_of)']);
  });
});
