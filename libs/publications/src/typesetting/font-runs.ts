import { covers, FONT_KEYS, type FontKey } from './fonts.js';

export interface FontRun {
  text: string;
  font: FontKey;
}

/** Steer the layout and are not drawn: direction marks and isolates (UAX #9), soft hyphen, byte order mark, variation selectors. */
const UNDRAWN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff]/gu;
/** Belong to the letter before them, or to no script at all: they stay in the font that is being set. */
const CLINGS = /^[\p{M}\p{Cf}\p{Z}\p{P}\p{S}\p{N}]$/u;

export const withoutMarks = (text: string): string => text.replace(UNDRAWN, '');

/**
 * Cuts a text into pieces that one font each can set.
 * @param missing told of every letter that no font has; it is then set from the first, as an empty box
 */
export function fontRuns(text: string, missing: (codePoint: number) => void): FontRun[] {
  const runs: FontRun[] = [];
  for (const letter of withoutMarks(text)) {
    const codePoint = letter.codePointAt(0) ?? 0;
    const last = runs.at(-1);
    const stays = last && CLINGS.test(letter) && covers(last.font, codePoint);
    const font = stays ? last.font : fontFor(letter, codePoint, missing);
    if (last?.font === font) last.text += letter;
    else runs.push({ text: letter, font });
  }
  return runs;
}

function fontFor(letter: string, codePoint: number, missing: (codePoint: number) => void): FontKey {
  const found = FONT_KEYS.find((key) => covers(key, codePoint));
  // Joiners do their work in shaping and need no picture of their own.
  if (!found && !/\p{Cf}/u.test(letter)) missing(codePoint);
  return found ?? 'latin';
}
