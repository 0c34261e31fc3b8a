/**
 * The part of ICU's message format that the tablet's catalogues use: `{name}`, `{name, number}`, `{name, plural, one {…} other {…}}`
 * with `#` and `=0`, `{name, select, …}`, and `'{'` in quotes. It exists because the whole format weighs as much as half of the signing
 * path; icu.spec.ts holds it to intl-messageformat, which the server speaks with, on every message of every catalogue.
 */
export type MessageValues = Readonly<Record<string, string | number>>;

type Part = string | { name: string; kind: 'value' | 'number' } | { name: string; kind: 'plural' | 'select'; options: ReadonlyMap<string, readonly Part[]> } | { kind: 'pound' };

/** @throws SyntaxError if the message is none, or uses more of ICU than is spoken here */
export function parseMessage(source: string): readonly Part[] {
  let at = 0;

  const fail = (): never => { throw new SyntaxError(`message cannot be read at ${at}: ${source}`); };
  const blanks = (): void => { while (/\s/.test(source[at] ?? '')) at++; };
  const word = (): string => {
    blanks();
    const start = at;
    while (/[^\s{},']/.test(source[at] ?? '}')) at++;
    const found = source.slice(start, at);
    blanks();
    return found || fail();
  };
  const take = (sign: string): void => { if (source[at++] !== sign) { at--; fail(); } };

  function quoted(): string {
    // '' is an apostrophe; '{ … ' is taken as it stands; any other apostrophe is one.
    if (source[at + 1] === "'") { at += 2; return "'"; }
    if (!/[{}#]/.test(source[at + 1] ?? '')) { at++; return "'"; }
    const end = source.indexOf("'", at + 1);
    if (end < 0) return fail();
    const text = source.slice(at + 1, end);
    at = end + 1;
    return text;
  }

  function parts(inPlural: boolean): readonly Part[] {
    const found: Part[] = [];
    let text = '';
    const flush = (): void => { if (text) found.push(text); text = ''; };
    while (at < source.length && source[at] !== '}') {
      const sign = source[at] as string;
      if (sign === "'") text += quoted();
      else if (sign === '{') { flush(); found.push(argument()); }
      else if (sign === '#' && inPlural) { flush(); found.push({ kind: 'pound' }); at++; }
      else { text += sign; at++; }
    }
    flush();
    return found;
  }

  function argument(): Part {
    take('{');
    const name = word();
    if (source[at] === '}') { at++; return { name, kind: 'value' }; }
    take(',');
    const kind = word();
    if (kind === 'number') { take('}'); return { name, kind }; }
    if (kind !== 'plural' && kind !== 'select') return fail();
    take(',');
    const options = new Map<string, readonly Part[]>();
    while ((blanks(), source[at] !== '}')) {
      const option = word();
      take('{');
      options.set(option, parts(kind === 'plural'));
      take('}');
    }
    at++;
    return options.has('other') ? { name, kind, options } : fail();
  }

  const whole = parts(false);
  return at === source.length ? whole : fail();
}

export interface MessageFormatter {
  format(message: readonly Part[], values?: MessageValues): string;
}

export function messageFormatter(tag: string): MessageFormatter {
  const numbers = new Intl.NumberFormat(tag);
  const plurals = new Intl.PluralRules(tag);

  const format = (message: readonly Part[], values: MessageValues = {}, counted = 0): string =>
    message.map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'pound') return numbers.format(counted);
      const value = values[part.name];
      if (value === undefined) throw new Error(`message wants '${part.name}'`);
      switch (part.kind) {
        case 'value': return String(value);
        case 'number': return numbers.format(Number(value));
        case 'plural': return format(part.options.get(`=${value}`) ?? part.options.get(plurals.select(Number(value))) ?? part.options.get('other') ?? [], values, Number(value));
        case 'select': return format(part.options.get(String(value)) ?? part.options.get('other') ?? [], values, counted);
      }
    }).join('');

  return { format: (message, values) => format(message, values) };
}
