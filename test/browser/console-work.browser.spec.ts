import { beforeAll, describe, expect, it } from '@jest/globals';
import { LOCALES } from '../../apps/server/src/i18n/index.js';
import { PASSWORD } from '../support/console.js';
import { seedJudging, type SeededJudging } from '../support/judging.js';
import { consoleScene, enter, examine, keep, lookOnce, type Pages, pictures } from './console-scene.js';

const scene = consoleScene();
const judged = {} as SeededJudging;
beforeAll(async () => { Object.assign(judged, await seedJudging(scene.db, scene.server.app, scene.ids)); }, 60_000);

/**
 * Pages of the organisers' work. Each is looked at once, for time: page n in language n mod 3, on a phone or (every other one) a
 * tablet, three by day and three by night, and asked by axe once.
 */
const PAGES: Pages = {
  account: () => '/console/account',
  'second-factor': () => '/console/account/second-factor',
  people: () => '/console/people',
  person: () => `/console/people/${scene.work.person}`,
  invitation: () => `/console/invitations/${scene.work.invited}`,
  audit: () => '/console/audit',
  'audit-nothing': () => '/console/audit?subject=nothing',
  'workshop-texts': () => '/console/petitions/alive-se/texts',
  'workshop-edit': () => '/console/petitions/alive-se/texts/en',
  'workshop-translate': () => '/console/petitions/alive-se/texts/fr',
  'workshop-versions': () => '/console/petitions/alive-se/texts/en/versions',
  'workshop-draft': () => '/console/petitions/alive-fi/texts',
  'workshop-calls': () => '/console/petitions/alive-fi/calls',
  'workshop-preview': () => '/console/petitions/alive-se/preview/fr',
  'workshop-notices': () => '/console/petitions/alive-se/notices',
  'workshop-campaign': () => '/console/campaigns/alive',
  'quiet-hours': () => '/console/quiet-hours',
  'steering-campaign': () => '/console/steering/campaigns/alive',
  'steering-region': () => '/console/steering/campaigns/alive?region=region-nordic&order=change',
  'steering-petition': () => '/console/steering/petitions/alive-se',
  'calendar-month': () => `/console/handovers?month=${new Date().toISOString().slice(0, 7)}`,
  'calendar-list': () => '/console/handovers?place=SE',
  preparations: () => `/console/handovers/${scene.ids.planned}/preparations`,
  'preparations-empty': () => `/console/handovers/${scene.ids.bundle}/preparations`,
  offices: () => '/console/offices?place=alive%2FSE',
  'offices-none': () => '/console/offices?place=alive%2FNO',
  'calendar-feed': () => '/console/calendar-feed',
  delegate: (locale) => `/${locale}/invitations/${scene.work.delegate}`,
  seal: () => `/console/handovers/${scene.work.sealed}/seal`,
  'seal-none': () => `/console/handovers/${scene.ids.planned}/seal`,
  'seal-sample': () => `/console/handovers/${scene.work.sealed}/sample`,
  'seal-public': (locale) => `/${locale}/handovers/${scene.work.sealed}`,
  bundle: () => `/console/handovers/${scene.ids.bundle}`,
  'bundle-members': () => `/console/handovers/${scene.ids.bundle}/bundle`,
  day: (locale) => `/${locale}/d/${scene.work.day}`,
  'day-console': () => `/console/handovers/${scene.work.today}/day`,
  receipt: (locale) => `/${locale}/r/${scene.work.receipt}`,
  'handover-story': () => `/console/handovers/${scene.ids.held}`,
  'handover-today': () => `/console/handovers/${scene.work.today}`,
  'commitment-broken': () => `/console/commitments/${scene.work.broken}`,
  letter: () => `/console/letters/${scene.work.letter}`,
  updates: () => '/console/petitions/alive-no/updates',
  'updates-none': () => '/console/petitions/alive-se/updates',
  update: () => `/console/updates/${scene.work.update}`,
  'update-draft': () => `/console/updates/${scene.work.draftUpdate}`,
  unsubscribe: (locale) => `/${locale}/u/${scene.work.unsubscribe}`,
  webhooks: () => '/console/webhooks?campaign=alive',
  webhook: () => `/console/webhooks/${scene.work.webhook}`,
  progress: () => '/console/campaigns/alive/progress?round=cards-2025',
  'progress-begun': () => '/console/campaigns/alive/progress?round=cards-2024',
  'progress-card': () => '/console/campaigns/alive/progress/cards-2025/SE',
  'progress-review': () => '/console/campaigns/alive/progress/cards-2025/SE/protection.1',
  'progress-sent-back': () => '/console/campaigns/alive/progress/cards-2025/SE/prevention.2',
  'progress-first': () => '/console/campaigns/alive/progress/cards-2025/FI/protection.1',
  rankings: () => '/console/campaigns/alive/rankings?method=equal-weights',
  ratifications: () => '/console/campaigns/alive/ratifications',
  publications: () => '/console/campaigns/alive/publications',
  'publication-embargo': () => `/console/campaigns/alive/publications/${judged.correction}`,
  'publication-told': () => `/console/campaigns/alive/publications/${judged.cards}`,
  'publication-withdrawn': () => `/console/campaigns/alive/publications/${judged.withdrawn}`,
  'report-editions': () => `/console/campaigns/alive/publications/${judged.report}/reports`,
  'embargo-link': (locale) => `/${locale}/embargo/${judged.ahead}`,
  'embargo-report': (locale) => `/${locale}/embargo/${judged.aheadReport}`,
  framework: () => '/console/campaigns/alive/framework',
  instruments: () => '/console/campaigns/alive/instruments',
};

