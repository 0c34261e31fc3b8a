import axe from 'axe-core';
import { type Page } from 'playwright-core';
import { type Locale } from '../../apps/server/src/i18n/index.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const EVERYTHING: axe.RunOptions = { runOnly: { type: 'tag', values: TAGS } };
const COLOURS: axe.RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };
const ALL_BUT_COLOURS: axe.RunOptions = { ...EVERYTHING, rules: { 'color-contrast': { enabled: false } } };

/**
 * What axe finds on a page, as `rule: element`. Our pages hold no frames: so it is put into each document once and asked there, which
 * takes a quarter of what the builder for Playwright takes, and the screens are many. It need not fetch stylesheets and media for rules
 * of theirs: that took a fifth of the time, and of media there are none.
 */
export async function accessibilityFaults(page: Page, options = EVERYTHING): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(`${axe.source}; undefined`);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], preload: false, ...options })})`);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/**
 * Of a view that is looked at in every language. Markup and colours are the same in all of them: English is asked for everything, and
 * for contrast by night; Arabic, which is mirrored, for all but colours; French, laid out as English is, for nothing.
 */
export async function faultsOfView(page: Page, locale: Locale): Promise<string[]> {
  if (locale === 'fr') return [];
  if (locale === 'ar') return accessibilityFaults(page, ALL_BUT_COLOURS);
  const byDay = await accessibilityFaults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const byNight = await accessibilityFaults(page, COLOURS);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...byDay, ...byNight.map((fault) => `dark ${fault}`)];
}
