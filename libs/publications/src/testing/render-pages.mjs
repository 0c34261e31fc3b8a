/**
 * Draws the pages of a PDF as pictures: `node render-pages.mjs FILE.pdf FOLDER [SCALE]` writes 1.png, 2.png … to the folder.
 * A process of its own, because jest's sandbox and pdf.js do not get along.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const [file, folder, scale = '2'] = process.argv.slice(2);
const document = await getDocument({ data: new Uint8Array(readFileSync(file)), disableFontFace: true, useSystemFonts: false, verbosity: 0 }).promise;
mkdirSync(folder, { recursive: true });
const texts = [];
for (let n = 1; n <= document.numPages; n++) {
  const page = await document.getPage(n);
  const viewport = page.getViewport({ scale: Number(scale) });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  await page.render({ canvasContext: context, viewport, canvas: null }).promise;
  writeFileSync(path.join(folder, `${n}.png`), canvas.toBuffer('image/png'));
  const content = await page.getTextContent();
  texts.push(content.items.map((item) => item.str ?? '').join(' '));
}
writeFileSync(path.join(folder, 'text.json'), JSON.stringify(texts));
