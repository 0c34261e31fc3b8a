import { setImmediate as breath } from 'node:timers/promises';
import { PaperPhrases } from '../../phrasebook.js';
import { drawMark, HAIR, INK, PEN, PEN_WASH, SOFT, WARN } from '../../printables/paper-looks.js';
import { PdfDocument, type Role } from '../../typesetting/pdf-document.js';
import { type TextBlock, type TextStyle } from '../../typesetting/text-layout.js';
import { type Block, type ChartBlock, type Lines, type ReportDocument, type Said, type Section, type TableBlock } from '../document/report-document.js';

const MARGIN = 56;
const TOP = 78;
const FOOT = 56;
const CELL = 5;

const BODY: TextStyle = { size: 10, color: INK, leading: 1.42 };
const SMALL: TextStyle = { size: 8.8, color: SOFT, leading: 1.4 };
const CELLS: TextStyle = { size: 8.8, color: INK, leading: 1.35 };
const HEADINGS: Record<number, { role: Role; style: TextStyle; gap: number }> = {
  1: { role: 'H1', style: { size: 23, weight: 'black', color: INK, leading: 1.25, balanced: true }, gap: 0 },
  2: { role: 'H2', style: { size: 15.5, weight: 'black', color: PEN, leading: 1.3 }, gap: 26 },
  3: { role: 'H3', style: { size: 12.5, weight: 'bold', color: INK, leading: 1.3 }, gap: 20 },
  4: { role: 'H4', style: { size: 10.5, weight: 'bold', color: INK, leading: 1.3 }, gap: 12 },
};

/**
 * A report as a tagged PDF: headings, lists, tables with their header cells, charts with their words, an outline, page numbers nobody
 * hears. The same document gives the same bytes: its date is that of the data.
 */
export function reportPdf(report: ReportDocument, link: string | null): Promise<Buffer> {
  return new ReportPaper(report, link).write();
}

class ReportPaper {
  private readonly doc: PdfDocument;
  private readonly phrases: PaperPhrases;
  private y = TOP;

  constructor(private readonly report: ReportDocument, private readonly address: string | null) {
    this.phrases = PaperPhrases.forReports(report.language);
    this.doc = new PdfDocument({ title: `${report.title.text} · ${report.campaign.text}`, language: report.language, madeAt: new Date(report.asOf) });
  }

  async write(): Promise<Buffer> {
    this.page();
    this.heading(this.report.title, 1);
    this.text(this.report.campaign, { size: 13, weight: 'bold', color: PEN }, 4);
    for (const block of this.report.lede) this.block(block);
    if (this.address !== null) this.link(this.address);
    for (const section of this.report.sections) await this.section(section, 2);
    return this.doc.finish();
  }

  private get width(): number {
    return this.doc.width - 2 * MARGIN;
  }

  /** What nobody hears stands at the edges of each page. */
  private page(): void {
    const { doc, report } = this;
    doc.page();
    const side = { size: 9, color: SOFT } as const;
    drawMark(doc, { x: MARGIN, y: 34, size: 18 });
    doc.running(report.campaign.text, { x: MARGIN + 26, y: 37, width: this.width - 180 }, { ...side, weight: 'bold', color: PEN, align: this.startOf(report.campaign.lang) }, report.campaign.lang);
    if (report.demonstration) doc.running(report.demonstration.text, { x: MARGIN, y: doc.height - 46, width: this.width - 90 }, { ...side, color: WARN });
    doc.running(this.phrases.say('report.page', { page: String(doc.pages) }), { x: doc.width - MARGIN - 80, y: doc.height - 46, width: 80 }, { ...side, align: 'end' });
    doc.line({ x: MARGIN, y: 60 }, { x: doc.width - MARGIN, y: 60 }, { color: HAIR, width: 0.7 });
    this.y = TOP;
  }

  /** Opens a page unless so much fits on this one. @returns whether it did */
  private need(height: number): boolean {
    if (this.y === TOP || this.y + height <= this.doc.height - FOOT - 6) return false;
    this.page();
    return true;
  }

  /** A text of another direction still begins where the page begins. */
  private startOf(lang: string): 'left' | 'right' | 'start' {
    return lang === this.report.language ? 'start' : this.doc.direction === 'rtl' ? 'right' : 'left';
  }

  private lay(said: Said, width: number, style: TextStyle): TextBlock {
    return this.doc.lay(said.text, width, { align: this.startOf(said.lang), ...style }, said.lang);
  }

  private async section(section: Section, level: number): Promise<void> {
    this.heading(section.title, level);
    for (const block of section.blocks) {
      this.block(block);
      // Fifty pages take seconds: whoever signs meanwhile shall not wait for them.
      await breath();
    }
    for (const inner of section.sections ?? []) await this.section(inner, level + 1);
  }

