import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { PAPER_LANGUAGES, type PaperLanguage, staffHints } from '#libs/publications';

/** Languages that the tablet's staff screens speak; elsewhere staff see them in English, and the card quotes English words. */
const TABLET_LANGUAGES: readonly string[] = ['en', 'fr', 'ar'];

const MESSAGES = path.join(import.meta.dirname, '../../../tablet/src/messages');

function screenIn(language: PaperLanguage): (key: string, values?: Record<string, string | number>) => string {
  const spoken = TABLET_LANGUAGES.includes(language) ? language : 'en';
  const messages = JSON.parse(readFileSync(path.join(MESSAGES, spoken, 'staff.json'), 'utf8')) as Record<string, string>;
  return (key, values = {}) => String(new IntlMessageFormat(messages[key] ?? '', spoken).format(values));
}

describe.each(PAPER_LANGUAGES)('the staff card in %s', (language) => {
  const say = screenIn(language);
  const hints = staffHints(language);
  const words = hints.sections.flatMap(({ title, lines }) => [title, ...lines]).join('\n');

  it('shows the status line as it stands on the tablet', () => {
    const ago = (minutes: number): string => new Intl.RelativeTimeFormat(TABLET_LANGUAGES.includes(language) ? language : 'en', { numeric: 'always' }).format(-minutes, 'minute');
    const line = [say('staff.status.waiting', { n: 3 }), say('staff.status.oldest', { ago: ago(20) }), say('staff.status.synced', { ago: ago(2) }), say('staff.status.protected')].join(' · ');
    expect(hints.sections.find(({ sample }) => sample !== null)?.sample).toBe(line);
  });

  it.each(['staff.till.hand', 'staff.status.unprotected', 'staff.status.send', 'staff.type.open', 'staff.shift.start', 'staff.shift.end'])('calls a button by its name: %s', (key) => {
    expect(words).toContain(say(key));
  });

  it('quotes how the warning begins on which the manager is to be called', () => {
    const [quoted = ''] = /(?<=[“„”«]\s?)[^“”„«»]+(?=\s?[”“»])/u.exec(hints.sections.find(({ key }) => key === 'call')?.lines[1] ?? '') ?? [];
    expect(quoted.trim().length).toBeGreaterThan(10);
    expect(say('staff.trouble.ask-manager.title').startsWith(quoted.trim())).toBe(true);
  });
});

it('knows the languages of the tablet', () => {
  const source = readFileSync(path.join(MESSAGES, '../i18n.ts'), 'utf8');
  expect(source).toContain(`LOCALES = [${TABLET_LANGUAGES.map((one) => `'${one}'`).join(', ')}]`);
});
