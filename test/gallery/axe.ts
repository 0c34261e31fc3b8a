import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'];

/** What axe finds on a page, as `rule: element`. Our pages hold no frames, so nothing has to be gathered in a page beside. */
export async function accessibilityFaults(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