  private heading(title: Said, level: number): void {
    const { role, style, gap } = HEADINGS[Math.min(level, 4)] ?? { role: 'H4' as const, style: BODY, gap: 10 };
    const block = this.lay(title, this.width, style);
    // Never alone at the foot of a page: the head and a first row of a table stand below it.
    if (!this.need(gap + block.height + 110) && this.y > TOP) this.y += gap;
    this.doc.outline(title.text, level);
    this.y += this.doc.draw(block, { x: MARGIN, y: this.y }, this.width, role);
  }

  private block(block: Block): void {
    switch (block.kind) {
      case 'paragraph': return this.paragraph(block.text, block.look);
      case 'list': return this.list(block.items, block.ordered);
      case 'facts': return this.facts(block);
      case 'table': return this.table(block);
      case 'chart': return this.chart(block);
    }
  }

  private paragraph(text: Said, look?: 'lede' | 'note' | 'strong'): void {
    if (look === 'note') return this.text(text, SMALL, 7);
    this.text(text, look === 'lede' ? { ...BODY, size: 11.5 } : look === 'strong' ? { ...BODY, weight: 'bold' } : BODY, look === 'strong' ? 10 : 7);
  }

  /** Paragraph by paragraph, so that a long text goes on overleaf. */
  private text({ text, lang }: Said, style: TextStyle, gap: number): void {
    for (const paragraph of text.split(/\n+/u).filter((one) => one.trim() !== '')) {
      const block = this.lay({ text: paragraph, lang }, this.width, style);
      if (!this.need(gap + block.height)) this.y += gap;
      this.y += this.doc.draw(block, { x: MARGIN, y: this.y }, this.width);
    }
  }

  private link(url: string): void {
    const style: TextStyle = { ...SMALL, color: PEN, align: this.startOf('en') };
    this.y += 7;
    this.doc.within('L', () => this.doc.within('LI', () => this.doc.within('LBody', () => {
      this.y += this.doc.link(url, url, { x: MARGIN, y: this.y, width: this.width }, style, 'en');
    })));
  }

  private list(items: readonly Lines[], ordered: boolean): void {
    const indent = 18;
    this.doc.within('L', () => items.forEach((lines, nth) => {
      const blocks = lines.map((line, at) => this.lay(line, this.width - indent, at === 0 ? BODY : SMALL));
      const height = blocks.reduce((sum, block) => sum + block.height + 1.5, 0);
      if (!this.need(height + 5)) this.y += 5;
      this.doc.within('LI', () => {
        this.doc.draw(this.lay({ text: ordered ? new Intl.NumberFormat(this.report.language).format(nth + 1) : '•', lang: this.report.language }, indent, { ...BODY, weight: 'bold', color: PEN }), { x: MARGIN, y: this.y }, indent, 'Lbl');
        this.doc.within('LBody', () => this.stack(blocks, MARGIN + indent, this.width - indent));
      });
      this.y += height;
    }));
  }

  private stack(blocks: readonly TextBlock[], x: number, width: number, from = this.y): void {
    let y = from;
    for (const block of blocks) y += this.doc.draw(block, { x, y }, width) + 1.5;
  }

  /** Terms and what is said of them: a table whose rows have heads. */
  private facts({ caption, items }: Extract<Block, { kind: 'facts' }>): void {
    this.rows({
      caption, columns: [{ share: 0.26 }, { share: 0.74 }], head: null,
      body: items.map(({ term, details }) => ({ cells: [[term], details], heads: true })), figures: [],
    });
  }

  private table({ caption, columns, rows, total }: TableBlock): void {
    this.rows({
      caption, columns, head: columns.map(({ label }) => [label]), figures: columns.flatMap(({ figure }, nth) => (figure ? [nth] : [])),
      body: [...rows.map((cells) => ({ cells, heads: true })), ...(total ? [{ cells: total, heads: true, foot: true }] : [])],
    });
  }

