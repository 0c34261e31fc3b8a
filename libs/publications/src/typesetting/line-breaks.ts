import LineBreaker from 'linebreak';

/** Scripts that put no space between words: a dictionary says where they end. */
const UNSPACED = /[\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]/u;

const words = new Intl.Segmenter('th', { granularity: 'word' });
const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Where a line may end (UAX #14), as offsets behind the last character of the line; the end of the text is always the last. */
export function breakOffsets(text: string): number[] {
  const found = new Set<number>();
  const breaker = new LineBreaker(text);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) found.add(next.position);
  if (UNSPACED.test(text)) for (const { segment, index } of words.segment(text)) if (UNSPACED.test(segment)) found.add(index + segment.length);
  found.add(text.length);
  return [...found].filter((at) => at > 0).sort((a, b) => a - b);
}

export interface LineRange {
  start: number;
  /** Behind the last character that is drawn: white space at the end of the line is left out. */
  end: number;
}

/**
 * Fills lines greedily.
 * @param widthOf width of a piece of the paragraph
 * A word wider than the line is cut between letters rather than let run out of the page.
 */
export function breakLines(text: string, width: number, widthOf: (piece: string) => number): LineRange[] {
  const lines: LineRange[] = [];
  // Words are measured one by one, and so each but once: shaping is what costs.
  let [start, end, used] = [0, 0, 0];
  for (const offset of breakOffsets(text)) {
    const word = text.slice(end, offset);
    if (used + widthOf(word.trimEnd()) <= width) {
      end = offset;
      used += widthOf(word);
      continue;
    }
    if (end > start) lines.push(trimmed(text, start, end));
    start = Math.max(start, end);
    for (let cut = cutBefore(text, start, offset, width, widthOf); cut !== null; cut = cutBefore(text, start, offset, width, widthOf)) {
      lines.push({ start, end: cut });
      start = cut;
    }
    end = offset;
    used = widthOf(text.slice(start, offset));
  }
  if (end > start || lines.length === 0) lines.push(trimmed(text, start, end));
  return lines;
}

/** How much of a word that is too wide by itself fits; null if all of it does. At least one letter always does. */
function cutBefore(text: string, start: number, end: number, width: number, widthOf: (piece: string) => number): number | null {
  const word = text.slice(start, end).trimEnd();
  if (widthOf(word) <= width) return null;
  let fits = 0;
  for (const { segment, index } of letters.segment(word)) {
    if (index > 0 && widthOf(word.slice(0, index + segment.length)) > width) break;
    fits = index + segment.length;
  }
  return fits < word.length ? start + fits : null;
}

function trimmed(text: string, start: number, end: number): LineRange {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}
