import { type PaperPhrases } from '../phrasebook.js';
import { type PdfDocument, type Place } from '../typesetting/pdf-document.js';

/** The colours of the pages (countersign.css), on white paper. */
export const INK = '#17212b';
export const SOFT = '#4a5661';
export const HAIR = '#aab3ae';
export const PEN = '#1d409f';
export const PEN_DEEP = '#142f7a';
export const PEN_WASH = '#e4eaf6';
export const WARN = '#7a5200';
export const WARN_WASH = '#fff3d6';
export const BAD = '#a0221b';
export const BAD_WASH = '#faeceb';

/** A text in a language of its own. */
export interface PaperText {
  text: string;
  lang: string;
}

/** The mark: a signature and a line that countersigns it. */
export function drawMark(doc: PdfDocument, place: Place & { size: number }, colors: { ink: string; pen: string } = { ink: INK, pen: PEN }): void {
  const at = { ...place, units: 48 };
  const thick = (units: number): number => (units * place.size) / 48;
  doc.path('M3 39.5h42M3 43.5h42', at, { stroke: { color: colors.ink, width: thick(2) } });
  doc.path('M5 31c5-2 11-10 12-17 .7-5-3.6-6-5.5-1.5C8.5 19 10 31 15.5 31c4.5 0 6-9 9.5-9s1.5 8 5 8c3 0 4.5-3 6-5', at, { stroke: { color: colors.ink, width: thick(3) } });
  doc.path('M14 36C24 32 36 20 43 5', at, { stroke: { color: colors.pen, width: thick(4) } });
}

/** `Demonstration`, for papers that must not be taken for real ones. Ends at `x + width`. @returns its height */
export function drawDemonstration(doc: PdfDocument, phrases: PaperPhrases, place: Place & { width: number; size?: number }): number {
  const { size = 8.5 } = place;
  const block = doc.lay(phrases.say('paper.demonstration'), place.width, { size, weight: 'bold', color: WARN, align: 'center' }, phrases.language);
  const width = block.width + size * 1.8;
  const height = size * 1.9;
  const x = place.x + place.width - width;
  doc.rect({ x, y: place.y, width, height }, { fill: WARN_WASH, stroke: { color: WARN, width: 0.7 }, radius: 2 });
  doc.draw(block, { x, y: place.y + (height - block.height) / 2 }, width);
  return height;
}

/** Fine waves over each other, as on paper that is hard to forge. Decoration. */
export function drawWaves(doc: PdfDocument, box: { y: number; height: number; width: number }, color: string, strands = 14): void {
  const wave = (nth: number): string => {
    const points: string[] = [];
    for (let step = 0; step <= 120; step++) {
      const t = (step / 120) * Math.PI * 4;
      const swing = Math.sin(t + nth * 0.42) * 0.34 + Math.sin(t * 0.5 - nth * 0.3) * 0.16;
      points.push(`${((step / 120) * box.width).toFixed(2)} ${(box.y + box.height * (0.5 + swing)).toFixed(2)}`);
    }
    return `M${points.join('L')}`;
  };
  for (let nth = 0; nth < strands; nth++) doc.path(wave(nth), { x: 0, y: 0, size: doc.width, units: doc.width }, { stroke: { color, width: 0.5 } });
}

/** A link as people read and type it. */
export const shownLink = (link: string): string => link.replace(/^https?:\/\//u, '').replace(/\/$/u, '');
