import { DomainError } from '#libs/config';

/** A text has letters that no embedded font can set. Facts: `letters`. */
export function glyphsMissing(codePoints: readonly number[]): DomainError {
  const letters = codePoints.slice(0, 20).map((codePoint) => `${String.fromCodePoint(codePoint)} (U+${codePoint.toString(16).toUpperCase().padStart(4, '0')})`);
  return new DomainError('publications.glyphs_missing', 'conflict', { facts: { letters: letters.join(', ') } });
}
