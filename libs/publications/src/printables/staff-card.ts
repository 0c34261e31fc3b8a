import { type PaperLanguage, PaperPhrases } from '../phrasebook.js';
import { PdfDocument } from '../typesetting/pdf-document.js';
import { BAD, BAD_WASH, drawDemonstration, drawMark, INK, PEN, PEN_WASH, shownLink, SOFT, type PaperText } from './paper-looks.js';

export interface StaffCardData {
  /** Of the shop's staff. */
  language: string;
  campaign: PaperText;
  store: { name: string; town: string | null };
  /** A page with the same hints. */
  helpLink: string;
  demonstration: boolean;
  madeAt: Date;
}

const MARGIN = 36;
const GAP = 24;

interface Section {
  key: string;
  lines: number;
  icon: string;
  /** How it is marked: steps in order, points, or things that must not happen. */
  look: 'steps' | 'points' | 'never';
  sample?: boolean;
}

/** Strokes in a square of 24. */
const ICONS = {
  hand: 'M4 4h11v13H4zM8 14.500h3M15 9h3a2 2 0 0 1 2 2v4a6 6 0 0 1-6 6h-3',
  status: 'M3 18h18M6 18v-4M11 18V9M16 18V5',
  offline: 'M3 9a14 14 0 0 1 18 0M6.500 12.500a9 9 0 0 1 11 0M10 16a4 4 0 0 1 4 0M12 19.500v.01M4 21L20 4',
  call: 'M6 3h3l1.500 5-2 1.500a11 11 0 0 0 6 6l1.500-2 5 1.500v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4 5.200 2 2 0 0 1 6 3z',
  never: 'M12 3a9 9 0 1 0 .01 0zM5.800 5.800l12.400 12.400',
  sheets: 'M6 3h9l4 4v14H6zM15 3v4h4M9 11h7M9 14.500h7M9 18h4',
  shift: 'M12 3a9 9 0 1 0 .01 0zM12 7v5l3.500 2.500',
} as const;

const START: readonly Section[] = [
  { key: 'hand', lines: 4, icon: ICONS.hand, look: 'steps' },
  { key: 'status', lines: 4, icon: ICONS.status, look: 'points', sample: true },
  { key: 'shift', lines: 2, icon: ICONS.shift, look: 'steps' },
];
const END: readonly Section[] = [
  { key: 'offline', lines: 1, icon: ICONS.offline, look: 'points' },
  { key: 'call', lines: 4, icon: ICONS.call, look: 'points' },
  { key: 'never', lines: 4, icon: ICONS.never, look: 'never' },
  { key: 'sheets', lines: 4, icon: ICONS.sheets, look: 'steps' },
];

/** The card's sentences, for a page that says them on a screen. */
export interface StaffHints {
  language: PaperLanguage;
  title: string;
  /** Above the list of languages. */
  languages: string;
  sections: readonly { key: string; title: string; look: Section['look']; sample: string | null; lines: readonly string[] }[];
}

/** What the card says, in the order in which it says it. */
export function staffHints(language: PaperLanguage): StaffHints {
  const phrases = PaperPhrases.for(language);
  return {
    language, title: phrases.say('card.title'), languages: phrases.say('card.help.languages'),
    sections: [...START, ...END].map(({ key, look, lines, sample }) => ({
      key, title: phrases.say(`card.${key}.title`), look, sample: sample ? phrases.say('card.status.sample') : null,
      lines: Array.from({ length: lines }, (_, nth) => phrases.say(`card.${key}.${nth + 1}`)),
    })),
  };
}

