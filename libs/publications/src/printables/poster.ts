import { PaperPhrases } from '../phrasebook.js';
import { PdfDocument, type Paper } from '../typesetting/pdf-document.js';
import { drawDemonstration, drawMark, drawWaves, INK, PEN, PEN_DEEP, shownLink, SOFT, type PaperText } from './paper-looks.js';

export interface PosterData {
  /** Of the petition's text: the poster speaks it, as far as the catalogues do. */
  language: string;
  campaign: PaperText;
  title: string;
  /** The calls to action, in order; those that there is room for in a size that can be read from two steps away. */
  calls: readonly PaperText[];
  controller: string | null;
  store: { name: string; town: string | null };
  /** Where the code leads; printed as text too. */
  link: string;
  demonstration: boolean;
  madeAt: Date;
}

/** What A4 is laid out in; A3 is the same, larger. */
const BASE = 595.28;

/** A poster for a shop window: what is asked in the largest type that fits, and a code that a phone reads from a step away. */
export async function poster(data: PosterData, paper: Paper = 'A4'): Promise<Buffer> {
  const phrases = PaperPhrases.for(data.language);
  const doc = new PdfDocument({ title: phrases.say('poster.title', { petition: data.title }), language: data.language, paper, madeAt: data.madeAt, author: data.controller ?? undefined });
  doc.page();
  const u = doc.width / BASE;
  const sign = 318 * u;
  drawAsk(doc, data, { u, height: doc.height - sign });
  drawSign(doc, data, phrases, { u, top: doc.height - sign });
  return doc.finish();
}

/** The upper part: campaign, title, calls. */
function drawAsk(doc: PdfDocument, data: PosterData, { u, height }: { u: number; height: number }): void {
  const margin = 44 * u;
  const width = doc.width - 2 * margin;
  doc.rect({ x: 0, y: 0, width: doc.width, height }, { fill: PEN_DEEP });
  drawWaves(doc, { y: height - 150 * u, height: 190 * u, width: doc.width }, '#27479a');
  doc.rect({ x: 0, y: height, width: doc.width, height: 50 * u }, { fill: '#ffffff' });
  drawMark(doc, { x: margin, y: 36 * u, size: 30 * u }, { ink: '#ffffff', pen: '#a3bbff' });
  doc.text(data.campaign.text, { x: margin + 40 * u, y: 40 * u, width: width - 40 * u }, { size: 15 * u, weight: 'bold', color: '#c5d4ff', align: sideOf(doc) }, 'P', data.campaign.lang);

  const top = 88 * u;
  const room = height - top - 36 * u;
  const calls = layCalls(doc, data.calls, width, u);
  const callsHeight = calls.reduce((sum, { block }) => sum + block.height + 8 * u, 0);
  const beside = callsHeight > 0 && callsHeight < room * 0.5;
  const sizes = [84, 78, 72, 66, 60, 56, 52, 48, 44, 40, 36, 32, 28, 24].map((size) => size * u);
  const title = doc.fit(data.title, { width, height: beside ? room - callsHeight - 26 * u : room }, { size: 24 * u, weight: 'black', color: '#ffffff', leading: doc.direction === 'rtl' ? 1.4 : 1.08, balanced: true }, sizes);
  doc.draw(title, { x: margin, y: top }, width, 'H1');
  if (!beside) return;
  let y = Math.max(top + title.height + 26 * u, height - callsHeight - 34 * u);
  for (const { block, number } of calls) {
    doc.text(number, { x: margin, y, width: 22 * u }, { size: block.style.size, weight: 'bold', color: '#a3bbff', leading: block.lineHeight / block.style.size }, 'P');
    doc.draw(block, { x: margin + 24 * u, y }, width - 24 * u, 'LI');
    y += block.height + 8 * u;
  }
}

