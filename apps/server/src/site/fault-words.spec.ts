import { describe, expect, it } from '@jest/globals';
import { LOCALES, translator } from '../i18n/index.js';
import { faultMessage, fieldErrors } from './sign-form.js';

/** What the door can say of what a person fills in: the checks of `SignatureDto`, and those of the signing desk. */
const TOLD: readonly [field: string, code: string][] = [
  ['givenName', 'required'], ['givenName', 'forbidden_characters'], ['givenName', 'too_long'], ['givenName', 'malformed'],
  ['familyName', 'forbidden_characters'], ['familyName', 'too_long'], ['familyName', 'malformed'],
  ['email', 'required'], ['email', 'forbidden_characters'], ['email', 'too_long'], ['email', 'malformed'],
  ['country', 'required'], ['country', 'malformed'], ['country', 'not_allowed'],
  ['postcode', 'forbidden_characters'], ['postcode', 'too_long'], ['town', 'forbidden_characters'], ['town', 'too_long'],
  ['ageConfirmed', 'must_be_true'], ['consent.petition', 'must_be_true'], ['consent.updates', 'unknown'], ['textVersion', 'unknown'], ['petition', 'required'],
];

describe.each(LOCALES)('A fault of the signature sheet in %s', (locale) => {
  const t = translator(locale);

  it.each(TOLD)('%s that is %s has a sentence that says what to do', (field, code) => {
    expect(faultMessage(t, { field, code })).not.toBe(t('site.error.invalid'));
  });

  it('names the number of characters that fit', () => {
    expect(faultMessage(t, { field: 'postcode', code: 'too_long' })).toContain(t.number(20));
  });

  it('is asked to be checked if the door says what nobody foresaw', () => {
    expect(faultMessage(t, { field: 'email', code: 'wrong_type' })).toBe(t('site.error.invalid'));
  });
});

it('faults are told in the order of the page', () => {
  const told = fieldErrors(translator('en'), ['consent.petition', 'email', 'ageConfirmed', 'givenName'].map((field) => ({ field, code: 'required' })));
  expect(told.map(({ field }) => field)).toEqual(['givenName', 'email', 'ageConfirmed', 'consent.petition']);
});
