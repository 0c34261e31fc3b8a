import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * All the forms in which a text might lie about: as it is, in either case, as UTF-16, base64 (at each of the three places
 * where it can begin within a longer text), base64url, hex, URL-encoded, as a JSON escape.
 */
export function formsOf(text: string): Map<string, Buffer> {
  const forms = new Map<string, Buffer>();
  for (const [how, value] of [['as it is', text], ['lower case', text.toLowerCase()], ['upper case', text.toUpperCase()]] as const) {
    const bytes = Buffer.from(value);
    const add = (form: string, needle: string | Buffer): void => void forms.set(`${how}, ${form}`, Buffer.from(needle as string));
    add('utf-8', bytes);
    add('utf-16', Buffer.from(value, 'utf16le'));
    add('hex', bytes.toString('hex'));
    add('hex in capitals', bytes.toString('hex').toUpperCase());
    add('url-encoded', encodeURIComponent(value));
    add('json-escaped', JSON.stringify(value).slice(1, -1).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));
    for (const before of [0, 1, 2]) {
      // The letters at the two ends also hold bits of what stands beside the text.
      const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
      const inner = whole.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
      add(`base64, ${before} bytes in`, inner);
      add(`base64url, ${before} bytes in`, inner.replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return forms;
}

/** Where any of the texts lies, in any form: `place: form`. */
export function hitsIn(place: string, content: Buffer, forms: ReadonlyMap<string, Buffer>): string[] {
  return [...forms].filter(([, needle]) => content.includes(needle)).map(([form]) => `${place}: ${form}`);
}

/** Every file below a folder; sockets and what vanished meanwhile are left out. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

export function readFileIfThere(file: string): Buffer | null {
  try {
    return statSync(file).isFile() ? readFileSync(file) : null;
  } catch {
    return null;
  }
}
