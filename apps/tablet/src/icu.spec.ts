import { describe, expect, it } from '@jest/globals';
import { messageFormatter, parseMessage } from './icu.js';

const say = (message: string, values = {}, tag = 'en-GB'): string => messageFormatter(tag).format(parseMessage(message), values);

describe('a message', () => {
  it('sets values in, and what is called a number as the language writes it', () => {
    expect(say('{n} and {m, number} for {who}', { n: 1234, m: 1234.5, who: 'Ada {x}' })).toBe('1234 and 1,234.5 for Ada {x}');
    expect(say('{n, number}', { n: 1234567 }, 'fr')).toBe(new Intl.NumberFormat('fr').format(1234567));
  });

  it('chooses the plural of its language, an exact number before it', () => {
    const message = '{n, plural, =0 {none} one {# signature} other {# signatures of {who}}}';
    expect([0, 1, 2].map((n) => say(message, { n, who: 'all' }))).toEqual(['none', '1 signature', '2 signatures of all']);
    const arabic = '{n, plural, zero {z} one {o} two {t} few {f} many {m} other {x}}';
    expect([0, 1, 2, 3, 11, 100].map((n) => say(arabic, { n }, 'ar')).join('')).toBe('zotfmx');
  });

  it('chooses by a word', () => {
    expect(['a', 'b'].map((kind) => say('{kind, select, a {first} other {else}}', { kind }))).toEqual(['first', 'else']);
  });

  it('takes an apostrophe for one unless it begins a quotation', () => {
    expect(say("j'ai l''idée '{a}' #")).toBe("j'ai l'idée {a} #");
  });

  it.each(['{', '{a', '{a, date}', '{n, plural, one {x}}', '{n, plural, other {x}', 'a } b', "'{"])('refuses %s', (broken) => {
    expect(() => parseMessage(broken)).toThrow(SyntaxError);
  });

  it('says which value is missing', () => {
    expect(() => say('{who}')).toThrow("message wants 'who'");
  });
});
