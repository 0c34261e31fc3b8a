import PDFDocument from 'pdfkit';
import { directionOf, type Direction } from '#libs/markup';
import { glyphsMissing } from '../publications.errors.js';
import { FONT_KEYS, fontFile, fontName, type FontKey, type Weight } from './fonts.js';
import { qrRows } from './qr.js';
import { tellLettersApart } from './letters-apart.js';
import { layText, type Line, type TextBlock, type TextStyle } from './text-layout.js';

/** Points. */
export const PAPER = { A4: [595.28, 841.89], A3: [841.89, 1190.55] } as const;
export type Paper = keyof typeof PAPER;

export interface PdfOptions {
  title: string;
  /** BCP 47: decides which side of a page is the start, unless the page has another language. */
  language: string;
  paper?: Paper;
  /** Stands in the file as its date. The same data and the same date give the same bytes. */
  madeAt: Date;
  author?: string | undefined;
}

/** Points from the top and from the start side: the right one of a right-to-left page. */
export interface Place {
  x: number;
  y: number;
}

export interface Box extends Place {
  width: number;
  height: number;
}

/** What an element is to whoever hears the page (PDF 32000-1, 14.8.4). */
export type Role = 'H1' | 'H2' | 'H3' | 'H4' | 'P' | 'LI' | 'Lbl' | 'LBody' | 'Caption';

/** An element that holds others, in the order in which they are drawn. */
export type Container = 'Sect' | 'L' | 'LI' | 'LBody' | 'Table' | 'THead' | 'TBody' | 'TFoot' | 'TR' | 'TH' | 'TD' | 'Figure';

export interface ContainerOptions {
  /** Of a TH: what it heads. */
  scope?: 'Column' | 'Row';
  /** Of a Figure: what it shows, in words. */
  alt?: string;
  language?: string;
}

export interface Stroke {
  color: string;
  width?: number;
  dash?: number;
}

type Element = ReturnType<PDFKit.PDFDocument['struct']>;

/** OpenType features beside the usual: a list switches on, a table on and off. */
type Features = never[] | Record<string, boolean>;

interface Shaping {
  features: Features;
  width: number;
}

const MARKS = { color: '#000000', width: 0.6 };

/**
 * Papers that people print: A4 or A3, own fonts embedded, tagged, any mixture of the scripts that the README lists.
 *
 * Everything is placed from the *start* side, so that one layout serves both directions. Text is measured first
 * (`lay`, `fit`), then drawn (`draw`), or both at once (`text`). `finish` refuses a document with a letter that no font has.
 */
export class PdfDocument {
  direction: Direction;
  readonly width: number;
  readonly height: number;
  pages = 0;
  private readonly pdf: PDFKit.PDFDocument;
  private readonly root: Element;
  /** What is drawn belongs to it. */
  private parent: Element;
  /** Entries of the outline that are open, the outermost first. */
  private readonly outlined: { level: number; item: PDFKit.PDFOutline }[] = [];
  private readonly bytes: Buffer[] = [];
  private readonly done: Promise<void>;
  private readonly missing = new Set<number>();
  private readonly shaped = new Map<string, Shaping>();

  private language: string;

  constructor(options: PdfOptions) {
    this.language = options.language;
    this.direction = directionOf(options.language);
    [this.width, this.height] = PAPER[options.paper ?? 'A4'];
    const pdf = new PDFDocument({
      size: [this.width, this.height], margin: 0, autoFirstPage: false, pdfVersion: '1.7', tagged: true, displayTitle: true, lang: options.language,
      // No default font: the viewer's own would not have our letters; and one of ours given here would be opened anew at each use by its name.
      font: '',
      info: { Title: options.title, CreationDate: options.madeAt, ModDate: options.madeAt, Producer: 'Countersign', Creator: 'Countersign', ...(options.author ? { Author: options.author } : {}) },
    });
    this.pdf = pdf;
    pdf.on('data', (chunk: Buffer) => this.bytes.push(chunk));
    this.done = new Promise((resolve, reject) => pdf.once('end', resolve).once('error', reject));
    for (const key of FONT_KEYS) for (const weight of ['regular', 'bold', 'black'] as const) pdf.registerFont(fontName(key, weight), fontFile(key, weight));
    this.root = pdf.struct('Document');
    this.parent = this.root;
    pdf.addStructure(this.root);
  }

  /** A new page, in a language of its own if one is given; it holds until another is. */
  page(language = this.language): this {
    this.language = language;
    this.direction = directionOf(language);
    this.pdf.addPage();
    this.pages += 1;
    return this;
  }

  /** Breaks into lines and measures, draws nothing. `language`: of the text, if it is not the document's. */
  lay(text: string, width: number, style: TextStyle, language = this.language): TextBlock {
    return layText(text, language, width, style, { widthOf: this.widthOf, missing: (codePoint) => this.missing.add(codePoint) });
  }

