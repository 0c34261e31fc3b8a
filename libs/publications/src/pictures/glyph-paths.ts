import * as fontkit from 'fontkit';
import { type FontKey, fontFile, fontName, type Weight } from '../typesetting/fonts.js';
import { layText, type Ruler, type TextBlock, type TextStyle } from '../typesetting/text-layout.js';

/**
 * Texts as the outlines of their shaped letters, for pictures: whoever draws them needs no font, and every script joins, stacks and
 * runs as it must. The same layout as that of our papers (UAX #9, UAX #14, fontkit).
 */

const fonts = new Map<string, fontkit.Font>();

function fontOf(key: FontKey, weight: Weight): fontkit.Font {
  const name = fontName(key, weight);
  let font = fonts.get(name);
  if (!font) fonts.set(name, (font = fontkit.create(fontFile(key, weight))));
  return font;
}

/** Figures run from left to right in every script (UAX #9); the shaper would turn Arabic ones round for their separators. */
const directionIn = (text: string): 'ltr' | undefined => (/\p{N}/u.test(text) && !/\p{L}/u.test(text) ? 'ltr' : undefined);

function shaped(text: string, font: fontkit.Font): fontkit.GlyphRun {
  const direction = directionIn(text);
  try {
    return font.layout(text, undefined, undefined, undefined, direction);
  } catch (error) {
    // fontkit 2 stumbles over a vowel mark that has no letter to sit on: then marks are set where they stand.
    if (!(error instanceof TypeError)) throw error;
    return font.layout(text, { mark: false, mkmk: false }, undefined, undefined, direction);
  }
}

/** Measures text for `layText`, and notes letters that no font has. */
export class PictureRuler implements Ruler {
  readonly lacking = new Set<number>();
  /** In ems: while lines are broken the same pieces are measured over and over, and for every size. */
  private readonly ems = new Map<string, number>();

  widthOf = (text: string, key: FontKey, weight: Weight, size: number): number => {
    const name = `${fontName(key, weight)} ${text}`;
    let em = this.ems.get(name);
    if (em === undefined) {
      const font = fontOf(key, weight);
      this.ems.set(name, (em = shaped(text, font).advanceWidth / font.unitsPerEm));
    }
    return em * size;
  };

  missing = (codePoint: number): void => void this.lacking.add(codePoint);

  lay(text: string, language: string, width: number, style: TextStyle): TextBlock {
    return layText(text, language, width, style, this);
  }

  /** In the largest of the sizes at which it fits the box; in the smallest if at none. */
  fit(text: string, language: string, box: { width: number; height: number }, style: Omit<TextStyle, 'size'>, sizes: readonly number[]): TextBlock {
    // Balancing moves ends of lines and adds none: it is left for the size that is taken.
    const fits = ({ height, width }: TextBlock): boolean => height <= box.height && width <= box.width;
    const size = sizes.find((one) => fits(this.lay(text, language, box.width, { ...style, size: one, balanced: false }))) ?? sizes.at(-1) ?? 32;
    return this.lay(text, language, box.width, { ...style, size });
  }
}

/** SVG of a block in its box; lines that do not fit are left out. */
export function drawn(block: TextBlock, box: { x: number; y: number; width: number; height: number }): string {
  const { style, direction } = block;
  const atRight = (style.align ?? 'start') === 'start' ? direction === 'rtl' : style.align === 'right' || style.align === 'end';
  const paths: string[] = [];
  for (const line of block.lines.filter(({ top }, n) => n === 0 || top + block.lineHeight <= box.height + 1)) {
    let x = box.x + (atRight ? box.width - line.width : 0);
    const baseline = box.y + line.top + block.lineHeight / 2 + style.size * 0.357;
    for (const piece of line.pieces) {
      const font = fontOf(piece.font, style.weight ?? 'regular');
      paths.push(outlines(shaped(piece.text, font), font, { x, baseline, size: style.size }));
      x += piece.width;
    }
  }
  return `<g fill="${style.color ?? '#000000'}">${paths.join('')}</g>`;
}

function outlines(run: fontkit.GlyphRun, font: fontkit.Font, at: { x: number; baseline: number; size: number }): string {
  const scale = at.size / font.unitsPerEm;
  const parts: string[] = [];
  let x = 0;
  for (const [n, glyph] of run.glyphs.entries()) {
    const position = run.positions[n];
    if (!position) continue;
    const d = glyph.path.toSVG();
    if (d !== '') parts.push(`<path transform="translate(${round(at.x + (x + position.xOffset) * scale)} ${round(at.baseline - position.yOffset * scale)}) scale(${round(scale, 5)} ${round(-scale, 5)})" d="${d}"/>`);
    x += position.xAdvance;
  }
  return parts.join('');
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
