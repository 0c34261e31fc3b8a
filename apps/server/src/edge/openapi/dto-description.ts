import type { Type } from '@nestjs/common';
import { propertiesOf, type Property, type Rule } from '../dto-schema.js';

/** A schema of OpenAPI 3.0, as far as ours go. */
export type Schema = Readonly<Record<string, unknown>>;

/** What each of our rules is called in a schema. A rule that no schema can say stands in the route's own description. */
const SAYS: Readonly<Record<string, (constraint: unknown) => Record<string, unknown>>> = {
  isString: () => ({ type: 'string' }), isBoolean: () => ({ type: 'boolean' }), isInt: () => ({ type: 'integer' }), isNumber: () => ({ type: 'number' }),
  isObject: () => ({ type: 'object' }), isArray: () => ({ type: 'array' }),
  isNotEmpty: () => ({ minLength: 1 }), isShortEnough: (max) => ({ maxLength: max }), isLongEnough: (min) => ({ minLength: min }),
  min: (minimum) => ({ minimum }), max: (maximum) => ({ maximum }), arrayMinSize: (minItems) => ({ minItems }), arrayMaxSize: (maxItems) => ({ maxItems }),
  isIn: (values) => ({ enum: values }), equals: (value) => ({ enum: [value] }),
  matches: (pattern) => (pattern instanceof RegExp ? { pattern: pattern.source } : {}),
  isEmailAddress: () => ({ format: 'email' }), isCountry: () => ({ pattern: '^[A-Z]{2}$', example: 'GB' }), isLanguageTag: () => ({ format: 'bcp47', example: 'en' }),
  isDateString: () => ({ format: 'date-time' }),
};

const valueSchema = (rules: readonly Rule[]): Record<string, unknown> =>
  Object.assign({}, ...rules.map((rule) => SAYS[rule.name]?.(rule.constraints[0]) ?? {})) as Record<string, unknown>;

/** One property, as the decorators have it; `ref` names the schema of a nested DTO. */
export function describeProperty({ rules, nested, optional }: Property, ref: (dto: Type) => Schema): Schema {
  const own = valueSchema(rules.filter((rule) => !rule.each));
  const items = nested ? ref(nested) : valueSchema(rules.filter((rule) => rule.each));
  const array = own['type'] === 'array';
  if (nested && !array) return optional ? { nullable: true, allOf: [items] } : items;
  return { ...own, ...(array ? { items } : {}), ...(optional ? { nullable: true } : {}) };
}

/** A whole DTO. Unknown fields are refused, and so it says. */
export function describeDto(dto: Type, ref: (dto: Type) => Schema): Schema {
  const properties = propertiesOf(dto);
  const required = properties.filter((property) => !property.optional).map(({ name }) => name);
  return {
    type: 'object', additionalProperties: false,
    properties: Object.fromEntries(properties.map((property) => [property.name, describeProperty(property, ref)])),
    ...(required.length > 0 ? { required } : {}),
  };
}
