import bidiModule, { type Bidi } from 'bidi-js';
import { type Direction } from '#libs/markup';

/** The package is CommonJS whose export *is* the factory, which its types don't say. */
const bidi = (bidiModule as unknown as () => Bidi)();

/** A piece of a line that runs one way. `text` is in the order of reading, with brackets already turned for the right-to-left. */
export interface LevelRun {
  text: string;
  direction: Direction;
}

/** A paragraph whose directions are worked out: they depend on all of it, the order on each line. */
export interface BidiParagraph {
  text: string;
  base: Direction;
  levels: Uint8Array;
}

/** Unicode Bidirectional Algorithm, UAX #9, for a paragraph without line ends. */
export function bidiParagraph(text: string, base: Direction): BidiParagraph {
  return { text, base, levels: bidi.getEmbeddingLevels(text, base).levels };
}

/** The runs of a line of the paragraph, from left to right (rules L2 and L4; white space at the end of a line is not to be in it, L1). */
export function visualRuns({ text, levels }: BidiParagraph, start: number, end: number): LevelRun[] {
  const runs: { level: number; text: string }[] = [];
  for (let at = start; at < end; at++) {
    const level = levels[at] ?? 0;
    const letter = text[at] ?? '';
    const turned = level % 2 === 1 ? (bidi.getMirroredCharacter(letter) ?? letter) : letter;
    const last = runs.at(-1);
    if (last?.level === level) last.text += turned;
    else runs.push({ level, text: turned });
  }
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level--) turnRound(runs, level);
  return runs.map((run) => ({ text: run.text, direction: run.level % 2 === 1 ? 'rtl' : 'ltr' }));
}

/** Turns round every stretch of runs at this level or above. */
function turnRound(runs: { level: number }[], level: number): void {
  for (let from = 0; from < runs.length; from++) {
    if ((runs[from]?.level ?? 0) < level) continue;
    let to = from;
    while ((runs[to]?.level ?? -1) >= level) to++;
    runs.splice(from, to - from, ...runs.slice(from, to).reverse());
    from = to;
  }
}
