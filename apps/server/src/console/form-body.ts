/** A form as it came: one text a name, or several. */
export type FormBody = Record<string, unknown>;

/** Text of a field without the blanks around it; '' if it did not come. */
export function textOf(body: FormBody, name: string): string {
  const value = body[name];
  const text = Array.isArray(value) ? (value as unknown[])[0] : value;
  // Browsers end lines in forms with CR LF (HTML, 4.10.21.4); what we keep has LF.
  return typeof text === 'string' ? text.replace(/\r\n?/g, '\n').trim() : '';
}

/** Null for what was left empty. */
export function textOrNull(body: FormBody, name: string): string | null {
  return textOf(body, name) || null;
}

/** Every value of a name, in order, the empty ones left out. */
export function listOf(body: FormBody, name: string): string[] {
  const value = body[name];
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((text): text is string => typeof text === 'string' && text.trim() !== '').map((text) => text.trim());
}

/**
 * A figure as people write one: spaces, dots, commas and apostrophes between thousands, Arabic digits too.
 * Undefined if left empty, NaN if it is no figure.
 */
export function figureOf(body: FormBody, name: string): number | undefined {
  const text = latinDigits(textOf(body, name));
  if (text === '') return undefined;
  return /^\d{1,3}([ .,'’\u00a0\u202f٬]\d{3})+$|^\d+$/.test(text) ? Number(text.replace(/\D/g, '')) : Number.NaN;
}

export const latinDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));

/** All texts of a form, for showing it again as it was typed. */
export function typed(body: FormBody): Record<string, string> {
  return Object.fromEntries(Object.entries(body).map(([name]) => [name, rawText(body[name])]));
}

function rawText(value: unknown): string {
  const first = Array.isArray(value) ? (value as unknown[])[0] : value;
  return typeof first === 'string' ? first : '';
}