  private rows(table: { caption: Said; columns: readonly { share: number }[]; head: readonly Lines[] | null; body: { cells: readonly Lines[]; heads: boolean; foot?: boolean }[]; figures: readonly number[] }): void {
    const { doc } = this;
    const widths = table.columns.map(({ share }) => share * this.width);
    const layRow = (cells: readonly Lines[], style: TextStyle): { blocks: TextBlock[][]; height: number } => {
      const blocks = cells.map((lines, nth) => lines.map((line, at) => this.lay(line, (widths[nth] ?? 0) - CELL * 2, {
        // Lines below the first explain it; those of facts are of one rank.
        ...(at === 0 || style.weight || table.head === null ? style : { ...style, color: SOFT }), ...(table.figures.includes(nth) ? { align: 'end' as const } : {}),
      })));
      return { blocks, height: Math.max(...blocks.map((cell) => cell.reduce((sum, block) => sum + block.height + 1.5, 0))) + CELL * 1.6 };
    };
    const drawRow = (row: ReturnType<typeof layRow>, cell: (nth: number, draw: () => void) => void, look: { fill?: string; strong?: boolean }): void => {
      const { y } = this;
      if (look.fill) doc.rect({ x: MARGIN, y, width: this.width, height: row.height }, { fill: look.fill });
      let x = MARGIN;
      row.blocks.forEach((blocks, nth) => {
        const at = x;
        cell(nth, () => this.stack(blocks, at + CELL, (widths[nth] ?? 0) - CELL * 2, y + CELL * 0.8));
        x += widths[nth] ?? 0;
      });
      this.y += row.height;
      doc.line({ x: MARGIN, y: this.y }, { x: MARGIN + this.width, y: this.y }, { color: look.strong ? INK : HAIR, width: look.strong ? 0.9 : 0.5 });
    };
    const head = table.head === null ? null : layRow(table.head, { ...CELLS, weight: 'bold', color: PEN });
    const caption = this.lay(table.caption, this.width, { ...BODY, weight: 'bold' });
    const first = table.body[0] ? layRow(table.body[0].cells, CELLS).height : 0;
    if (!this.need(12 + caption.height + (head?.height ?? 0) + first)) this.y += 12;
    doc.within('Table', () => {
      this.y += doc.draw(caption, { x: MARGIN, y: this.y }, this.width, 'Caption') + 3;
      if (head) doc.within('THead', () => doc.within('TR', () => drawRow(head, (_, draw) => void doc.within('TH', draw, { scope: 'Column' }), { fill: PEN_WASH, strong: true })));
      doc.within('TBody', () => {
        for (const { cells, heads, foot } of table.body) {
          const row = layRow(cells, foot ? { ...CELLS, weight: 'bold' } : CELLS);
          // The names of the columns are told once and seen on every page.
          if (this.need(row.height) && table.head) this.repeatHead(table.head, widths, table.figures);
          doc.within('TR', () => drawRow(row, (nth, draw) => void (nth === 0 && heads ? doc.within('TH', draw, { scope: 'Row' }) : doc.within('TD', draw)), { strong: foot ?? false }));
        }
      });
    });
  }

  private repeatHead(head: readonly Lines[], widths: readonly number[], figures: readonly number[]): void {
    let x = MARGIN;
    let height = 0;
    head.forEach((lines, nth) => {
      const width = (widths[nth] ?? 0) - CELL * 2;
      const [line] = lines;
      if (line) {
        const style: TextStyle = { ...CELLS, weight: 'bold', color: PEN, align: figures.includes(nth) ? 'end' : this.startOf(line.lang) };
        height = Math.max(height, this.doc.lay(line.text, width, style, line.lang).height);
        this.doc.running(line.text, { x: x + CELL, y: this.y, width }, style, line.lang);
      }
      x += widths[nth] ?? 0;
    });
    this.y += height + 4;
    this.doc.line({ x: MARGIN, y: this.y }, { x: MARGIN + this.width, y: this.y }, { color: INK, width: 0.9 });
  }

  /** Bars with their words, one picture to whoever hears it; the table follows. */
  private chart(chart: ChartBlock): void {
    const LABEL = 150;
    const VALUE = 110;
    const most = Math.max(1, ...chart.bars.map(({ value }) => value));
    const style: TextStyle = { size: 8.6, color: INK };
    const heights = chart.bars.map(({ label, shown }) => Math.max(this.lay(label, LABEL, style).height, this.lay(shown, VALUE, style).height, 14) + 4);
    const title = this.lay(chart.title, this.width, { ...BODY, weight: 'bold' });
    const whole = heights.reduce((sum, one) => sum + one, 0);
    if (!this.need(16 + title.height + whole)) this.y += 16;
    this.y += this.doc.draw(title, { x: MARGIN, y: this.y }, this.width) + 4;
    const room = this.width - LABEL - VALUE - 16;
    this.doc.figure(chart.alternative.text, (pen) => {
      chart.bars.forEach(({ label, value, shown }, nth) => {
        pen.text(label.text, { x: MARGIN, y: this.y, width: LABEL }, { ...style, align: this.startOf(label.lang) }, label.lang);
        if (value > 0) pen.rect({ x: MARGIN + LABEL + 8, y: this.y + 2, width: Math.max(1, (value / most) * room), height: 9 }, PEN);
        pen.text(shown.text, { x: MARGIN + LABEL + 16 + room, y: this.y, width: VALUE }, { ...style, weight: 'bold', align: 'end' }, shown.lang);
        this.y += heights[nth] ?? 0;
      });
    });
    this.table(chart.table);
  }
}
