/**
 * Draws the pages of PDFs as pictures and reads the codes on them: `node render-pages.mjs SCALE A.pdf FOLDER_A [B.pdf FOLDER_B …]`
 * writes 1.png, 2.png … to the folders and prints, for each file, `[{ width, code, text, roles }]` of its pages. A process of its own, because
 * jest's sandbox and pdf.js do not get along, and reading codes is ten times slower inside it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createCanvas } from '@napi-rs/canvas';
import jsQR from 'jsqr';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const [scale, ...files] = process.argv.slice(2);
const read = [];
for (let nth = 0; nth < files.length; nth += 2) read.push(await draw(files[nth], files[nth + 1], Number(scale)));
process.stdout.write(JSON.stringify(read));

async function draw(file, folder, zoom) {
  const document = await getDocument({ data: new Uint8Array(readFileSync(file)), disableFontFace: true, useSystemFonts: false, verbosity: 0 }).promise;
  mkdirSync(folder, { recursive: true });
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const viewport = page.getViewport({ scale: zoom });
    const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
    const canvasContext = canvas.getContext('2d');
    canvasContext.fillStyle = '#ffffff';
    canvasContext.fillRect(0, 0, canvas.width, canvas.height);
    await page.render({ canvasContext, viewport, canvas: null }).promise;
    writeFileSync(path.join(folder, `${number}.png`), canvas.toBuffer('image/png'));
    const { data } = canvasContext.getImageData(0, 0, canvas.width, canvas.height);
    // What somebody who selects, searches or hears the page is given.
    const text = (await page.getTextContent()).items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join('');
    pages.push({ text, roles: rolesIn(await page.getStructTree()), width: canvas.width, code: jsQR(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })?.data ?? null });
  }
  return pages;
}

function rolesIn(node) {
  return node ? [...(node.role && node.role !== 'Root' ? [node.role] : []), ...(node.children ?? []).flatMap((child) => (child.role ? rolesIn(child) : []))] : [];
}
