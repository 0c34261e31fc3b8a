export const EXAMPLE_NUMBER = '10042-0';

export type ReadNumber = { ok: true; number: string } | { ok: false; fault: 'malformed' | 'wrong-digit' };

/** A sheet's number as typed; its last digit checks the others after Luhn (ISO/IEC 7812-1, annex B), as libs/stores prints it. */
export function readSheetNumber(typed: string): ReadNumber {
  const digits = asciiDigits(typed.normalize('NFKC')).replace(/[\s\u2010-\u2015\u2212-]/g, '');
  if (!/^\d{6,12}$/.test(digits)) return { ok: false, fault: 'malformed' };
  const body = digits.slice(0, -1);
  return luhnDigit(body) === Number(digits.slice(-1)) ? { ok: true, number: `${body}-${digits.slice(-1)}` } : { ok: false, fault: 'wrong-digit' };
}

function luhnDigit(body: string): number {
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Keyboards set to Arabic or Persian give their own digits. */
const asciiDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669]/g, (sign) => String(sign.charCodeAt(0) - 0x660)).replace(/[\u06f0-\u06f9]/g, (sign) => String(sign.charCodeAt(0) - 0x6f0));
