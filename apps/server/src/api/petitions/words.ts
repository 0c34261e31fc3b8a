import { ValidateBy } from 'class-validator';
import { hasForbiddenCharacters, isBlank, isLanguageTag, lengthOf } from '../../edge/text-rules.js';

/** The same text in one or more languages: `{"en": "…", "fr": "…"}`. */
export const WordsByLanguage = (max: number): PropertyDecorator => ValidateBy({ name: 'isObject', validator: { validate: (value: unknown) => areWords(value, max) } });

function areWords(value: unknown, max: number): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length >= 1 && entries.length <= 40 && entries.every(([language, text]) =>
    isLanguageTag(language) && typeof text === 'string' && !isBlank(text) && lengthOf(text) <= max && !hasForbiddenCharacters(text, true));
}
