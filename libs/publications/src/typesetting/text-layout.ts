import { directionOf, type Direction } from '#libs/markup';
import { bidiParagraph, visualRuns, type LevelRun } from './direction.js';
import { fontRuns, type FontRun } from './font-runs.js';
import { type FontKey, type Weight } from './fonts.js';
import { breakLines } from './line-breaks.js';

export interface TextStyle {
  /** Points. */
  size: number;
  weight?: Weight;
  color?: string;
  /** Distance of lines as a multiple of the size; 1.35 (1.5 right-to-left, whose letters reach further up and down). */
  leading?: number;
  /** `start` is right in a right-to-left text. */
  align?: 'start' | 'center' | 'end' | 'left' | 'right';
  /** Lines of about the same length: for headings. */
  balanced?: boolean;
  /** Between the paragraphs of a text, in points. */
  gap?: number;
}

/** Set as one run of a font; `text` is in the order in which the shaper is to get it. */
export interface Piece {
  text: string;
  font: FontKey;
  width: number;
}

export interface Line {
  /** From left to right. */
  pieces: Piece[];
  width: number;
  /** From the top of the block to the top of the line. */
  top: number;
}

export interface TextBlock {
  lines: Line[];
  lineHeight: number;
  height: number;
  /** Of the widest line. */
  width: number;
  direction: Direction;
  language: string;
  /** In the order of reading, for whoever hears the page. */
  spoken: string;
  style: TextStyle;
}

export interface Ruler {
  /** Width in points of what one font sets as one run. */
  widthOf(text: string, font: FontKey, weight: Weight, size: number): number;
  missing(codePoint: number): void;
}

/** Breaks a text into lines and puts each in the order of its letters on paper. Line ends in the text begin a paragraph. */
export function layText(text: string, language: string, width: number, style: TextStyle, ruler: Ruler): TextBlock {
  const direction = directionOf(language);
  const lineHeight = style.size * (style.leading ?? (direction === 'rtl' ? 1.5 : 1.35));
  const { weight = 'regular', size } = style;
  const widthOfRun = ({ text: run, font }: FontRun): number => ruler.widthOf(run, font, weight, size);
  const widthOf = (piece: string): number => fontRuns(piece, () => {}).reduce((sum, run) => sum + widthOfRun(run), 0);

  const lines: Line[] = [];
  let top = 0;
  const paragraphs = text.split(/\s*\n\s*/u).filter((paragraph) => paragraph.trim() !== '').map((paragraph) => paragraph.trim());
  for (const [nth, paragraph] of paragraphs.entries()) {
    if (nth > 0) top += style.gap ?? lineHeight * 0.4;
    const bidi = bidiParagraph(paragraph, direction);
    for (const range of ranges(paragraph, width, style.balanced ?? false, widthOf)) {
      const pieces = visualRuns(bidi, range.start, range.end).flatMap((run) => piecesOf(run, ruler)).map((run) => ({ ...run, width: widthOfRun(run) }));
      lines.push({ pieces, width: pieces.reduce((sum, piece) => sum + piece.width, 0), top });
      top += lineHeight;
    }
  }
  return { lines, lineHeight, height: top, width: Math.max(0, ...lines.map((line) => line.width)), direction, language, spoken: paragraphs.join('\n'), style };
}

function ranges(paragraph: string, width: number, balanced: boolean, widthOf: (piece: string) => number): ReturnType<typeof breakLines> {
  const lines = breakLines(paragraph, width, widthOf);
  if (!balanced || lines.length < 2) return lines;
  // The narrowest column that needs no line more.
  let [least, most] = [width / 2, width];
  for (let step = 0; step < 8; step++) {
    const middle = (least + most) / 2;
    if (breakLines(paragraph, middle, widthOf).length > lines.length) least = middle;
    else most = middle;
  }
  return breakLines(paragraph, most, widthOf);
}

const HAS_RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * The shaper turns a run round by itself if it begins with letters of a right-to-left script. A run without such letters
 * (brackets and stops between them) it would leave: that is turned here.
 */
function piecesOf(run: LevelRun, ruler: Ruler): FontRun[] {
  const pieces = fontRuns(run.text, (codePoint) => ruler.missing(codePoint));
  if (run.direction === 'ltr') return pieces;
  return pieces.reverse().map((piece) => (HAS_RIGHT_TO_LEFT.test(piece.text) ? piece : { ...piece, text: [...piece.text].reverse().join('') }));
}