/** Four calls of two lines at most: more would not be read in passing. */
function layCalls(doc: PdfDocument, calls: readonly PaperText[], width: number, u: number): { block: ReturnType<PdfDocument['lay']>; number: string }[] {
  if (calls.length > 5) return [];
  const lay = (size: number): { block: ReturnType<PdfDocument['lay']>; number: string }[] =>
    calls.map((call, nth) => ({ block: doc.lay(call.text, width - 24 * u, { size: size * u, color: '#ffffff', leading: doc.direction === 'rtl' ? 1.5 : 1.3, align: sideOf(doc) }, call.lang), number: `${nth + 1}` }));
  return [15, 14, 13, 12].map((size) => lay(size)).find((laid) => laid.reduce((sum, { block }) => sum + block.lines.length, 0) <= calls.length * 2 + 1) ?? lay(11.5);
}

/** The lower part: the code, what to do, and who is behind it. */
function drawSign(doc: PdfDocument, data: PosterData, phrases: PaperPhrases, { u, top }: { u: number; top: number }): void {
  const margin = 44 * u;
  const code = 222 * u;
  doc.qr(data.link, { x: margin - 18 * u, y: top + 18 * u, size: code + 18 * u }, phrases.say('poster.qr', { link: data.link }));
  const x = margin + code + 22 * u;
  const width = doc.width - x - margin;
  let y = top + 34 * u;
  const sign = doc.fit(phrases.say('poster.sign'), { width, height: 88 * u }, { size: 22 * u, weight: 'black', color: PEN, leading: doc.direction === 'rtl' ? 1.35 : 1.1 }, [38, 34, 30, 26, 22].map((size) => size * u), phrases.language);
  y += doc.draw(sign, { x, y }, width, 'H2') + 10 * u;
  for (const step of [1, 2, 3]) {
    doc.text(`${step}`, { x, y, width: 18 * u }, { size: 13 * u, weight: 'bold', color: PEN }, 'P', phrases.language);
    y += doc.text(phrases.say(`poster.step.${step}`), { x: x + 18 * u, y, width: width - 18 * u }, { size: 13 * u, color: INK }, 'LI', phrases.language) + 2 * u;
  }
  y += 8 * u;
  y += doc.text(phrases.say('poster.or'), { x, y, width }, { size: 10 * u, color: SOFT }, 'P', phrases.language);
  // On one line if that is large enough to be copied from; people stumble over a broken address.
  const shown = shownLink(data.link);
  const style = { size: 9 * u, weight: 'bold', color: INK, align: sideOf(doc) } as const;
  const sizes = [17, 16, 15, 14, 13, 12, 11, 10, 9].map((size) => size * u);
  const whole = doc.fit(shown, { width, height: sizes[0] ?? 0 }, style, sizes, 'en');
  const link = whole.lines.length === 1 ? whole : doc.fit(shown, { width, height: 40 * u }, style, sizes, 'en');
  doc.draw(link, { x, y }, width);
  drawFoot(doc, data, phrases, { u, margin });
}

function drawFoot(doc: PdfDocument, data: PosterData, phrases: PaperPhrases, { u, margin }: { u: number; margin: number }): void {
  const width = doc.width - 2 * margin;
  const y = doc.height - 56 * u;
  doc.line({ x: margin, y }, { x: margin + width, y }, { color: '#cbd2cd', width: 0.7 * u });
  const badge = data.demonstration ? 110 * u : 0;
  let at = y + 8 * u;
  if (data.controller) at += doc.text(phrases.say('poster.who', { controller: data.controller }), { x: margin, y: at, width: width - badge }, { size: 8 * u, color: SOFT, leading: 1.35 }, 'P', phrases.language);
  doc.text(phrases.say('poster.store', { store: phrases.storeName(data.store) }), { x: margin, y: at, width: width - badge }, { size: 8 * u, weight: 'bold', color: SOFT, leading: 1.35 }, 'P', phrases.language);
  if (data.demonstration) drawDemonstration(doc, phrases, { x: margin + width - badge, y: y + 10 * u, width: badge, size: 9.5 * u });
}

/** Texts of other languages stand on the page's own side. */
const sideOf = (doc: PdfDocument): 'left' | 'right' => (doc.direction === 'rtl' ? 'right' : 'left');