/** One page to hang up beside the till, in the language of those who work there. */
export async function staffCard(data: StaffCardData): Promise<Buffer> {
  const phrases = PaperPhrases.for(data.language);
  // The card consists of our own words only: where the catalogues don't speak the language, all of it is English.
  const doc = new PdfDocument({ title: phrases.say('card.title'), language: phrases.language, madeAt: data.madeAt });
  doc.page();
  const top = drawHead(doc, data, phrases);
  const width = (doc.width - 2 * MARGIN - GAP) / 2;
  const foot = 112;
  const room = doc.height - top - foot - MARGIN;
  const size = [11.6, 11.2, 10.8, 10.4, 10, 9.6, 9.2, 8.8, 8.4].find((one) => [START, END].every((column) => columnHeight(doc, phrases, column, width, one) <= room)) ?? 8;
  for (const [nth, column] of [START, END].entries()) drawColumn(doc, phrases, column, { x: MARGIN + nth * (width + GAP), y: top, width, room, size });
  drawFoot(doc, data, phrases, doc.height - MARGIN - foot + 18);
  return doc.finish();
}

function drawHead(doc: PdfDocument, data: StaffCardData, phrases: PaperPhrases): number {
  const width = doc.width - 2 * MARGIN;
  drawMark(doc, { x: MARGIN, y: MARGIN - 2, size: 20 });
  const side = doc.direction === 'rtl' ? 'right' : 'left';
  doc.text(data.campaign.text, { x: MARGIN + 27, y: MARGIN, width: width - 140 }, { size: 11, weight: 'bold', color: PEN, align: side }, 'P', data.campaign.lang);
  if (data.demonstration) drawDemonstration(doc, phrases, { x: MARGIN + width - 120, y: MARGIN - 2, width: 120, size: 9.5 });
  let y = MARGIN + 24;
  y += doc.text(phrases.say('card.title'), { x: MARGIN, y, width }, { size: 27, weight: 'black', color: INK, leading: doc.direction === 'rtl' ? 1.4 : 1.15 }, 'H1');
  y += doc.text(phrases.say('card.for', { store: phrases.storeName(data.store) }), { x: MARGIN, y, width }, { size: 11, color: SOFT }, 'P');
  doc.line({ x: MARGIN, y: y + 7 }, { x: MARGIN + width, y: y + 7 }, { color: INK, width: 1.4 });
  return y + 20;
}

interface Column {
  x: number;
  y: number;
  width: number;
  room: number;
  size: number;
}

const INDENT = 16;
const PAD = 10;

function columnHeight(doc: PdfDocument, phrases: PaperPhrases, sections: readonly Section[], width: number, size: number): number {
  return sections.reduce((sum, section) => sum + sectionHeight(doc, phrases, section, width, size) + 12, -12);
}

/** Measured with the same steps that draw it. */
function sectionHeight(doc: PdfDocument, phrases: PaperPhrases, section: Section, width: number, size: number): number {
  return walkSection(doc, phrases, section, { x: 0, y: 0, width, room: 0, size }, false);
}

function drawColumn(doc: PdfDocument, phrases: PaperPhrases, sections: readonly Section[], column: Column): void {
  const heights = sections.map((section) => sectionHeight(doc, phrases, section, column.width, column.size));
  const used = heights.reduce((sum, height) => sum + height, 0);
  // What is left over goes between the sections, so that both columns end together.
  const gap = Math.min(34, (column.room - used) / Math.max(1, sections.length - 1));
  let { y } = column;
  for (const [nth, section] of sections.entries()) {
    const height = heights[nth] ?? 0;
    if (section.look === 'never') doc.rect({ x: column.x, y, width: column.width, height }, { fill: BAD_WASH, radius: 4 });
    walkSection(doc, phrases, section, { ...column, y }, true);
    y += height + gap;
  }
}

/** Lines break after a dot only: each part is read as one. */
const unbrokenParts = (line: string): string => line.split(' · ').map((part) => part.replaceAll(' ', '\u00a0')).join('\u00a0· ');

