import { directionOf, escaped } from '#libs/markup';
import { type Block, type Letter, type Words } from './letter.js';
import { plainOf } from './phrasebook.js';

export interface Rendered { subject: string; text: string; html: string; language: string; sender: string }

/** The letter as plain text and as HTML without images, fonts or anything else fetched from elsewhere. */
export function render(letter: Letter): Rendered {
  return { subject: letter.subject, text: asText(letter), html: asHtml(letter), language: letter.language, sender: letter.sender };
}

function asText({ blocks, footer, language }: Letter): string {
  const plain = (words: Words): string => plainOf(words, language);
  const paragraph = (block: Block): string => {
    switch (block.kind) {
      case 'heading': return `${plain(block.words)}\n${'='.repeat(Math.min(60, [...plain(block.words)].length))}`;
      case 'text': case 'small': return plain(block.words);
      case 'quote': return `  ${plain(block.words)}`;
      case 'list': return block.items.map((item) => `- ${plain(item)}`).join('\n');
      case 'facts': return block.rows.map(([name, value]) => `${plain(name)}: ${plain(value)}`).join('\n');
      case 'button': case 'link': return `${plain(block.label)}:\n${block.url}`;
    }
  };
  return `${[...blocks.map(paragraph), '--', ...footer.map(plain)].join('\n\n')}\n`;
}

const INK = '#17212b';
const QUIET = '#4a5661';
const LINE = '#cbd2cd';
const PAPER = '#fcfdfb';
const DESK = '#f3f5f2';
const PEN = '#1d409f';
// The colours of the pages (ink on register paper, and the blue of the pen); mail programs know no style sheets of ours.
const SERIF = `font-family:Charter,'Sitka Text',Cambria,'Noto Serif','Noto Naskh Arabic','Geeza Pro',serif`;
const FONT = `font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto Sans','Noto Naskh Arabic',Arial,sans-serif`;

const STYLES: Record<Block['kind'] | 'footer', string> = {
  heading: `margin:0 0 18px;${SERIF};font-size:25px;line-height:1.3;font-weight:600;color:${INK}`,
  text: `margin:0 0 16px;color:${INK}`,
  small: `margin:0 0 14px;font-size:14px;line-height:1.5;color:${QUIET}`,
  quote: `margin:0 0 20px;padding:2px 14px;border-inline-start:3px solid ${PEN};${SERIF};font-size:19px;line-height:1.45;font-weight:600;color:${INK}`,
  list: `margin:0 0 18px;padding:0;padding-inline-start:22px;color:${INK}`,
  facts: `margin:0 0 22px;width:100%;border-collapse:collapse;border-top:1px solid ${LINE}`,
  button: `display:inline-block;padding:14px 26px;border-radius:4px;background:${PEN};color:#ffffff;font-weight:700;font-size:17px;text-decoration:none`,
  link: `color:${PEN};font-weight:600`,
  footer: `margin:0 0 8px;font-size:13px;line-height:1.5;color:${QUIET}`,
};

/** Inline styles, because mail programs drop the others; the language stands on every element whose language differs. */
function asHtml(letter: Letter): string {
  const dir = directionOf(letter.language);
  const align = dir === 'rtl' ? 'right' : 'left';
  return `<!doctype html>
<html lang="${escaped(letter.language)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escaped(letter.subject)}</title>
</head>
<body dir="${dir}" style="margin:0;padding:24px 12px;background:${DESK};${FONT};font-size:16px;line-height:1.6;text-align:${align}">
<div style="max-width:560px;margin:0 auto">
<p style="margin:0 0 12px;font-size:14px;font-weight:600;letter-spacing:.02em;color:${PEN}"><bdi>${escaped(letter.sender)}</bdi></p>
<div role="article" lang="${escaped(letter.language)}" aria-label="${escaped(letter.subject)}" style="padding:32px 28px 18px;border:1px solid ${LINE};border-radius:4px;background:${PAPER}">
${letter.blocks.map((block) => htmlOf(block, align)).join('\n')}
</div>
<div style="padding:18px 28px 0">
${letter.footer.map((words) => `<p style="${STYLES.footer}">${inline(words)}</p>`).join('\n')}
</div>
</div>
</body>
</html>
`;
}

function htmlOf(block: Block, align: string): string {
  const style = `style="${STYLES[block.kind]}"`;
  switch (block.kind) {
    case 'heading': return `<h1 ${style}>${inline(block.words)}</h1>`;
    case 'text': case 'small': return `<p ${style}>${inline(block.words)}</p>`;
    case 'quote': return `<p ${style}>${inline(block.words)}</p>`;
    case 'list': return `<ul ${style}>${block.items.map((item) => `<li style="margin:0 0 6px">${inline(item)}</li>`).join('')}</ul>`;
    case 'facts': return `<table ${style}>${block.rows.map((row) => factRow(row, align)).join('')}</table>`;
    case 'button':
      // The address in words too: not every mail program shows the button, and it can be checked before it is pressed.
      return `<p style="margin:22px 0 10px"><a href="${escaped(block.url)}" ${style}>${inline(block.label)}</a></p>
<p style="margin:0 0 24px;font-size:13px;line-height:1.5;color:${QUIET};overflow-wrap:anywhere" dir="ltr" align="${align}">${escaped(block.url)}</p>`;
    case 'link': return `<p style="margin:0 0 18px;overflow-wrap:anywhere"><a href="${escaped(block.url)}" ${style}>${inline(block.label)}</a></p>`;
  }
}

function factRow([name, value]: readonly [Words, Words], align: string): string {
  const cell = `padding:9px 0;border-bottom:1px solid ${LINE};vertical-align:top;text-align:${align}`;
  return `<tr><th scope="row" style="${cell};padding-inline-end:16px;font-weight:400;color:${QUIET}">${inline(name)}</th><td style="${cell};font-weight:600;color:${INK}">${inline(value)}</td></tr>`;
}

const inline = (words: Words): string => words
  .map((part) => (typeof part === 'string' ? escaped(part) : `<bdi${part.language ? ` lang="${escaped(part.language)}"` : ''}>${escaped(part.text)}</bdi>`))
  .join('');
