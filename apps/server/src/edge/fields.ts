import { applyDecorators } from '@nestjs/common';
import { IsString, ValidateBy } from 'class-validator';
import { hasForbiddenCharacters, isBlank, isCountry, isEmailAddress, isAtMost, isLanguageTag, lengthOf } from './text-rules.js';

export interface TextOptions {
  /** Code points. */
  readonly max: number;
  readonly min?: number;
  /** Whether tabs and line breaks are welcome. */
  readonly lines?: boolean;
  /** Whether the text may be empty or blank. */
  readonly blank?: boolean;
  /** For arrays: each item is such a text. */
  readonly each?: boolean;
}

/** A text in any script: without invisible tricks, not blank, within its length. */
export function Text({ max, min = 0, lines = false, blank = false, each = false }: TextOptions): PropertyDecorator {
  return applyDecorators(
    IsString({ each }),
    holds('hasNoForbiddenCharacters', (text) => !hasForbiddenCharacters(text, lines), each),
    holds('isShortEnough', (text) => isAtMost(text, max), each, [max]),
    ...(blank ? [] : [holds('isNotEmpty', (text) => !isBlank(text), each)]),
    ...(min > 0 ? [holds('isLongEnough', (text) => lengthOf(text) >= min, each, [min])] : []),
  );
}

export const EmailAddress = (): PropertyDecorator => applyDecorators(Text({ max: 254 }), holds('isEmailAddress', isEmailAddress));

/** ISO 3166-1 alpha-2, in capitals. */
export const Country = (): PropertyDecorator => applyDecorators(IsString(), holds('isCountry', isCountry));

/** BCP 47. */
export const LanguageTag = (): PropertyDecorator => applyDecorators(IsString(), holds('isLanguageTag', isLanguageTag));

/** A slug, key or code of ours: lower-case letters, digits, hyphens. */
export const Key = (max = 60, each = false): PropertyDecorator =>
  applyDecorators(IsString({ each }), holds('matches', (text) => text.length <= max && /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/.test(text), each, [/^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/]));

function holds(name: string, test: (text: string) => boolean, each = false, constraints: unknown[] = []): PropertyDecorator {
  return ValidateBy({ name, constraints, validator: { validate: (value: unknown) => typeof value === 'string' && test(value) } }, { each });
}
