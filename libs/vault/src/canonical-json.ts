import { VAULT_ERRORS, VaultError } from './vault.errors.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * JSON Canonicalization Scheme, RFC 8785 (JCS): one text per value, for whatever is hashed or signed. ECMAScript's own
 * `JSON.stringify` is the RFC's form of strings and numbers; what is left is the order of names (by UTF-16 code unit, as `sort` has
 * it) and refusing what I-JSON (RFC 7493) cannot say: lone surrogates, NaN, infinities, undefined.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : refuse();
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? refuse() : JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') return refuse();
  const members = Object.keys(value).sort().map((name) => `${canonicalJson(name)}:${canonicalJson(value[name] as JsonValue)}`);
  return `{${members.join(',')}}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function refuse(): never {
  throw new VaultError(VAULT_ERRORS.malformed);
}
