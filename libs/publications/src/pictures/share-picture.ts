import sharp from 'sharp';
import { directionOf } from '#libs/markup';
import { drawn, PictureRuler } from './glyph-paths.js';

/** Words of the picture, each with its language (BCP 47). */
export interface ShareWords { text: string; lang: string }

export interface ShareData {
  /** Of the page that is shared: decides which side is the start. */
  language: string;
  place: ShareWords;
  title: ShareWords;
  /** In words, with what it is; null: none is told. */
  count: ShareWords | null;
  /** Such as "closed", or that it is a demonstration. */
  note: ShareWords | null;
}

const [WIDTH, HEIGHT, MARGIN] = [1200, 630, 72];
const INNER = WIDTH - 2 * MARGIN;
const MARK_SIZE = 64;
const LOOK = { paper: '#f3f5f2', ink: '#17212b', soft: '#4a5661', pen: '#1d409f', hair: '#cbd2cd' };

/** The countersignature of the site's mark, in a box of 48. */
const MARK = {
  rule: 'M3 39.5h42M3 43.5h42',
  ink: 'M5 31c5-2 11-10 12-17 .7-5-3.600-6-5.500-1.500C8.500 19 10 31 15.500 31c4.500 0 6-9 9.500-9s1.500 8 5 8c3 0 4.500-3 6-5',
  pen: 'M14 36C24 32 36 20 43 5',
};

/**
 * The picture of a petition for those who send it on: 1200 × 630, its texts as outlines, so that every script is set as it must.
 * The same data gives the same drawing. A title that no font of ours can set is left out, rather than drawn with holes: what else
 * there is says which petition it is.
 */
export function shareSvg(data: ShareData): string {
  const rtl = directionOf(data.language) === 'rtl';
  const parts = [
    markAt(rtl ? WIDTH - MARGIN - MARK_SIZE : MARGIN, 50),
    text({ text: 'Countersign', lang: 'en' }, { x: rtl ? WIDTH - MARGIN - MARK_SIZE - 18 - 400 : MARGIN + MARK_SIZE + 18, y: 60, width: 400, height: 44 }, { sizes: [32], weight: 'bold', color: LOOK.ink }, rtl),
    text(data.place, { x: MARGIN, y: 128, width: INNER, height: 52 }, { sizes: [34, 28, 24], weight: 'bold', color: LOOK.pen }, rtl),
    text(data.title, { x: MARGIN, y: 184, width: INNER, height: 262 }, { sizes: [68, 60, 52, 46, 40, 34, 28], weight: 'black', color: LOOK.ink }, rtl),
    `<path d="M${MARGIN} 460h${INNER}M${MARGIN} 466h${INNER}" stroke="${LOOK.hair}" stroke-width="2" fill="none"/>`,
    data.count && text(data.count, { x: MARGIN, y: 476, width: INNER, height: 68 }, { sizes: [44, 38, 32, 26], weight: 'bold', color: LOOK.ink }, rtl),
    data.note && text(data.note, { x: MARGIN, y: data.count ? 544 : 486, width: INNER, height: 42 }, { sizes: [26, 22], weight: 'regular', color: LOOK.soft }, rtl),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><rect width="${WIDTH}" height="${HEIGHT}" fill="${LOOK.paper}"/><rect width="${WIDTH}" height="12" fill="${LOOK.pen}"/>${parts.filter(Boolean).join('')}</svg>`;
}

interface Setting { sizes: readonly number[]; weight: 'regular' | 'bold' | 'black'; color: string }

/** Begins at the page's start side, whatever its own language. */
function text(words: ShareWords, box: { x: number; y: number; width: number; height: number }, { sizes, weight, color }: Setting, rtl: boolean): string {
  const ruler = new PictureRuler();
  const leading = directionOf(words.lang) === 'rtl' ? 1.5 : 1.24;
  const block = ruler.fit(words.text, words.lang, box, { weight, color, align: rtl ? 'right' : 'left', balanced: true, leading }, sizes);
  return ruler.lacking.size > 0 ? '' : drawn(block, box);
}

function markAt(x: number, y: number): string {
  const stroke = (d: string, color: string, width: number): string => `<path d="${d}" stroke="${color}" stroke-width="${width}"/>`;
  return `<g transform="translate(${x} ${y}) scale(1.333)" fill="none" stroke-linecap="round" stroke-linejoin="round">${stroke(MARK.rule, LOOK.ink, 1.4)}${stroke(MARK.ink, LOOK.ink, 2.6)}${stroke(MARK.pen, LOOK.pen, 3)}</g>`;
}

/** As PNG, with few colours: a flat picture is half as large so, and looks the same. */
export async function sharePicture(data: ShareData): Promise<Buffer> {
  return sharp(Buffer.from(shareSvg(data))).png({ palette: true, colours: 64, effort: 4 }).toBuffer();
}
