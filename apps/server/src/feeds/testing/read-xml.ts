/** An element as it was read. `text`: of itself and all in it. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const ENTITY: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  if (/[<>]/.test(text)) throw new SyntaxError(`a bare sign in '${text.slice(0, 40)}'`);
  return text.replace(/&([^;\s]*;?)/g, (whole, name: string) => {
    const found = ENTITY[name.replace(/;$/, '')];
    if (!found || !name.endsWith(';')) throw new SyntaxError(`no entity '${whole}'`);
    return found;
  });
}

/** Strict, and as much of XML 1.0 as a feed needs: a fault anywhere is thrown. */
export function readXml(source: string): XmlElement {
  const declared = /^<\?xml version="1\.0" encoding="utf-8"\?>\n/.exec(source);
  if (!declared) throw new SyntaxError('no XML declaration');
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open: XmlElement[] = [root];
  let rest = source.slice(declared[0].length);
  while (rest.trim() !== '') {
    const inside = open.at(-1) ?? root;
    const [text = ''] = /^[^<]*/.exec(rest) ?? [];
    if (inside === root && text.trim() !== '') throw new SyntaxError('text outside of the root');
    for (const element of open) element.text += plain(text);
    rest = rest.slice(text.length);
    if (rest === '') break;
    const tag = /^<(\/?)([A-Za-z][\w.:-]*)((?:\s+[\w.:-]+="[^"<]*")*)\s*(\/?)>/.exec(rest);
    if (!tag) throw new SyntaxError(`no tag: '${rest.slice(0, 60)}'`);
    const [whole, closing, name = '', attributes = '', empty] = tag;
    rest = rest.slice(whole.length);
    if (closing) {
      if (open.pop()?.name !== name) throw new SyntaxError(`</${name}> closes nothing`);
      continue;
    }
    const element: XmlElement = { name, attributes: Object.fromEntries([...attributes.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, plain(value)])), children: [], text: '' };
    inside.children.push(element);
    if (!empty) open.push(element);
  }
  const [only] = root.children;
  if (!only || open.length !== 1 || root.children.length !== 1) throw new SyntaxError('not one whole element');
  return only;
}

export const childrenOf = (element: XmlElement, name: string): XmlElement[] => element.children.filter((child) => child.name === name);

/** Of which there must be exactly one. */
export function only(element: XmlElement, name: string): XmlElement {
  const [found, ...more] = childrenOf(element, name);
  if (!found || more.length > 0) throw new SyntaxError(`${element.name} has not exactly one ${name}`);
  return found;
}
