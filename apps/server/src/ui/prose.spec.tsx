import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { translator } from '../i18n/index.js';
import { PageProvider } from './page.js';
import { plainProse, Prose } from './prose.js';

const drawn = (text: string): string =>
  render(<PageProvider value={{ t: translator('en'), asset: (name) => name, link: (path) => path, languages: [] }}><Prose value={{ text, lang: 'en' }} lead="lede" /></PageProvider>);

describe('a text with few marks', () => {
  it('draws paragraphs, lists, emphasis and links', () => {
    expect(drawn('We **ask** *you*.\n\n- one\n- two [here](https://example.org/a)')).toBe(
      '<p class="lede">We <strong>ask</strong> <em>you</em>.</p><ul class="bullets prose"><li>one</li><li>two <a href="https://example.org/a" rel="nofollow noopener">here</a></li></ul>');
  });

  it.each(['<script>alert(1)</script>', 'Hi <img src=x onerror=alert(1)> there', '<b>bold</b>', '<!-- x -->', '<https://a.example/"onx=1>'])('shows HTML as the characters that were typed: %s', (text) => {
    expect(drawn(text)).not.toMatch(/<(?!\/?(p|ul|ol|li|strong|em|br|a)\b)/);
    expect(drawn(text)).not.toMatch(/<[^>]*\son\w+=/);
  });

  it.each(['[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](data:text/html,1)', '[x](//evil.example)', '[x](http://plain.example)', '![x](https://example.org/a.png)', '[x]( javascript:alert(1))', '[x](&#106;avascript:alert(1))'])('leads nowhere but where it may: %s', (text) => {
    expect(drawn(text)).not.toContain('<a ');
    expect(drawn(text)).not.toContain('<img');
  });

  it('says the same without marks', () => {
    expect(plainProse('We **ask** *you* [here](https://a.example).\n\n- one\n- two')).toBe('We ask you here.\n\n– one\n– two');
  });
});
