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

/** Texts by a key of ours: `{"GB-c01": "…"}`. */
export const WordsByKey = (max: number): PropertyDecorator => ValidateBy({ name: 'isObject', validator: { validate: (value: unknown) => areWordsByKey(value, max) } });

function areWordsByKey(value: unknown, max: number): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= 15 && entries.every(([key, text]) => /^[A-Za-z0-9-]{1,80}$/.test(key) && typeof text === 'string' && lengthOf(text) <= max && !hasForbiddenCharacters(text, true));
}
