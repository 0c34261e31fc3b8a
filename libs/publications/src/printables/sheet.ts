import { directionOf } from '#libs/markup';
import { PaperPhrases } from '../phrasebook.js';
import { PdfDocument, type Role } from '../typesetting/pdf-document.js';
import { type TextBlock, type TextStyle } from '../typesetting/text-layout.js';
import { drawDemonstration, drawMark, HAIR, INK, PEN, PEN_WASH, SOFT, type PaperText } from './paper-looks.js';

export interface SheetData {
  /** Of the petition's text. */
  language: string;
  campaign: PaperText;
  title: string;
  demand: string;
  calls: readonly PaperText[];
  addressee: PaperText | null;
  /** The petition's privacy notice in full. */
  notice: string | null;
  textVersion: number;
  minimumAge: number;
  /** ISO 3166-1 if only residents may sign. */
  residentsOf: string | null;
  controller: { name: string; contact: string } | null;
  retention: PaperText | null;
  store: { name: string; town: string | null };
  sheets: readonly { number: string; lines: number }[];
  publicUrl: string;
  demonstration: boolean;
  madeAt: Date;
}

const MARGIN = 34;
const FOOT = 30;
const HEAD_ROW = 24;
/** A hand needs 8 mm. */
const LEAST_ROW = 23;
const MOST_ROW = 32;

/** How large the texts are set, and what is left for the second page, in the order of trying. */
const TRIES = [
  { size: 9.6, calls: 'front', demand: 'front' }, { size: 9, calls: 'front', demand: 'front' }, { size: 8.4, calls: 'front', demand: 'front' }, { size: 7.8, calls: 'front', demand: 'front' },
  { size: 9, calls: 'overleaf', demand: 'front' }, { size: 8, calls: 'overleaf', demand: 'front' }, { size: 9, calls: 'overleaf', demand: 'overleaf' },
] as const;
type Try = (typeof TRIES)[number];

interface Part {
  block: TextBlock;
  role: Role;
  x: number;
  width: number;
  /** Above it. */
  gap: number;
  /** Stands before it, in the margin. */
  number?: number;
}

/** What the QR code of a sheet opens: typing mode at this sheet. */
export const sheetLink = (publicUrl: string, number: string): string => `${publicUrl.replace(/\/$/u, '')}/tablet/#sheet=${number}`;

/**
 * Numbered paper forms, one after another; each group of them has its own text and language. Who signs sees the petition, who collects and to what they agree on the side they
 * write on; what does not fit there, and the notice in full, follows on the next page, which is the back if printed on both sides.
 * A text of any length is laid out: the type shrinks first, then calls and demand move overleaf.
 */