/** @returns the height it takes */
function walkSection(doc: PdfDocument, phrases: PaperPhrases, section: Section, column: Column, draw: boolean): number {
  const boxed = section.look === 'never' ? PAD : 0;
  const { size } = column;
  const [x, y, width] = [column.x + boxed, column.y + boxed, column.width - 2 * boxed];
  const color = section.look === 'never' ? BAD : PEN;
  const heading = doc.lay(phrases.say(`card.${section.key}.title`), width - 30, { size: size * 1.36, weight: 'bold', color: INK, leading: doc.direction === 'rtl' ? 1.5 : 1.25 });
  const icon = 21;
  if (draw) {
    doc.path(section.icon, { x, y: y + Math.max(0, (heading.height - icon) / 2), size: icon, units: 24 }, { stroke: { color, width: 1.5 } }, false);
    doc.draw(heading, { x: x + 30, y: y + Math.max(0, (icon - heading.height) / 2) }, width - 30, 'H2');
  }
  let at = y + Math.max(icon, heading.height) + 5;
  if (section.sample) {
    const sample = doc.lay(unbrokenParts(phrases.say('card.status.sample')), width - 16, { size: size * 0.86, weight: 'bold', color: PEN, balanced: true });
    if (draw) {
      doc.rect({ x, y: at, width, height: sample.height + 10 }, { fill: PEN_WASH, radius: 4 });
      doc.draw(sample, { x: x + 8, y: at + 5 }, width - 16, 'P');
    }
    at += sample.height + 16;
  }
  for (let line = 1; line <= section.lines; line++) {
    const block = doc.lay(phrases.say(`card.${section.key}.${line}`), width - INDENT, { size, color: INK });
    if (draw) {
      drawBullet(doc, section.look, line, { x, y: at, size, lineHeight: block.lineHeight, color });
      doc.draw(block, { x: x + INDENT, y: at }, width - INDENT, 'LI');
    }
    at += block.height + 3;
  }
  return at - y - 3 + 2 * boxed;
}

function drawBullet(doc: PdfDocument, look: Section['look'], line: number, { x, y, size, lineHeight, color }: { x: number; y: number; size: number; lineHeight: number; color: string }): void {
  const middle = y + lineHeight / 2;
  switch (look) {
    case 'steps':
      doc.text(`${line}`, { x, y, width: INDENT }, { size, weight: 'bold', color, leading: lineHeight / size });
      return;
    case 'points':
      doc.rect({ x: x + 2, y: middle - 2, width: 4, height: 4 }, { fill: color, radius: 2 });
      return;
    case 'never':
      doc.path('M1 1L9 9M9 1L1 9', { x: x + 1, y: middle - 3.5, size: 7, units: 10 }, { stroke: { color, width: 1.6 } });
      return;
  }
}

/** Help code, and room for the manager's name and number, written in by hand. */
function drawFoot(doc: PdfDocument, data: StaffCardData, phrases: PaperPhrases, y: number): void {
  const width = doc.width - 2 * MARGIN;
  const code = 92;
  doc.line({ x: MARGIN, y: y - 8 }, { x: MARGIN + width, y: y - 8 }, { color: INK, width: 1.4 });
  doc.qr(data.helpLink, { x: MARGIN - 10, y: y - 4, size: code }, phrases.say('card.help.qr', { link: data.helpLink }));
  const helpX = MARGIN + code - 2;
  let at = y + 10 + doc.text(phrases.say('card.help'), { x: helpX, y: y + 10, width: 150 }, { size: 14, weight: 'bold', color: INK }, 'H2');
  at += doc.text(phrases.say('card.help.note'), { x: helpX, y: at, width: 150 }, { size: 9, color: SOFT }, 'P');
  doc.text(shownLink(data.helpLink), { x: helpX, y: at, width: 165 }, { size: 7.5, color: SOFT, align: doc.direction === 'rtl' ? 'right' : 'left' }, 'P', 'en');
  const x = MARGIN + width / 2 + GAP / 2;
  const column = width / 2 - GAP / 2;
  for (const [nth, key] of ['card.manager', 'card.phone'].entries()) {
    const line = y + 34 + nth * 36;
    const label = doc.lay(phrases.say(key), 90, { size: 10, weight: 'bold', color: SOFT });
    doc.draw(label, { x, y: line - label.height + 2 }, 90, 'P');
    doc.line({ x: x + label.width + 8, y: line }, { x: x + column, y: line }, { color: SOFT, width: 0.8 });
  }
}
