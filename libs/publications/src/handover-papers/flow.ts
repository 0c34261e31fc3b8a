import { type PaperText } from '../printables/paper-looks.js';
import { INK, HAIR, PEN, SOFT } from '../printables/paper-looks.js';
import { type PdfDocument, type Role } from '../typesetting/pdf-document.js';
import { type TextBlock, type TextStyle } from '../typesetting/text-layout.js';

/** A text that flows down a page: what comes next in reading order. */
export type FlowItem =
  | { kind: 'text'; text: PaperText; style: TextStyle; role: Role; gap: number; indent?: number; number?: string; width?: number }
  | { kind: 'row'; cells: readonly string[]; head?: boolean; gap: number };

interface Laid {
  gap: number;
  height: number;
  draw: (y: number) => void;
}

export const MARGIN = 56;

/** Columns of a table: shares of the width; all but the first hold figures. */
const SHARES = [0.56, 0.22, 0.22];

/**
 * Lays items of one language page by page. Texts of other languages stand on the page's own side. `size` scales everything, so that a
 * first page can be set smaller until it holds what must be on it.
 */
export class Flow {
  constructor(private readonly doc: PdfDocument, private readonly size = 1) {}

  get width(): number {
    return this.doc.width - 2 * MARGIN;
  }

  height(items: readonly FlowItem[]): number {
    return items.map((item) => this.lay(item)).reduce((sum, { gap, height }) => sum + gap + height, 0);
  }

  /** @param bottom of the page that is open. @param nextPage opens one and tells where its content begins. @returns where the last item ends */
  draw(items: readonly FlowItem[], from: number, bottom: () => number, nextPage: () => number): number {
    let y = from;
    for (const item of items) {
      const { gap, height, draw } = this.lay(item);
      if (y + gap + height > bottom()) y = nextPage() - gap;
      draw(y + gap);
      y += gap + height;
    }
    return y;
  }

  private lay(item: FlowItem): Laid {
    return item.kind === 'text' ? this.layText(item) : this.layRow(item);
  }

  private layText(item: Extract<FlowItem, { kind: 'text' }>): Laid {
    const indent = (item.indent ?? (item.number === undefined ? 0 : 20)) * this.size;
    const width = Math.min(item.width ?? Infinity, this.width - indent);
    const block = this.doc.lay(item.text.text, width, { align: this.doc.direction === 'rtl' ? 'right' : 'left', ...item.style, size: item.style.size * this.size }, item.text.lang);
    return {
      gap: item.gap * this.size, height: block.height,
      draw: (y) => {
        if (item.number !== undefined) this.doc.text(item.number, { x: MARGIN, y, width: indent }, { size: block.style.size, weight: 'bold', color: PEN, leading: block.lineHeight / block.style.size });
        this.doc.draw(block, { x: MARGIN + indent, y }, width, item.role);
      },
    };
  }

  private layRow({ cells, head, gap }: Extract<FlowItem, { kind: 'row' }>): Laid {
    const size = 9.5 * this.size;
    const widths = cells.map((_, nth) => this.width * (cells.length === 2 ? [0.78, 0.22] : SHARES)[nth]!);
    const blocks: TextBlock[] = cells.map((cell, nth) =>
      this.doc.lay(cell, (widths[nth] ?? 0) - 8, { size, weight: head ? 'bold' : 'regular', color: head ? SOFT : INK, align: nth === 0 ? 'start' : 'end' }));
    const height = Math.max(...blocks.map((block) => block.height)) + 5;
    return {
      gap: gap * this.size, height,
      draw: (y) => {
        let x = MARGIN;
        for (const [nth, block] of blocks.entries()) {
          this.doc.draw(block, { x: nth === 0 ? x : x + 8, y: y + 1.5 }, (widths[nth] ?? 0) - 8, 'P');
          x += widths[nth] ?? 0;
        }
        this.doc.line({ x: MARGIN, y: y + height }, { x: MARGIN + this.width, y: y + height }, { color: head ? INK : HAIR, width: head ? 0.9 : 0.5 });
      },
    };
  }
}

export const text = (words: string, lang: string, style: TextStyle, more: { role?: Role; gap?: number; number?: string; indent?: number; width?: number } = {}): FlowItem =>
  ({ kind: 'text', text: { text: words, lang }, style, role: more.role ?? 'P', gap: more.gap ?? 0, number: more.number, indent: more.indent, width: more.width });

export const paragraphs = (words: string, lang: string, style: TextStyle, gap: number): FlowItem[] =>
  words.split(/\n+/u).filter((one) => one.trim() !== '').map((one) => text(one, lang, style, { gap }));
