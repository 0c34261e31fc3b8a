import { describe, expect, it } from '@jest/globals';
import isoCountries from 'i18n-iso-countries';
import { isName } from '../../apps/tablet/src/customer/form-rules.js';
import { isPostcode } from '../../apps/tablet/src/customer/postcode-rules.js';
import { nameFault, normalisePostcode } from '../../libs/signatures/src/normalise-name.js';

const POSTCODES = [
  '', '0000', '1234', '12345', 'F-75015', 'CH 8001', '123456', 'SW1A 1AA', 'sw1a1aa', '1012 AB', 'K1A 0B1', 'D02 X285', '12-345', '1234567', 'hello', '٧٥٠١٥', '۱۲۳۴۵', '१२३४५६', '〒100-0001',
  'x'.repeat(40), 'A1', '12345-6789', '12345678',
];
const NAMES = ['Ada', 'مریم‌سادات', "O'Neill", 'Nguyễn Thị', '李', 'J.', '', ' ', '123', 'a@b', 'x/y', '<i>', 'A\u202eda', 'A\u0000', 'x'.repeat(100), 'x'.repeat(101), '😀'];

/** The browser's code cannot share the worker's, so it is held to it: what the worker could not use is asked for while the signer is there. */
describe('what a tablet takes', () => {
  it('is a postcode exactly where the worker can make a name key of it, in every country', () => {
    for (const country of Object.keys(isoCountries.getAlpha2Codes())) {
      for (const typed of POSTCODES) expect({ country, typed, taken: isPostcode(country, typed) }).toEqual({ country, typed, taken: normalisePostcode(country, typed) !== null });
    }
  });

  it.each(NAMES)('is %j as a name exactly where the worker takes it', (name) => {
    expect(isName(name)).toBe(nameFault(name) === null);
  });
});
