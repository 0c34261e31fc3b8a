import { setTimeout as pause } from 'node:timers/promises';
import { LOCALES } from '../../../apps/server/src/i18n/index.js';

/** Of each kind of page so many are looked at, in each language and of each campaign: two countries' cards are the same page with other words. */
const SEVERAL = 3;

/** What a campaign shows wherever something is known of it; `countries/…` is any country's. */
const KINDS = ['map', 'timeline', 'promises', 'progress', 'progress/…', 'progress/…/compare', 'rankings', 'ratifications', 'countries/…', 'reports', 'reports/…', 'reports/final', 'reports/appendix', 'data'] as const;

export interface Answer { status: number; type: string; text: string }

/** As a browser asks; who is told to wait does. */
export async function ask(address: string): Promise<Answer> {
  for (;;) {
    const answer = await fetch(address, { headers: { accept: 'text/html,*/*' } });
    const text = await answer.text();
    if (answer.status !== 429) return { status: answer.status, type: answer.headers.get('content-type') ?? '', text };
    await pause(Number(answer.headers.get('retry-after') ?? 1) * 1_000);
  }
}

export interface Followed {
  /** HTML and feeds, by address. */
  pages: Map<string, string>;
  asked: number;
  /** Addresses of links that led nowhere, and what was answered. */
  dead: string[];
  /** Kinds of page that no link led to, by language. */
  missing: string[];
}

/** What links lead to from the first page and from each campaign's, in each language: some of each kind. */
export async function followLinks(origin: string): Promise<Followed> {
  const { items } = JSON.parse((await ask(`${origin}/api/v1/campaigns?pageSize=100`)).text) as { items: { slug: string }[] };
  const waiting = LOCALES.flatMap((locale) => ['', ...items.map(({ slug }) => `/campaigns/${slug}`)].map((path) => `/${locale}${path}`));
  const [pages, kinds, dead, seen] = [new Map<string, string>(), new Map<string, number>(), [] as string[], new Set<string>()];
  // Grows as it is gone through.
  for (const at of waiting) {
    const [kind, many] = [kindOf(at), kinds.get(kindOf(at)) ?? 0];
    if (seen.has(at) || many >= SEVERAL) continue;
    seen.add(at);
    kinds.set(kind, many + 1);
    const { status, type, text } = await ask(`${origin}${at}`);
    if (status !== 200) dead.push(`${at}: ${status}`);
    else if (/html|atom/.test(type)) pages.set(`${origin}${at}`, text);
    if (status === 200 && type.includes('html')) waiting.push(...linksOf(text));
  }
  const reached = new Set([...kinds.keys()].map((kind) => kind.split('?')[0]));
  const missing = LOCALES.flatMap((locale) => KINDS.filter((kind) => !items.some(({ slug }) => reached.has(`/${locale}/campaigns/${slug}/${kind}`))).map((kind) => `${kind} in ${locale}`));
  return { pages, asked: seen.size, dead, missing };
}

/** Two countries' are one kind, two campaigns' or languages' are not; nor is what was asked with another question, if with one alone. */
export function kindOf(at: string): string {
  const [path = '', query] = at.split('?');
  const kind = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…').replace(/(\/(?:countries|progress|reports)\/)[A-Z]{2}\b/, '$1…').replace(/(\/petitions\/[a-z-]+)-[a-z]{2}\b(?!-)/, '$1-…').replace(/\d+/g, '…');
  const questions = [...new URLSearchParams(query).keys()];
  return query === undefined ? kind : `${kind}?${questions.length > 1 ? '…' : questions.join('')}`;
}

/** Within the site and for everybody, without the place on the page. */
const linksOf = (html: string): string[] => [...html.matchAll(/ href="(\/[^"#]*)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')).filter((href) => !/^\/(\/|assets\/|console\b|dev\/)/.test(href));
