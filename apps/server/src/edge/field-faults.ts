import type { ValidationError } from 'class-validator';
import type { FieldFault } from '#libs/config';

/**
 * Our code of each of class-validator's constraints, the weightiest first: of all that a field does wrong, one is told.
 * A DTO that uses a constraint that is not here gets `invalid`.
 */
export const CODE_OF_CONSTRAINT: readonly (readonly [constraint: string, code: string])[] = [
  ['whitelistValidation', 'unknown_field'],
  ['isDefined', 'required'],
  ['isString', 'wrong_type'], ['isBoolean', 'wrong_type'], ['isInt', 'wrong_type'], ['isNumber', 'wrong_type'], ['isObject', 'wrong_type'],
  ['isArray', 'wrong_type'], ['nestedValidation', 'wrong_type'], ['isDateString', 'malformed'],
  ['hasNoForbiddenCharacters', 'forbidden_characters'],
  ['isNotEmpty', 'required'], ['hasLength', 'invalid'], ['isLongEnough', 'too_short'], ['isShortEnough', 'too_long'],
  ['minLength', 'too_short'], ['maxLength', 'too_long'], ['arrayMinSize', 'too_few'], ['arrayNotEmpty', 'too_few'], ['arrayMaxSize', 'too_many'],
  ['min', 'out_of_range'], ['max', 'out_of_range'], ['isPositive', 'out_of_range'],
  ['equals', 'must_be_true'], ['isIn', 'not_allowed'], ['isEnum', 'not_allowed'], ['arrayUnique', 'not_allowed'],
  ['isEmailAddress', 'malformed'], ['isEmail', 'malformed'], ['matches', 'malformed'], ['isUuid', 'malformed'], ['isUrl', 'malformed'],
  ['isCountry', 'malformed'], ['isLanguageTag', 'malformed'],
];

const RANK = new Map(CODE_OF_CONSTRAINT.map(([constraint, code], rank) => [constraint, { code, rank }]));
const LAST = { code: 'invalid', rank: CODE_OF_CONSTRAINT.length };

/** The one code told of a field that broke these constraints. An absent value is `required`, whatever else it also isn't. */
export function codeOfConstraints(constraints: readonly string[], value: unknown): string {
  if (constraints.includes('whitelistValidation')) return 'unknown_field';
  if (value === undefined || value === null) return 'required';
  return constraints.map((constraint) => RANK.get(constraint) ?? LAST).reduce((first, next) => (next.rank < first.rank ? next : first), LAST).code;
}

/** One fault a field, by its path, sorted by path. Of a field that is wrong itself, nothing inside is told. */
export function fieldFaults(errors: readonly ValidationError[], prefix = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const field = `${prefix}${error.property}`;
    const constraints = Object.keys(error.constraints ?? {});
    if (constraints.length > 0) return [{ field, code: codeOfConstraints(constraints, error.value) }];
    return fieldFaults(error.children ?? [], `${field}.`);
  });
}

export const byField = (a: FieldFault, b: FieldFault): number => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0);