  /** The text in the largest of the sizes at which it fits the box, in the smallest if it fits at none. */
  fit(text: string, box: { width: number; height: number }, style: TextStyle, sizes: readonly number[], language?: string): TextBlock {
    const tried = [...sizes].sort((a, b) => b - a).map((size) => () => this.lay(text, box.width, { ...style, size }, language));
    let block = this.lay(text, box.width, style, language);
    for (const lay of tried) {
      block = lay();
      if (block.height <= box.height && block.width <= box.width) break;
    }
    return block;
  }

  /** Draws a block at a place of the given width. @returns the height it took */
  draw(block: TextBlock, place: Place, width: number, role: Role = 'P'): number {
    const element = this.pdf.struct(role, { lang: block.language, actual: block.spoken }, () => {
      this.setLines(block, place, width);
    });
    this.parent.add(element);
    element.end();
    return block.height;
  }

  /** Whatever `draw` draws stands within an element of this role: a list with its items, a table with its rows and cells. It may go on over pages. */
  within(role: Container, draw: () => void, { scope, alt, language }: ContainerOptions = {}): this {
    const element = this.pdf.struct(role, { ...(scope ? { scope } : {}), ...(alt ? { alt } : {}), ...(language ? { lang: language } : {}) });
    const outer = this.parent;
    outer.add(element);
    this.parent = element;
    draw();
    this.parent = outer;
    element.end();
    return this;
  }

  /** Shapes that together are one picture; `alt` says what it shows to whoever cannot see it. Texts within belong to the drawing. */
  figure(alt: string, draw: (pen: { rect: (box: Box, fill: string) => void; text: (text: string, place: Place & { width: number }, style: TextStyle, language?: string) => void }) => void): this {
    const element = this.pdf.struct('Figure', { alt }, () => {
      draw({
        rect: (box, fill) => void this.pdf.rect(this.left(box.x, box.width), box.y, box.width, box.height).fill(fill),
        text: (text, place, style, language) => this.setLines(this.lay(text, place.width, style, language), place, place.width),
      });
    });
    this.parent.add(element);
    element.end();
    return this;
  }

  /** Text that belongs to the page and not to what it tells: its number, a running title. Nobody hears it. */
  running(text: string, place: Place & { width: number }, style: TextStyle, language?: string): this {
    this.pdf.markContent('Artifact', { type: 'Pagination' });
    this.setLines(this.lay(text, place.width, style, language), place, place.width);
    this.pdf.endMarkedContent();
    return this;
  }

  /** Lays and draws a text that leads somewhere. @returns the height it took */
  link(text: string, url: string, place: Place & { width: number }, style: TextStyle, language?: string): number {
    const block = this.lay(text, place.width, style, language);
    const element = this.pdf.struct('Link', { lang: block.language, alt: text });
    this.parent.add(element);
    element.add(() => this.setLines(block, place, place.width));
    const options = { structParent: element, Contents: new String(text) } as unknown as PDFKit.Mixins.AnnotationOption;
    this.pdf.link(this.left(place.x, place.width) + slack(style.align ?? 'start', block.direction) * (place.width - block.width), place.y, block.width, block.height, url, options);
    element.end();
    return block.height;
  }

  /** An entry of the outline, which leads to the page that is open. @param level from 1 */
  outline(title: string, level: number): this {
    while ((this.outlined.at(-1)?.level ?? 0) >= level) this.outlined.pop();
    const item = (this.outlined.at(-1)?.item ?? this.pdf.outline).addItem(title);
    this.outlined.push({ level, item });
    return this;
  }

  /** Lays and draws. @returns the height it took */
  text(text: string, place: Place & { width: number }, style: TextStyle, role: Role = 'P', language?: string): number {
    return this.draw(this.lay(text, place.width, style, language), place, place.width, role);
  }

  /** A filled or outlined rectangle, for looks only. */
  rect(box: Box, look: { fill?: string; stroke?: Stroke; radius?: number }): this {
    return this.decorate(() => {
      const [x, y] = [this.left(box.x, box.width), box.y];
      const outline = (): PDFKit.PDFDocument => (look.radius ? this.pdf.roundedRect(x, y, box.width, box.height, look.radius) : this.pdf.rect(x, y, box.width, box.height));
      if (look.fill) outline().fill(look.fill);
      if (look.stroke) {
        this.pen(look.stroke);
        outline().stroke();
      }
    });
  }

  line(from: Place, to: Place, stroke: Stroke = MARKS): this {
    return this.decorate(() => {
      this.pen(stroke);
      this.pdf.moveTo(this.left(from.x, 0), from.y).lineTo(this.left(to.x, 0), to.y).stroke();
    });
  }

