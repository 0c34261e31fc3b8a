import { type JSX } from 'preact';
import { PAPER_LANGUAGES, type StaffHints } from '#libs/publications';
import { ownName } from '../i18n/index.js';
import { Document, languageOf, type PageContext } from '../ui/index.js';

export const helpPath = (language: string): string => `/tablet-help/${language}`;

/** The staff card on a phone: the code in its corner leads here. The card speaks more languages than the pages' shell does. */
export function StaffHelpPage({ page, hints }: { page: PageContext; hints: StaffHints }): JSX.Element {
  return (
    <Document page={page} title={hints.title} noindex>
      <div class="wrap"><div class="single" {...languageOf(page.t, hints.language)}>
        <h1>{hints.title}</h1>
        {hints.sections.map((section) => <Section key={section.key} section={section} />)}
        <nav class="languages" aria-label={hints.languages}>
          <ul>
            {PAPER_LANGUAGES.filter((other) => other !== hints.language).map((other) => <li key={other}><a href={helpPath(other)} hreflang={other} {...languageOf(page.t, other)}>{ownName(other)}</a></li>)}
          </ul>
        </nav>
      </div></div>
    </Document>
  );
}

function Section({ section }: { section: StaffHints['sections'][number] }): JSX.Element {
  const lines = section.lines.map((line) => <li key={line}><span>{line}</span></li>);
  const inside = <><h2>{section.title}</h2>{section.sample && <p class="status-sample">{section.sample}</p>}{section.look === 'steps' ? <ol class="steps">{lines}</ol> : <ul class="bullets">{lines}</ul>}</>;
  return section.look === 'never' ? <section class="hints notice bad">{inside}</section> : <section class="hints">{inside}</section>;
}
