import { describe, expect, it } from '@jest/globals';
import { DomainError, ERROR_KINDS } from '#libs/config';
import { CATALOGUES, LOCALES } from '../i18n/index.js';
import { faultOf, problemOf } from './problem.js';
import { FIELD_CODES, PROBLEMS, RETIRED } from './problems.js';

describe('the registry of problems', () => {
  it.each(LOCALES)('has a sentence in %s for every code, kind and field code', (locale) => {
    const wanted = [...Object.keys(PROBLEMS).map((code) => `problem.${code}`), ...ERROR_KINDS.map((kind) => `problem.kind.${kind}`), ...FIELD_CODES.map((code) => `problem.field.${code}`)];
    expect(wanted.filter((key) => !(key in CATALOGUES[locale]))).toEqual([]);
  });

  it('gives no retired code out again', () => {
    expect(RETIRED.filter((code) => code in PROBLEMS)).toEqual([]);
  });

  it('tells an error of a lib with its facts and fields in the reader\'s language', () => {
    const error = new DomainError('access.too_many_logins', 'too-many', { facts: { minutes: 1 }, fields: [{ field: 'email', code: 'taken' }] });
    expect(problemOf(faultOf(error), 'fr')).toEqual({
      type: 'urn:countersign:problem:access.too_many_logins', title: 'Trop de tentatives', status: 429,
      detail: 'Veuillez patienter 1 minute, puis réessayer.', code: 'access.too_many_logins', errors: [{ field: 'email', code: 'taken', message: 'C’est déjà utilisé.' }],
    });
  });

  it('tells a hundred faulty fields and no more', () => {
    const fields = Array.from({ length: 8_000 }, (_, n) => ({ field: `f${n}`, code: 'unknown_field' }));
    expect(problemOf(faultOf(new DomainError('request.invalid', 'invalid', { fields })), 'en').errors).toHaveLength(100);
  });

  it('tells an unknown code of a lib by its kind', () => {
    expect(problemOf(faultOf(new DomainError('spec.unheard_of', 'gone')), 'en')).toMatchObject({ status: 410, code: 'spec.unheard_of', title: 'This is no longer valid' });
  });

  it('tells nothing of a failure of ours', () => {
    const told = JSON.stringify(problemOf(faultOf(new Error('duplicate key: ada@example.org')), 'en'));
    expect(told).not.toContain('ada');
    expect(told).toContain('server.failed');
  });
});
