import { describe, expect, it } from '@jest/globals';
import { EMPTY_DRAFT, faultsOf, isEmailAddress, personOf, startingCountry, type Draft } from './form-rules.js';

const anyone = { eligibility: 'anyone', jurisdiction: 'GB' } as const;
const residents = { eligibility: 'residents', jurisdiction: 'DE' } as const;
const ada: Draft = { ...EMPTY_DRAFT, givenName: 'Ada', country: 'GB', postcode: 'SW1A 1AA' };
const codes = (draft: Draft, petition: Parameters<typeof faultsOf>[1] = anyone): string[] => faultsOf(draft, petition).map(({ field, code }) => `${field}-${code}`);

describe('what a customer filled in', () => {
  it('suffices with a name and a postcode, or a name and an address', () => {
    expect(codes(ada)).toEqual([]);
    expect(codes({ ...ada, postcode: '', email: 'ada@example.org' })).toEqual([]);
  });

  it('names what is missing, from the top of the form to its end', () => {
    expect(codes(EMPTY_DRAFT)).toEqual(['givenName-required', 'country-required', 'postcode-required']);
    expect(codes({ ...ada, givenName: ' ', postcode: '', country: 'GB' })).toEqual(['givenName-required', 'postcode-required']);
  });

  it('asks for the town where the country has no postcodes', () => {
    expect(codes({ ...ada, country: 'AE' })).toEqual(['town-required']);
    expect(codes({ ...ada, country: 'AE', town: 'Dubai' })).toEqual([]);
    expect(codes({ ...ada, country: 'AE', town: '12' })).toEqual(['town-malformed']);
  });

  it('takes a single name in either box', () => {
    expect(codes({ ...ada, givenName: '', familyName: 'Suharto' })).toEqual([]);
    expect(personOf({ ...ada, givenName: '', familyName: ' Suharto ' })).toMatchObject({ givenName: 'Suharto', familyName: null });
  });

  it('is told what cannot be, also beside an address', () => {
    expect(codes({ ...ada, givenName: 'a@b', familyName: '<b>', postcode: '12', email: 'ada@' })).toEqual(['givenName-malformed', 'familyName-malformed', 'postcode-malformed', 'email-malformed']);
  });

  it('must be of the petition’s country where only residents may sign', () => {
    expect(codes({ ...ada, country: 'GB' }, residents)).toEqual(['country-not_allowed']);
    expect([startingCountry(residents, 'GB'), startingCountry(anyone, 'FR')]).toEqual(['DE', 'FR']);
  });

  it('is sealed without blanks at the ends, and with the place that was asked for only', () => {
    expect(personOf({ ...ada, givenName: ' Ada  May ', familyName: '', email: ' ada@example.org ', town: 'London' }))
      .toEqual({ givenName: 'Ada May', familyName: null, email: 'ada@example.org', postcode: 'SW1A 1AA', town: null, country: 'GB' });
    expect(personOf({ ...ada, country: 'AE', town: 'Dubai' })).toMatchObject({ postcode: null, town: 'Dubai' });
  });
});

describe('an e-mail address', () => {
  it.each<[string, boolean]>([
    ['ada@example.org', true], ['ü@bücher.example', true], ['a+b@x.co', true], ['ada@localhost', false], ['ada', false], ['@x.org', false], ['a..b@x.org', false], ['.a@x.org', false], ['a.@x.org', false], ['a b@x.org', false], ['a@x.org\n', false], ['a@-x.org', false],
  ])('%j: %s', (address, taken) => {
    expect(isEmailAddress(address)).toBe(taken);
  });
});
