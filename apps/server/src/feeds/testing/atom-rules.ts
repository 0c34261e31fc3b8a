import { childrenOf, only, readXml, type XmlElement } from './read-xml.js';

/** RFC 3339 with an upper-case T and Z (RFC 4287, 3.3). */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** RFC 4151. */
const TAG = /^tag:[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:[\w./-]+$/i;

/** What RFC 4287 asks of a feed document, structurally. Throws at the first fault. @returns the feed */
export function mustBeAtom(source: string): XmlElement {
  const feed = readXml(source);
  if (feed.name !== 'feed' || feed.attributes['xmlns'] !== 'http://www.w3.org/2005/Atom') throw new Error('4.1.1: no feed of the namespace');
  mustHaveHead(feed);
  if (childrenOf(feed, 'link').filter(({ attributes }) => attributes['rel'] === 'self').length !== 1) throw new Error('4.1.1: one link to itself');
  const entries = childrenOf(feed, 'entry');
  for (const author of childrenOf(feed, 'author')) only(author, 'name');
  if (childrenOf(feed, 'author').length === 0 && entries.some((entry) => childrenOf(entry, 'author').length === 0)) throw new Error('4.1.1: an author, of the feed or of each entry');
  for (const entry of entries) {
    mustHaveHead(entry);
    const alternates = childrenOf(entry, 'link').filter(({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate');
    if (alternates.length === 0 && childrenOf(entry, 'content').length === 0) throw new Error('4.1.2: an alternate link where there is no content');
    if (childrenOf(entry, 'summary').length > 1 || childrenOf(entry, 'content').length > 1) throw new Error('4.1.2: one summary and one content at most');
  }
  const ids = entries.map((entry) => only(entry, 'id').text);
  if (new Set(ids).size !== ids.length) throw new Error('4.1.1: the same entry twice');
  return feed;
}

function mustHaveHead(element: XmlElement): void {
  const [id, title, updated] = [only(element, 'id').text, only(element, 'title'), only(element, 'updated').text];
  if (!TAG.test(id)) throw new Error(`4.2.6: the id '${id}' is no tag URI`);
  if (title.children.length > 0 || title.text.trim() === '') throw new Error('3.1.1: a title of text');
  if (!INSTANT.test(updated) || Number.isNaN(Date.parse(updated))) throw new Error(`3.3: '${updated}' is no instant`);
  const links = childrenOf(element, 'link');
  for (const { attributes } of links) if (!attributes['href'] || !URL.canParse(attributes['href'])) throw new Error('4.2.7.1: a link without an address');
  const alternates = links.filter(({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate').map(({ attributes }) => `${attributes['type']} ${attributes['hreflang']}`);
  if (new Set(alternates).size !== alternates.length) throw new Error('4.1.1: two alternates of the same type and language');
}
