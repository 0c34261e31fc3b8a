const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 8;

export type ReadCode = { ok: true; code: string } | { ok: false; fault: 'missing' } | { ok: false; fault: 'sign'; sign: string } | { ok: false; fault: 'length'; n: number };

/** A pairing code as somebody typed it, read as forgivingly as the server does (libs/stores, pairing-rules): O is 0, I and L are 1. */
export function readCode(typed: string): ReadCode {
  const signs = [...typed.normalize('NFKC').toUpperCase().replace(/[\s\u2010-\u2015\u2212-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')];
  if (signs.length === 0) return { ok: false, fault: 'missing' };
  const strange = signs.find((sign) => !ALPHABET.includes(sign));
  if (strange !== undefined) return { ok: false, fault: 'sign', sign: strange };
  return signs.length === CODE_LENGTH ? { ok: true, code: signs.join('') } : { ok: false, fault: 'length', n: signs.length };
}

/** `ABC-DEFGH`, as the console shows it. */
export const shownCode = (code: string): string => `${code.slice(0, 3)}-${code.slice(3)}`;
