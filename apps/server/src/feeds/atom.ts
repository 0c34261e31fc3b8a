import { xml, xmlDocument } from './xml.js';

/** RFC 4287. Ids are tag URIs (RFC 4151): they say nothing of an address and stay when addresses change. */

export interface AtomEntry {
  id: string;
  title: string;
  updated: Date;
  /** Absolute. */
  href: string;
  summary: { text: string; lang: string } | null;
}

export interface AtomFeed {
  id: string;
  title: string;
  language: string;
  author: string;
  /** Of what is in it; for an empty one, since when it is there. */
  updated: Date;
  /** Absolute addresses. */
  page: string;
  self: string;
  first: string;
  next: string | null;
  previous: string | null;
  entries: readonly AtomEntry[];
}

/** The year in which this form of ids was settled: whoever holds the name then is the one that the id means. */
const TAG_YEAR = '2026';

export const tagUri = (publicUrl: string, specific: string): string => `tag:${new URL(publicUrl).hostname.replace(/[[\]]/g, '')},${TAG_YEAR}:${specific}`;

export function atomDocument(feed: AtomFeed): string {
  const link = (rel: string, href: string | null, type?: string): string[] => (href === null ? [] : [xml('link', { rel, href, type })]);
  return xmlDocument(xml('feed', { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': feed.language }, [
    xml('id', {}, feed.id), xml('title', {}, feed.title), xml('updated', {}, feed.updated.toISOString()), xml('author', {}, [xml('name', {}, feed.author)]), xml('generator', {}, 'Countersign'),
    ...link('self', feed.self, 'application/atom+xml'), ...link('alternate', feed.page, 'text/html'), ...link('first', feed.first, 'application/atom+xml'),
    ...link('next', feed.next, 'application/atom+xml'), ...link('previous', feed.previous, 'application/atom+xml'),
    ...feed.entries.map((entry) => xml('entry', {}, [
      xml('id', {}, entry.id), xml('title', {}, entry.title), xml('updated', {}, entry.updated.toISOString()), ...link('alternate', entry.href, 'text/html'),
      ...(entry.summary ? [xml('summary', { 'xml:lang': entry.summary.lang === feed.language ? null : entry.summary.lang }, entry.summary.text)] : []),
    ])),
  ]));
}