export async function sheets(groups: readonly [SheetData, ...SheetData[]]): Promise<Buffer> {
  const [first] = groups;
  const phrases = PaperPhrases.for(first.language);
  const numbers = groups.flatMap((group) => group.sheets.map(({ number }) => number));
  const madeAt = new Date(Math.max(...groups.map((group) => group.madeAt.getTime())));
  const doc = new PdfDocument({
    title: phrases.say('sheet.title', { numbers: new Intl.ListFormat(phrases.language, { type: 'unit' }).format(numbers), petition: first.title }),
    language: first.language, madeAt, author: first.controller?.name,
  });
  for (const group of groups) {
    for (const sheet of group.sheets) {
      new SheetPages(doc, group, PaperPhrases.for(group.language), sheet).draw();
      // A stack of sheets takes seconds: whoever signs meanwhile must not wait for it.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return doc.finish();
}

class SheetPages {
  private readonly width: number;
  /** Texts of other languages stand on the page's own side. */
  private readonly side: 'left' | 'right';
  private pageOfSheet = 0;

  constructor(private readonly doc: PdfDocument, private readonly data: SheetData, private readonly phrases: PaperPhrases, private readonly sheet: { number: string; lines: number }) {
    this.width = doc.width - 2 * MARGIN;
    this.side = directionOf(data.language) === 'rtl' ? 'right' : 'left';
  }

  draw(): void {
    const { sheet } = this;
    this.newPage(true);
    const top = this.drawHead();
    const chosen = TRIES.find((one) => this.rowHeight(top, one) >= LEAST_ROW) ?? TRIES[TRIES.length - 1] ?? TRIES[0];
    let y = top;
    for (const part of this.frontParts(chosen)) y = this.drawPart(part, y + part.gap);
    y = this.drawConsent(y + 8);
    // A sheet of very many lines goes on on further pages, each of which bears its number.
    let line = 1;
    for (;;) {
      const room = this.bottom() - y - HEAD_ROW - 12;
      const fit = Math.max(1, Math.min(sheet.lines - line + 1, Math.floor(room / LEAST_ROW)));
      y = this.drawLines(y + 8, line, fit, Math.min(MOST_ROW, room / fit));
      line += fit;
      if (line > sheet.lines) break;
      y = this.nextPage(true);
    }
    this.drawOverleaf(chosen);
  }

  /** @param lines whether people write on it */
  private newPage(lines: boolean): void {
    this.doc.page(this.data.language);
    this.pageOfSheet += 1;
    this.drawFoot(lines);
  }

  private bottom(): number {
    return this.doc.height - MARGIN - FOOT + 6;
  }

  /** Campaign, title and addressee; at the end side the number and its code. @returns where the texts begin */
  private drawHead(): number {
    const { doc, data, phrases, sheet } = this;
    const code = 84;
    const end = MARGIN + this.width - code;
    doc.qr(sheetLink(data.publicUrl, sheet.number), { x: end + 8, y: MARGIN - 8, size: code }, phrases.say('sheet.qr', { number: sheet.number }));
    const numberWidth = 112;
    const numberX = end - numberWidth;
    doc.text(phrases.say('sheet.number'), { x: numberX, y: MARGIN, width: numberWidth }, { size: 9, color: SOFT, align: 'end' }, 'P', phrases.language);
    doc.text(sheet.number, { x: numberX, y: MARGIN + 10, width: numberWidth }, { size: 25, weight: 'black', color: INK, align: this.side === 'left' ? 'right' : 'left' }, 'P', 'en');
    if (data.demonstration) drawDemonstration(doc, phrases, { x: numberX, y: MARGIN + 49, width: numberWidth, size: 9.5 });

    drawMark(doc, { x: MARGIN, y: MARGIN - 1, size: 17 });
    const width = numberX - MARGIN - 14;
    doc.text(data.campaign.text, { x: MARGIN + 23, y: MARGIN, width: width - 23 }, { size: 10, weight: 'bold', color: PEN, align: this.side }, 'P', data.campaign.lang);
    let y = MARGIN + 20;
    const title = doc.fit(data.title, { width, height: 54 }, { size: 13, weight: 'black', color: INK, leading: doc.direction === 'rtl' ? 1.4 : 1.15, balanced: true }, [21, 19, 17, 15, 13]);
    y += doc.draw(title, { x: MARGIN, y }, width, 'H1');
    if (data.addressee) y += doc.text(phrases.say('sheet.addressee', { addressee: data.addressee.text }), { x: MARGIN, y: y + 1, width }, { size: 9, color: SOFT }, 'P', phrases.language) + 1;
    return Math.max(y, MARGIN + code - 14);
  }

  /** How high a line would be if the texts were set so. */
  private rowHeight(top: number, one: Try): number {
    const texts = this.frontParts(one).reduce((sum, { block, gap }) => sum + block.height + gap, 0);
    const consent = this.consentParts().reduce((sum, { block, gap }) => sum + block.height + gap, 0) + 14;
    return (this.bottom() - top - texts - consent - HEAD_ROW - 28) / this.sheet.lines;
  }

  private frontParts(one: Try): Part[] {
    const { data, phrases } = this;
    const parts: Part[] = [];
    if (one.demand === 'front') parts.push(this.part(data.demand, { size: one.size, color: INK, gap: one.size * 0.4 }, 8));
    if (one.calls === 'front' && data.calls.length > 0) {
      parts.push(this.part(phrases.say('sheet.asks'), { size: one.size, weight: 'bold', color: PEN }, 5, { role: 'H2', language: phrases.language }));
      parts.push(...this.callParts(one.size));
    }
    if (one.calls === 'overleaf' && data.calls.length > 0) parts.push(this.part(phrases.say('sheet.overleaf.calls'), { size: 8, weight: 'bold', color: PEN }, 5, { language: phrases.language }));
    return parts;
  }

  private callParts(size: number): Part[] {
    const indent = size * 1.6;
    return this.data.calls.map((call, nth) => ({
      ...this.part(call.text, { size, color: INK }, nth === 0 ? 1 : 2, { role: 'LI', language: call.lang, x: MARGIN + indent, width: this.width - indent }), number: nth + 1,
    }));
  }

  private consentParts(): Part[] {
    const { data, phrases } = this;
    const controller = data.controller ?? { name: data.campaign.text, contact: '' };
    const own = { language: phrases.language, x: MARGIN + 10, width: this.width - 20 };
    const small: TextStyle = { size: 7.6, color: INK, leading: phrases.language === 'ar' ? 1.45 : 1.3 };
    const words = [phrases.say('sheet.consent', { controller: controller.name }), phrases.say('sheet.age', { age: data.minimumAge })];
    if (data.residentsOf) words.push(phrases.say('sheet.residents', { place: phrases.place(data.residentsOf) }));
    const notice = [phrases.say('sheet.controller', { controller: controller.name, contact: controller.contact }), phrases.say('sheet.notice', { contact: controller.contact })];
    if (data.retention?.lang === phrases.language) notice.push(phrases.say('sheet.retention', { retention: data.retention.text }));
    if (data.notice) notice.push(phrases.say('sheet.overleaf.notice'));
    return [this.part(words.join(' '), { size: 9, weight: 'bold', color: INK, leading: small.leading }, 0, own), this.part(notice.join(' '), small, 3, own)];
  }

  /** What one agrees to, above the lines. @returns where it ends */
  private drawConsent(y: number): number {
    const parts = this.consentParts();
    const height = parts.reduce((sum, { block, gap }) => sum + block.height + gap, 0) + 14;
    this.doc.rect({ x: MARGIN, y, width: this.width, height }, { fill: PEN_WASH, radius: 3 });
    let at = y + 7;
    for (const part of parts) at = this.drawPart(part, at + part.gap);
    return y + height;
  }

  private columns(): { key: string; width: number }[] {
    const shares = [['line', 24], ['given', 86], ['family', 90], ['place', 104], ['email', 104], ['date', 44], ['signature', 75]] as const;
    const sum = shares.reduce((total, [, share]) => total + share, 0);
    return shares.map(([key, share]) => ({ key, width: (share / sum) * this.width }));
  }

  /** @returns where the lines end */
  private drawLines(y: number, first: number, count: number, row: number): number {
    const { doc, phrases } = this;
    const bottom = y + HEAD_ROW + count * row;
    doc.rect({ x: MARGIN, y, width: this.width, height: HEAD_ROW }, { fill: INK });
    let x = MARGIN;
    for (const { key, width } of this.columns()) {
      const label = doc.fit(phrases.say(`sheet.col.${key}`), { width: width - 6, height: HEAD_ROW - 1 }, { size: 6, weight: 'bold', color: '#ffffff', leading: 1.2, align: key === 'line' ? 'center' : 'start' }, [7.6, 7, 6.4, 6], phrases.language);
      doc.draw(label, { x: x + 3, y: y + (HEAD_ROW - label.height) / 2 }, width - 6, 'P');
      if (x > MARGIN) doc.line({ x, y: y + HEAD_ROW }, { x, y: bottom }, { color: HAIR, width: 0.6 });
      x += width;
    }
    const numberWidth = this.columns()[0]?.width ?? 0;
    for (let nth = 0; nth < count; nth++) {
      const top = y + HEAD_ROW + nth * row;
      doc.text(`${first + nth}`, { x: MARGIN, y: top + row / 2 - 7, width: numberWidth }, { size: 10, weight: 'bold', color: SOFT, leading: 1.4, align: 'center' }, 'P', 'en');
      doc.line({ x: MARGIN, y: top + row }, { x: MARGIN + this.width, y: top + row }, { color: SOFT, width: 0.6 });
    }
    doc.rect({ x: MARGIN, y, width: this.width, height: bottom - y }, { stroke: { color: INK, width: 1 } });
    return bottom;
  }

  private drawFoot(lines: boolean): void {
    const { doc, data, phrases, sheet } = this;
    const y = doc.height - MARGIN - FOOT + 14;
    const style: TextStyle = { size: 7.6, color: SOFT, leading: 1.4 };
    if (lines) doc.text(phrases.say('sheet.print'), { x: MARGIN, y, width: this.width * 0.62 }, { ...style, weight: 'bold' }, 'P', phrases.language);
    const facts = [phrases.say('sheet.store', { store: phrases.storeName(data.store) }), phrases.say('sheet.text', { version: data.textVersion, language: phrases.languageName(data.language) })];
    if (data.demonstration) facts.push(phrases.say('paper.demonstration.note'));
    const block = doc.fit(facts.join(' · '), { width: this.width * 0.78, height: 12 }, style, [7.6, 7, 6.4, 6], phrases.language);
    doc.draw(block, { x: MARGIN, y: y + 12 }, this.width * 0.78);
    const number = doc.lay(phrases.say('sheet.footer', { number: sheet.number }), this.width * 0.22, { size: 11, weight: 'black', color: INK, align: 'end' }, phrases.language);
    doc.draw(number, { x: MARGIN + this.width * 0.78, y: y + 4 }, this.width * 0.22);
  }

  /** @returns where its content begins */
  private nextPage(lines = false): number {
    this.newPage(lines);
    const { doc, phrases, data, sheet } = this;
    const y = MARGIN + doc.text(phrases.say('sheet.page2', { number: sheet.number }), { x: MARGIN, y: MARGIN, width: this.width }, { size: 11, weight: 'black', color: INK }, 'H2', phrases.language);
    const below = y + doc.text(data.title, { x: MARGIN, y, width: this.width - 110 }, { size: 10, color: SOFT }, 'P');
    if (data.demonstration) drawDemonstration(doc, phrases, { x: MARGIN + this.width - 110, y: MARGIN, width: 110 });
    doc.line({ x: MARGIN, y: below + 6 }, { x: MARGIN + this.width, y: below + 6 }, { color: INK, width: 1 });
    return below + 8;
  }

  /** Calls and demand that found no room, and the notice in full. */
  private drawOverleaf(one: Try): void {
    const { data, phrases } = this;
    const heading = (key: string): Part => this.part(phrases.say(key), { size: 11.5, weight: 'bold', color: PEN }, 12, { role: 'H2', language: phrases.language });
    const size = 9.4;
    const parts: Part[] = [];
    const paragraphs = (text: string): Part[] => text.split(/\n+/u).filter((paragraph) => paragraph.trim()).map((paragraph) => this.part(paragraph, { size, color: INK }, 4));
    if (one.demand === 'overleaf') parts.push(heading('sheet.page2.demand'), ...paragraphs(data.demand));
    if (one.calls === 'overleaf' && data.calls.length > 0) parts.push(heading('sheet.page2.calls'), ...this.callParts(size));
    if (data.notice) parts.push(heading('sheet.page2.notice'), ...paragraphs(data.notice));
    if (parts.length === 0) return;
    let y = this.nextPage();
    for (const part of parts) {
      if (y + part.gap + part.block.height > this.bottom()) y = this.nextPage();
      y = this.drawPart(part, y + part.gap);
    }
  }

  private part(text: string, style: TextStyle, gap: number, more: { role?: Role; language?: string; x?: number; width?: number } = {}): Part {
    const width = more.width ?? this.width;
    return { block: this.doc.lay(text, width, { align: this.side, ...style }, more.language ?? this.data.language), role: more.role ?? 'P', x: more.x ?? MARGIN, width, gap };
  }

  private drawPart({ block, role, x, width, number }: Part, y: number): number {
    if (number !== undefined) {
      const leading = block.lineHeight / block.style.size;
      this.doc.text(`${number}`, { x: MARGIN, y, width: x - MARGIN }, { size: block.style.size, weight: 'bold', color: PEN, leading });
    }
    return y + this.doc.draw(block, { x, y }, width, role);
  }
}
