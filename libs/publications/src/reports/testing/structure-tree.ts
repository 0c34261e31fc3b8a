/** An element of the structure tree of a PDF (ISO 32000-1, 14.7), as it stands in the file. */
export interface StructureElement {
  role: string;
  language: string | null;
  alt: string | null;
  text: string | null;
  scope: string | null;
  children: StructureElement[];
  /** Pieces of content on pages. */
  contents: number;
  /** Annotations, such as links. */
  annotations: number;
}

/** Reads the tree of a file as pdfkit writes it: objects that are no streams stand in plain text. @throws where there is none */
export function structureTree(pdf: Buffer): StructureElement {
  const text = pdf.toString('latin1');
  const objects = new Map([...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/gu)].map(([, n = '', body = '']) => [n, body]));
  const root = [...objects.values()].find((body) => body.includes('/Type /StructTreeRoot'));
  const first = root && /\/K (?:\[\s*)?(\d+) 0 R/u.exec(root)?.[1];
  if (!first) throw new Error('the document has no structure tree');
  const element = (n: string): StructureElement => {
    const body = objects.get(n) ?? '';
    const kids = arrayAfter(body, '/K ');
    const refs = [...kids.replace(/<<[\s\S]*?>>/gu, ' ').matchAll(/(\d+) 0 R/gu)].map(([, ref = '']) => ref);
    return {
      role: /\/S \/(\w+)/u.exec(body.replace(/\/A <<[\s\S]*?>>/u, ''))?.[1] ?? '', language: string(body, '/Lang '), alt: string(body, '/Alt '), text: string(body, '/ActualText '), scope: /\/Scope \/(\w+)/u.exec(body)?.[1] ?? null,
      children: refs.map(element), contents: kids.replace(/<<[\s\S]*?>>/gu, ' 0 ').replace(/\d+ 0 R/gu, ' ').split(/\s+/u).filter((one) => /^\d+$/u.test(one)).length, annotations: (kids.match(/\/OBJR/gu) ?? []).length,
    };
  };
  return element(first);
}

/** All elements in the order in which they are heard. */
export const everyElement = (element: StructureElement): StructureElement[] => [element, ...element.children.flatMap(everyElement)];

function arrayAfter(body: string, name: string): string {
  const at = body.indexOf(name);
  if (at < 0 || body[at + name.length] !== '[') return '';
  return body.slice(at + name.length + 1, body.indexOf(']', at));
}

/** A text string: UTF-16 with its mark, or as it stands. */
function string(body: string, name: string): string | null {
  const at = body.indexOf(`${name}(`);
  if (at < 0) return null;
  let bytes = '';
  for (let i = at + name.length + 1; i < body.length && body[i] !== ')'; i++) {
    if (body[i] !== '\\') bytes += body[i] ?? '';
    else {
      const next = body[++i] ?? '';
      bytes += { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[next] ?? next;
    }
  }
  if (!bytes.startsWith('\u00fe\u00ff')) return bytes;
  return Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le');
}
