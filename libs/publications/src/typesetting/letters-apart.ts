interface Glyph {
  id: number;
  advanceWidth: number;
  /** The letters that it stands for, in the text at hand. */
  codePoints: number[];
}

/** What pdfkit keeps of a font that it embeds; `font` is fontkit's. */
interface EmbeddedFont {
  font: { getGlyph(id: number, codePoints?: number[]): Glyph };
  encode(text: string, features?: unknown): [string[], unknown[]];
  layout(text: string, features?: unknown): { glyphs: readonly Glyph[]; positions: unknown[] };
  subset: { glyphs: number[]; includeGlyph(id: number): number };
  unicode: (number[] | undefined)[];
  widths: (number | undefined)[];
  scale: number;
}

const told = new WeakSet<EmbeddedFont>();

/**
 * Several Arabic letters share one shape and differ by the dots beside it. fontkit and pdfkit both remember of a shape which letter it
 * was first, and whoever copies or searches the page would get that one. So a shape is embedded once for each letter it stands for.
 */
export function tellLettersApart(pdf: PDFKit.PDFDocument): void {
  const font = (pdf as unknown as { _font: EmbeddedFont })._font;
  if (told.has(font)) return;
  told.add(font);
  const remembered = font.font.getGlyph.bind(font.font);
  font.font.getGlyph = (id, codePoints = []) => {
    const glyph = remembered(id, codePoints);
    return glyph.codePoints.join() === codePoints.join() ? glyph : (Object.create(glyph, { codePoints: { value: codePoints } }) as Glyph);
  };
  const known = new Map<string, number>();
  font.encode = (text, features) => {
    const { glyphs, positions } = font.layout(text, features);
    const codes = glyphs.map((glyph) => {
      const key = `${glyph.id} ${glyph.codePoints.join()}`;
      let place = known.get(key);
      if (place === undefined) {
        place = font.subset.includeGlyph(glyph.id);
        if (font.unicode[place] !== undefined) place = font.subset.glyphs.push(glyph.id) - 1;
        known.set(key, place);
        font.unicode[place] = glyph.codePoints;
        font.widths[place] = glyph.advanceWidth * font.scale;
      }
      return place.toString(16).padStart(4, '0');
    });
    return [codes, positions];
  };
}