describe('the pages of the organisers’ work', () => {
  lookOnce(scene, PAGES);

  it('offers another instant in the zone that stands, also where the runtime knows that zone by another name', async () => {
    const page = await scene.phone.newPage();
    await page.goto(`${scene.server.url}/console/campaigns/alive/publications/${judged.report}?lang=en`);
    expect([await page.inputValue('[name=publicZone]'), await page.inputValue('[name=publicTime]')]).toEqual(['America/Argentina/Buenos_Aires', '09:30']);
    await page.close();
  }, 60_000);

  it('lets somebody read ahead: keeps what was typed where it is refused, and shows the personal link once', async () => {
    const page = await scene.phone.newPage();
    await page.goto(`${scene.server.url}/console/campaigns/alive/publications/${judged.report}?lang=ar`);
    await page.click('details:has([name=readerName]) summary');
    await page.fill('[name=readerName]', 'Kim Reporter');
    await page.click('form:has([name=readerName]) button');
    await page.waitForSelector('.error-summary');
    expect(await page.inputValue('[name=readerName]')).toBe('Kim Reporter');
    await examine(page);
    await page.fill('[name=readerOrganisation]', 'The Daily');
    await page.click('form:has([name=readerName]) button');
    const link = (await page.textContent('.notice code')) ?? '';
    expect(link).toMatch(/\/embargo\/[\w-]{43}$/);
    await examine(page);
    await keep(page, 'reader-link.ar.light');
    await page.click('main a.button');
    await page.waitForSelector('text=Kim Reporter');
    expect(await page.content()).not.toContain(link.slice(-43));
    await page.close();
  }, 60_000);

  it('looks at a ranking first, keeps what was chosen, and publishes it as it was seen', async () => {
    const page = await scene.phone.newPage();
    await page.goto(`${scene.server.url}/console/campaigns/alive/rankings?lang=en`);
    await page.selectOption('[name=round]', 'cards-2025');
    await page.click('button[value=look]');
    expect(await page.textContent('.error-summary')).toContain('Name of the ranking');
    await page.fill('[name=name-en]', 'Who keeps their word');
    await page.click('button[value=look]');
    const seen = await page.textContent('section.sheet table');
    expect(seen).toContain('Norway');
    await examine(page);
    await keep(page, 'ranking-looked.en.light');
    await page.click('button[value=publish]');
    expect(await page.textContent('[role=status]')).toContain('The ranking is in this publication.');
    await page.goto(`${scene.server.url}/console/campaigns/alive/rankings?lang=en`);
    expect(await page.textContent('.lines details table')).toBe(seen);
    await page.close();
  }, 60_000);

  it('takes goals and indicators in Arabic, and keeps what was typed where a line is at fault', async () => {
    const page = await scene.phone.newPage();
    await page.goto(`${scene.server.url}/console/campaigns/alive/framework?lang=ar&in=ar`);
    const last = (await page.locator('fieldset input[name$=".title"]').count()) - 1;
    await page.fill(`[name="goal.${last}.title"]`, 'الأسرة');
    await page.fill(`[name="goal.${last}.key"]`, 'الأسرة');
    await page.click('main form[method=post] > button');
    await page.waitForSelector('.error-summary');
    expect(await page.inputValue(`[name="goal.${last}.key"]`)).toBe('الأسرة');
    await examine(page);
    await keep(page, 'framework-refused.ar.light');
    await page.fill(`[name="goal.${last}.key"]`, '');
    await page.click('main form[method=post] > button');
    await page.waitForSelector('[role=status]');
    expect(await page.inputValue(`[name="goal.${last}.title"]`)).toBe('الأسرة');
    expect(await page.getAttribute('html', 'dir')).toBe('rtl');
    await keep(page, 'framework.ar.light');
    await page.close();
  }, 60_000);

  it('corrects a ratification in a form that says what was written', async () => {
    const page = await scene.phone.newPage();
    await page.goto(`${scene.server.url}/console/campaigns/alive/ratifications?lang=ar`);
    await page.click('a[href*="correct="] >> nth=0');
    await page.waitForSelector('[name=replaces]', { state: 'attached' });
    expect(await page.inputValue('[name=evidence]')).not.toBe('');
    await examine(page);
    await keep(page, 'ratification-correct.ar.light');
    await page.click('#record form button');
    await page.waitForSelector('a[href^="#event-"]');
    await examine(page);
    await keep(page, 'ratifications-corrected.ar.light');
    await page.close();
  }, 60_000);

  it.each(LOCALES)('the login in %s is accessible, also when it was refused', async (locale) => {
    const context = await scene.browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(`${scene.server.url}/console/login?lang=${locale}`);
    await examine(page);
    await page.fill('[name=email]', `someone-${locale}@example.org`);
    await page.fill('[name=password]', 'not the one');
    await page.click('main button[type=submit]');
    await page.waitForSelector('.notice.bad');
    expect(await page.inputValue('[name=email]')).toBe(`someone-${locale}@example.org`);
    await examine(page);
    await context.close();
  }, 60_000);

  it('the second step of the login, and the menu of what is not needed daily, are accessible', async () => {
    const context = await scene.browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${scene.server.url}/console/login?lang=en`);
    await page.fill('[name=email]', 'coded@example.org');
    await page.fill('[name=password]', PASSWORD);
    await page.click('main button[type=submit]');
    await page.waitForSelector('[name=code]');
    await examine(page);
    await keep(page, 'login-code.en.light');
    await context.close();

    const menu = await scene.phone.newPage();
    await menu.setViewportSize({ width: 1440, height: 900 });
    await menu.goto(`${scene.server.url}/console?lang=ar`);
    await menu.click('.nav-more summary');
    for (const href of ['people', 'audit', 'webhooks', 'offices', 'calendar-feed', 'quiet-hours', 'account', 'steering']) expect(await menu.isVisible(`.nav-more a[href^="/console/${href}"]`)).toBe(true);
    const box = await menu.locator('.nav-more ul').boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 1440).toBe(true);
    await keep(menu, 'menu.ar.light');
    await menu.close();
  }, 60_000);
});

describe.each([['with', true], ['without', false]])('a handover, %s script', (_how, javaScriptEnabled) => {
  it('is booked, held, and what was promised is followed to fulfilled', async () => {
    const context = await scene.browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled });
    const page = await enter(scene, context, 'sweden@example.org');

    await page.goto(`${scene.server.url}/console/handovers/new?petition=alive-se&lang=en`);
    const fields = await page.locator('main').locator('input:not([type=hidden]), select, textarea').count();
    expect(fields).toBeLessThanOrEqual(8);
    await page.fill('[name=date]', 'the day after');
    await page.fill('[name=place]', 'Rosenbad, Stockholm');
    await page.fill('[name=presenters]', 'Ana Silva, Youth Council');
    await page.click('main button[type=submit]');
    expect(await page.textContent('.error-summary')).toContain('This date cannot be read.');
    expect(await page.inputValue('[name=place]')).toBe('Rosenbad, Stockholm');
    await page.fill('[name=date]', new Date().toISOString().slice(0, 10));
    await page.click('main button[type=submit]');
    expect(await page.textContent('[role=status]')).toContain('The handover is booked.');
    expect(await page.textContent('main')).toContain('Ana Silva, Youth Council');

    expect(await page.inputValue('[name=signatures]')).toBe('893');
    await page.fill('[name=whatWasSaid]', 'We shall publish them.');
    await page.click('text=Save the outcome');
    expect(await page.textContent('[role=status]')).toContain('The outcome is saved.');
    expect(await page.textContent('main')).toContain('We shall publish them.');

    if (javaScriptEnabled) await page.click('summary:has-text("Add a commitment")');
    else await page.click('summary:has-text("Add a commitment")');
    await page.fill('[name=commitmentText]', 'The figures will be published every year.');
    await page.check('[name=answers] >> nth=0');
    await page.click('text=Save the commitment');
    await page.click('text=The figures will be published every year.');
    expect(await page.textContent('main')).toContain('Promised');

    await page.selectOption('[name=status]', 'fulfilled');
    await page.click('text=Save the status');
    expect(await page.textContent('.error-summary')).toContain('Please give a link or a sentence that others can check.');
    await page.fill('[name=evidence]', 'https://example.org/figures');
    await page.click('text=Save the status');
    expect(await page.textContent('[role=status]')).toContain('The status is saved.');
    expect(await page.textContent('.timeline li:first-child')).toContain('Fulfilled');
    await context.close();
  }, 90_000);
});

pictures(scene, PAGES);