  /** An SVG path in a square box of the given units, turned to the reading direction unless `upright`. */
  path(d: string, place: Place & { size: number; units: number }, look: { fill?: string; stroke?: Stroke }, upright = true): this {
    return this.decorate(() => {
      const scale = place.size / place.units;
      const x = this.left(place.x, place.size);
      this.pdf.save().translate(x, place.y).scale(scale);
      if (!upright && this.direction === 'rtl') this.pdf.translate(place.units, 0).scale(-1, 1);
      if (look.fill) this.pdf.path(d).fill(look.fill);
      if (look.stroke) {
        this.pen({ ...look.stroke, width: (look.stroke.width ?? 1) / scale });
        this.pdf.lineCap('round').lineJoin('round').path(d).stroke();
      }
      this.pdf.restore();
    });
  }

  /** A QR code, as vectors, with its quiet zone of four modules left white (ISO/IEC 18004, 9.1). `alt`: where it leads, in words. */
  qr(content: string, place: Place & { size: number }, alt: string, look: { color?: string } = {}): this {
    const rows = qrRows(content);
    const modules = rows.size + 8;
    const unit = place.size / modules;
    const x = this.left(place.x, place.size);
    const figure = this.pdf.struct('Figure', { alt }, () => {
      this.pdf.rect(x, place.y, place.size, place.size).fill('#ffffff');
      for (const bar of rows.bars) this.pdf.rect(x + (bar.x + 4) * unit, place.y + (bar.y + 4) * unit, bar.length * unit, bar.height * unit);
      this.pdf.fill(look.color ?? '#000000');
    });
    this.parent.add(figure);
    figure.end();
    return this;
  }

  /**
   * Ends the document.
   * @throws DomainError `publications.glyphs_missing`: a paper with holes in its text is not to be handed out
   */
  async finish(): Promise<Buffer> {
    this.root.end();
    this.pdf.end();
    await this.done;
    if (this.missing.size > 0) throw glyphsMissing([...this.missing]);
    return Buffer.concat(this.bytes);
  }

  private left(x: number, width: number): number {
    return this.direction === 'rtl' ? this.width - x - width : x;
  }

  private pen({ color, width = MARKS.width, dash }: Stroke): void {
    this.pdf.strokeColor(color).lineWidth(width);
    if (dash) this.pdf.dash(dash, { space: dash });
    else this.pdf.undash();
  }

  /** Lines and grounds are no content: whoever hears the page is not told of them. */
  private decorate(draw: () => void): this {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
    return this;
  }

  private setLines(block: TextBlock, place: Place, width: number): void {
    for (const line of block.lines) this.setLine(line, block, place, width);
  }

  private setLine(line: Line, block: TextBlock, place: Place, width: number): void {
    const { style } = block;
    const from = this.left(place.x, width);
    let x = from + slack(style.align ?? 'start', block.direction) * (width - line.width);
    // Capitals stand in the middle of the line (their height is 0.714 of the size in all Noto fonts).
    const baseline = place.y + line.top + block.lineHeight / 2 + style.size * 0.357;
    this.pdf.fontSize(style.size).fillColor(style.color ?? '#000000');
    for (const { text, font, width: advance } of line.pieces) {
      // Features that are given, even none, make pdfkit shape the run whole; else it would cut it at its spaces.
      this.pdf.font(fontName(font, style.weight ?? 'regular'));
      tellLettersApart(this.pdf);
      this.pdf.text(text, x, baseline, { lineBreak: false, features: this.shaping(text, font, style.weight ?? 'regular').features as [], baseline: 'alphabetic' });
      x += advance;
    }
  }

  private readonly widthOf = (text: string, font: FontKey, weight: Weight, size: number): number => {
    return (this.shaping(text, font, weight).width * size) / 1000;
  };

  /** How a run is shaped, and how wide it is at 1000 points. */
  private shaping(text: string, font: FontKey, weight: Weight): Shaping {
    const name = fontName(font, weight);
    const key = `${name} ${text}`;
    let found = this.shaped.get(key);
    if (!found) {
      const measure = (features: Features): Shaping => ({ features, width: this.pdf.font(name).fontSize(1000).widthOfString(text, { features: features as [] }) });
      try {
        found = measure([]);
      } catch (error) {
        // fontkit 2 stumbles over a vowel mark that has no letter to sit on ("◌ً" after a space): then marks are set where they stand.
        if (!(error instanceof TypeError)) throw error;
        found = measure({ mark: false, mkmk: false });
      }
      this.shaped.set(key, found);
    }
    return found;
  }
}

/** Share of the free room on a line that lies left of the text. */
function slack(align: NonNullable<TextStyle['align']>, direction: Direction): number {
  switch (align) {
    case 'center': return 0.5;
    case 'left': return 0;
    case 'right': return 1;
    case 'start': return direction === 'rtl' ? 1 : 0;
    case 'end': return direction === 'rtl' ? 0 : 1;
  }
}
