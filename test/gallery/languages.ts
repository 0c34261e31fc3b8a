import { CATALOGUES } from '../../apps/server/src/i18n/index.js';

/** Sentences of the English catalogue, cut at their placeholders into pieces of at least three words. */
export const ENGLISH: readonly string[] = Object.values(CATALOGUES.en)
  .flatMap((message) => message.split(/\{[^{}]*\{|\{[^{}]*\}|[{}#]/))
  .map((piece) => piece.trim())
  .filter((piece) => piece.split(/\s+/).length >= 3 && /[a-z]{2}/i.test(piece));

/** Run in a page: all that is said in its own language, also what is only read aloud. */
export const SAID = `(() => {
  const own = document.body.cloneNode(true);
  own.querySelectorAll('[lang]').forEach((node) => { if (node.lang !== document.documentElement.lang) node.remove(); });
  const spoken = [...own.querySelectorAll('[aria-label], [title], [placeholder]')].map((node) => ['aria-label', 'title', 'placeholder'].map((name) => node.getAttribute(name)).join(' '));
  return [document.title, own.textContent, ...spoken].join(' ');
})()`;

/** What of it is English although the page is not. */
export const englishIn = (said: string): string[] => ENGLISH.filter((piece) => said.includes(piece));
