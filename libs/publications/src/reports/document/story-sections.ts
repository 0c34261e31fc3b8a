import { type ReportFacts } from '../facts/report-facts.js';
import { type ReportStory } from '../facts/story-rules.js';
import { paragraph } from './entry-sections.js';
import { type Lines, type Section } from './report-document.js';
import { type Speaker } from './speaker.js';

/** How a country was rated, what became of treaties and laws there, and what happened when. None of an edition frozen before reports told it. */
export function storySections({ story, jurisdiction }: ReportFacts, s: Speaker): Section[] {
  return story && jurisdiction !== null ? [cardSection(story, s), instrumentsSection(story, s), timelineSection(story, s)] : [];
}

function cardSection({ card }: ReportStory, s: Speaker): Section {
  const head = { id: 'card', title: s.say('report.card.title') };
  if (card === null) return { ...head, blocks: [paragraph(s.say('report.card.none'))] };
  // A record's rounds may have no title, and their keys are nothing to read.
  const round = s.words(card.title) ?? (card.period === null ? null : s.date(card.period));
  return {
    ...head,
    blocks: card.goals.map(({ title, indicators }) => ({
      kind: 'table' as const, caption: s.joined([s.words(title), round], ' · ') ?? head.title, columns: [{ label: s.say('report.card.indicator'), share: 0.66 }, { label: s.say('report.card.rating'), share: 0.34 }],
      rows: indicators.map((one): Lines[] => [[s.words(one.title) ?? s.code(one.key)], [s.say(`report.ratings.${RATING_WORDS[one.rating ?? 'unknown']}`), ...(one.star ? [s.say('report.card.star')] : [])]]),
    })),
  };
}

const RATING_WORDS = { green: 'green', yellow: 'yellow', red: 'red', 'not-assessed': 'notAssessed', unknown: 'unknown' } as const;

function instrumentsSection({ standings }: ReportStory, s: Speaker): Section {
  const head = { id: 'instruments', title: s.say('report.instruments.title') };
  if (standings.length === 0) return { ...head, blocks: [paragraph(s.say('report.instruments.none'))] };
  return {
    ...head,
    blocks: [{
      kind: 'table', caption: s.say('report.instruments.caption'),
      columns: [{ label: s.say('report.instruments.instrument'), share: 0.4 }, { label: s.say('report.instruments.stands'), share: 0.22 }, { label: s.say('report.instruments.happened'), share: 0.38 }],
      rows: standings.map((one): Lines[] => [
        [s.words(one.name) ?? s.code(one.instrument)], [s.say(`report.instruments.state.${one.state}`), ...(one.reserved ? [s.say('report.instruments.reserved')] : [])],
        one.events.flatMap(({ event, date, note }) => [s.say('report.instruments.event', { event: s.say(`report.instruments.event.${event}`).text, date: s.knownDate(date).text }), ...[s.words(note)].filter((text) => text !== null)]),
      ]),
    }],
  };
}

function timelineSection({ timeline }: ReportStory, s: Speaker): Section {
  const head = { id: 'timeline', title: s.say('report.timeline.title') };
  if (timeline.length === 0) return { ...head, blocks: [paragraph(s.say('report.timeline.none'))] };
  return {
    ...head,
    blocks: [{
      kind: 'table', caption: s.say('report.timeline.caption'), columns: [{ label: s.say('report.timeline.date'), share: 0.24 }, { label: s.say('report.timeline.kind'), share: 0.2 }, { label: s.say('report.timeline.event'), share: 0.56 }],
      rows: timeline.map((one): Lines[] => [[s.date(one.date)], [s.say(`report.timeline.kind.${one.kind}`)], [s.words(one.title) ?? s.code(one.key)]]),
    }],
  };
}
