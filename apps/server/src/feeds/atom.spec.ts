import { describe, expect, it } from '@jest/globals';
import { type AtomFeed, atomDocument, tagUri } from './atom.js';
import { mustBeAtom } from './testing/atom-rules.js';
import { childrenOf, only } from './testing/read-xml.js';

const ORIGIN = 'https://countersign.example:8443';
const entry = (n: number, text = 'Held'): AtomFeed['entries'][number] => ({
  id: tagUri(ORIGIN, `spec/handover/${n}/en`), title: `Norway & "others" <${n}>`, updated: new Date(Date.UTC(2026, 0, n, 12)), href: `${ORIGIN}/en/petitions/spec-no?a=1&b=2`, summary: { text, lang: n === 1 ? 'de' : 'en' },
});
const feed = (change: Partial<AtomFeed> = {}): AtomFeed => ({
  id: tagUri(ORIGIN, 'spec/news/en'), title: 'News', language: 'en', author: 'Spec Trust', updated: new Date('2026-01-02T12:00:00Z'), page: `${ORIGIN}/en/campaigns/spec`, self: `${ORIGIN}/a`, first: `${ORIGIN}/a`, next: `${ORIGIN}/a?page=2`, previous: null,
  entries: [entry(2), entry(1, 'Für alle\u0000\u0008\ud800 gehört')], ...change,
});

describe('an Atom feed', () => {
  it('is as RFC 4287 asks, whatever stands in its texts', () => {
    const read = mustBeAtom(atomDocument(feed()));
    const [first, second] = childrenOf(read, 'entry');
    expect(first && only(first, 'title').text).toBe('Norway & "others" <2>');
    expect(second && only(second, 'summary')).toMatchObject({ text: 'Für alle gehört', attributes: { 'xml:lang': 'de' } });
    expect(first && only(first, 'summary').attributes).toEqual({});
    expect(read.attributes['xml:lang']).toBe('en');
  });

  it('is one also without entries, and the rules it is held to do find faults', () => {
    expect(() => mustBeAtom(atomDocument(feed({ entries: [] })))).not.toThrow();
    expect(() => mustBeAtom(atomDocument(feed({ entries: [entry(1), entry(1)] })))).toThrow('the same entry twice');
    expect(() => mustBeAtom(atomDocument(feed({ id: 'news' })))).toThrow('tag URI');
    expect(() => mustBeAtom(atomDocument(feed()).replace('<updated>', '<updated>on '))).toThrow('3.3');
    expect(() => mustBeAtom(atomDocument(feed()).replace('&amp;', '&'))).toThrow(SyntaxError);
  });

  it('names itself by a tag that neither port nor address is part of', () => expect(tagUri(ORIGIN, 'spec/news/en')).toBe('tag:countersign.example,2026:spec/news/en'));
});
