import { type ReportFacts } from '../facts/report-facts.js';
import { chartsSection, membersSection, regionsSection, totalsSection } from './figure-sections.js';
import { discrepanciesSection, sourcesSection } from './closing-sections.js';
import { entrySection, overviewSection, paragraph, wholeSection } from './entry-sections.js';
import { progressSection } from './progress-section.js';
import { type ReportDocument, type Section } from './report-document.js';
import { storySections } from './story-sections.js';
import { Speaker } from './speaker.js';

/** The report in words of a language; where reports do not speak it, in English around texts of their own language. */
export function composeReport(facts: ReportFacts, language: string): ReportDocument {
  const s = new Speaker(language, facts);
  const campaign = s.words(facts.campaign.title) ?? s.code(facts.campaign.slug);
  const place = facts.jurisdiction === null ? '' : s.place(facts.jurisdiction).text;
  const summary = s.words(facts.campaign.summary);
  return {
    language: s.language, campaign, asOf: facts.stamp.asOf, demonstration: facts.campaign.demonstration ? s.say('report.demonstration') : null,
    title: s.say(`report.${facts.kind}.title`, { place }),
    lede: [
      paragraph(s.say(`report.${facts.kind}.lede`, { place, countries: facts.totals.entries.countries, regions: facts.totals.entries.regions }), 'lede'),
      ...(facts.kind === 'final' && summary ? [paragraph(summary)] : []),
      paragraph(facts.campaign.asOf === null ? s.say('report.as-of.living', { instant: s.instant(facts.stamp.asOf) }) : s.say('report.as-of.record', { date: s.date(facts.campaign.asOf).text, instant: s.instant(facts.stamp.asOf) }), 'note'),
    ],
    sections: sectionsOf(facts, s),
  };
}

function sectionsOf(facts: ReportFacts, s: Speaker): Section[] {
  const entries = facts.entries.map((entry) => entrySection(entry, s));
  const closing = [discrepanciesSection(facts, s), sourcesSection(facts, s)];
  switch (facts.kind) {
    case 'appendix': return [totalsSection(facts, s), { id: 'entries', title: s.say('report.entries.title'), blocks: [], sections: entries }, ...wholeSection(facts, s), ...regionsSection(facts, s), ...closing];
    case 'country': return [...entries, ...storySections(facts, s), ...regionsSection(facts, s), ...closing];
    case 'region': return [...regionsSection(facts, s), ...membersSection(facts, s), ...progressSection(facts, s), { id: 'entries', title: s.say('report.entries.title'), blocks: [], sections: entries }, ...closing];
    case 'final': return [totalsSection(facts, s), chartsSection(facts, s), overviewSection(facts, s), ...wholeSection(facts, s), ...regionsSection(facts, s), ...progressSection(facts, s), ...closing];
  }
}
