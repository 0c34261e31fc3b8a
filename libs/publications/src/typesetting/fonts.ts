import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';

export type Weight = 'regular' | 'bold' | 'black';

/** In the order in which they are asked for a letter. What each covers is told in the README of this lib. */
const FAMILIES = [
  { key: 'latin', folder: 'noto-sans', file: 'NotoSans' },
  { key: 'arabic', folder: 'noto-sans-arabic', file: 'NotoSansArabic' },
  { key: 'hebrew', folder: 'noto-sans-hebrew', file: 'NotoSansHebrew' },
  { key: 'devanagari', folder: 'noto-sans-devanagari', file: 'NotoSansDevanagari' },
  { key: 'thai', folder: 'noto-sans-thai', file: 'NotoSansThai' },
] as const;

export type FontKey = (typeof FAMILIES)[number]['key'];
export const FONT_KEYS: readonly FontKey[] = FAMILIES.map(({ key }) => key);

const CUT: Readonly<Record<Weight, string>> = { regular: '400Regular', bold: '700Bold', black: '800ExtraBold' };

const require = createRequire(import.meta.url);
const files = new Map<string, Buffer>();
const coverage = new Map<FontKey, fontkit.Font>();

export const fontName = (key: FontKey, weight: Weight): string => `${key}-${weight}`;

/** The whole font file, read once in the life of the process. */
export function fontFile(key: FontKey, weight: Weight): Buffer {
  const name = fontName(key, weight);
  let file = files.get(name);
  if (!file) {
    const family = FAMILIES.find((one) => one.key === key);
    if (!family) throw new Error(`no font '${key}'`);
    file = readFileSync(require.resolve(`@expo-google-fonts/${family.folder}/${CUT[weight]}/${family.file}_${CUT[weight]}.ttf`));
    files.set(name, file);
  }
  return file;
}

/** Whether a family has this letter. All its weights cover the same. */
export function covers(key: FontKey, codePoint: number): boolean {
  let font = coverage.get(key);
  if (!font) {
    font = fontkit.create(fontFile(key, 'regular'));
    coverage.set(key, font);
  }
  return font.hasGlyphForCodePoint(codePoint);
}
