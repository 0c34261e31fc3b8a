import { escaped } from '#libs/markup';

/** What XML 1.0 has no way to write at all, not even escaped. */
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

export const xmlText = (text: string): string => escaped(text.replace(UNWRITABLE, ''));

type Attributes = Readonly<Record<string, string | null | undefined>>;

/** An element; content that is an array is elements, a string is text. An attribute without a value is left out. */
export function xml(name: string, attributes: Attributes, content: string | readonly string[] = []): string {
  const told = Object.entries(attributes).flatMap(([key, value]) => (value === null || value === undefined ? [] : [` ${key}="${xmlText(value)}"`])).join('');
  const inner = typeof content === 'string' ? xmlText(content) : content.join('');
  return inner === '' ? `<${name}${told}/>` : `<${name}${told}>${inner}</${name}>`;
}

export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="utf-8"?>\n${root}\n`;
