import { describe, expect, it } from '@jest/globals';
import { type JSX } from 'preact';
import { correctedRankings } from '../../../../test/gallery/facts-samples.js';
import { noCard, overviewWithin } from '../../../../test/gallery/progress-samples.js';
import { translator } from '../i18n/index.js';
import { renderDocument, type PageContext } from '../ui/index.js';
import { RankingsPage } from './facts/index.js';
import { NoCardPage } from './progress/card.js';
import { OverviewPage } from './progress/overview.js';

const page: PageContext = { t: translator('ar'), asset: (name) => name, link: (path) => path, languages: [] };
const drawn = (document: JSX.Element): string => renderDocument(document);
const apart = (text: string): string => `\u2068${text}\u2069`;

describe('a text that is not in the language of the page', () => {
  it('says so as the head of a column, and is kept apart where a name of several says it', () => {
    const view = overviewWithin('ar');
    const html = drawn(<OverviewPage page={page} view={view} />);
    const [goal, indicator] = [view.cards[0]?.goals[0]?.title.text ?? '', view.cards[0]?.goals[0]?.standings[0]?.title.text ?? ''];
    expect(html).toContain(`<th scope="col" lang="nl" dir="ltr">${goal}</th>`);
    expect(html).toContain(`data-label="${apart(goal)}"`);
    expect(html).toContain(`aria-label="${apart(indicator)} – `);
  });

  it('is kept apart within sentences on what a ranking lacks and on its method', () => {
    const html = drawn(<RankingsPage page={page} view={correctedRankings('ar')} />);
    expect(html).toMatch(/\u2068Indicator [a-z.-]+\u2069/);
    expect(html).not.toMatch(/[^\u2068]Indicator [a-z]+\./);
    expect(html).toContain(apart('Gewogen'));
    expect(html).toMatch(/<span lang="nl" dir="ltr">Ranglijst van 2026<\/span>/);
  });

  it('names what was withdrawn in its own language', () => {
    const view = noCard('ar');
    const title = { text: 'Kaarten van 2025', lang: 'nl' };
    expect(drawn(<NoCardPage page={page} view={{ ...view, campaign: { ...view.campaign, notices: view.campaign.notices.map((one) => ({ ...one, title })) } }} />)).toContain('<strong><span lang="nl" dir="ltr">Kaarten van 2025</span></strong>');
  });
});
