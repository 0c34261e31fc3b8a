import { describe, expect, it } from '@jest/globals';
import { directionOf, escaped } from './index.js';

describe('a text in a page', () => {
  it('can neither open a tag nor end an attribute', () => {
    expect(escaped(`<b title="x" lang='y'>&amp;</b>`)).toBe('&lt;b title=&quot;x&quot; lang=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;');
  });

  it.each(['ar', 'ar-EG', 'he', 'ur-PK', 'fa', 'ckb', 'dv', 'sd', 'yi', 'ha-Arab', 'pa-PK', 'az-Arab', 'uz-AF', 'nqo', 'ff-Adlm'])('in %s runs from right to left', (tag) => {
    expect(directionOf(tag)).toBe('rtl');
  });

  it.each(['en', 'fr-CA', 'pa', 'az', 'ku', 'ha', 'sd-Deva', 'ar-Latn', 'th', '', 'no tag'])('in "%s" runs from left to right', (tag) => {
    expect(directionOf(tag)).toBe('ltr');
  });
});
