/** What a scanned code asks the app to do. It stands in the fragment, which no browser sends to a server. */
export type Link =
  | { kind: 'pair'; code: string; root: string | null }
  | { kind: 'sheet'; number: string };

/** Reads `#pair=ABCDEFGH&root=<hex>` or `#sheet=10042-0`; null for anything else. What it says is checked where it is used. */
export function linkIn(fragment: string): Link | null {
  if (fragment.length > 300) return null;
  const told = new URLSearchParams(fragment.replace(/^#/, ''));
  const code = told.get('pair');
  const root = told.get('root');
  if (code) return { kind: 'pair', code, root: root !== null && /^[0-9a-f]{8,64}$/i.test(root) ? root.toLowerCase() : null };
  const number = told.get('sheet');
  return number ? { kind: 'sheet', number } : null;
}

/** Reads the link once and takes it out of the address, so that no code stays in the history or on a screen that is photographed. */
export function takeLink(place: { hash: string; pathname: string; search: string }, past: { state: unknown; replaceState(state: unknown, unused: string, url: string): void }): Link | null {
  if (place.hash === '') return null;
  const link = linkIn(place.hash);
  past.replaceState(past.state, '', `${place.pathname}${place.search}`);
  return link;
}
