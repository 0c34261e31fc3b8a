import { type Discrepancy } from '../facts/discrepancy.js';
import { type ReportFacts } from '../facts/report-facts.js';
import { paragraph } from './entry-sections.js';
import { type Block, type Lines, type Said, type Section } from './report-document.js';
import { type Speaker } from './speaker.js';

/** Where figures disagree, as the system found it itself. */
export function discrepanciesSection(facts: ReportFacts, s: Speaker): Section {
  const { discrepancies: found } = facts;
  if (found.length === 0) return { id: 'discrepancies', title: s.say('report.discrepancies.title'), blocks: [paragraph(s.say('report.discrepancies.none'))] };
  const rules = [...new Set(found.map(({ rule }) => rule))];
  return {
    id: 'discrepancies', title: s.say('report.discrepancies.title'),
    blocks: [paragraph(s.say('report.discrepancies.note', { count: found.length }), 'note')],
    sections: rules.map((rule): Section => ({
      id: `discrepancy-${rule}`, title: s.say(`report.discrepancy.${rule}.title`),
      blocks: [{ kind: 'list', ordered: false, items: found.filter((one) => one.rule === rule).map((one) => linesOf(one, facts, s)) }],
    })),
  };
}

/** What was found, in sentences: the figures with their words, then who or what is meant. */
function linesOf(one: Discrepancy, facts: ReportFacts, s: Speaker): Lines {
  const { rule, values, qualifiers } = one;
  // A word for each figure that has one; the rest as numbers, so that sentences can choose their plural.
  const said = Object.fromEntries(Object.entries(qualifiers).map(([name, qualifier]) => [`${name}Said`, s.figure({ count: values[name] ?? 0, qualifier }).text]));
  const subject = one.jurisdiction === null ? (s.words(facts.claims[one.subjects[0] ?? ''])?.text ?? s.say('report.discrepancy.campaign').text) : s.place(one.jurisdiction).text;
  const numbers = Object.fromEntries(Object.entries(values).filter(([name]) => !name.includes(':')));
  const sentence = s.say(`report.discrepancy.${rule}`, { ...DEFAULTS, ...numbers, ...said, subject });
  const more: Said[] = [];
  if (values['notItemised'] !== undefined) more.push(s.say('report.discrepancy.not-itemised', { count: values['notItemised'] }));
  if (values['tooMany'] !== undefined) more.push(s.say('report.discrepancy.too-many', { count: values['tooMany'] }));
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith('with:')) more.push(s.say('report.discrepancy.with-region', { region: s.place(name.slice(5)).text, count: value }));
  }
  if (values['sumByTheDay'] !== undefined) more.push(s.say('report.discrepancy.by-the-day', { after: values['after'] ?? 0, of: values['from'] ?? 0, members: values['byTheDay'] ?? 0, count: values['sumByTheDay'] }));
  for (const [name, list] of Object.entries(one.lists)) if (list.length > 0 && LISTED.has(name)) more.push(s.say(`report.discrepancy.list.${name}`, { names: namesOf(list, facts, s) }));
  return [sentence, ...more, s.say(`report.verdict.${one.verdict}`)];
}

/** Lists that are told; the others only prove how a sum came about. */
const LISTED = new Set(['missing', 'after', 'without', 'lowerBounds', 'countries', 'both', 'parts']);
/** Values that a rule may leave out. */
const DEFAULTS = { after: 0, byTheDay: 0, sumByTheDay: 0, attested: 0 };

function namesOf(list: readonly string[], facts: ReportFacts, s: Speaker): string {
  return list.every((id) => id in facts.names) ? s.places(list) : s.list(list.map((name) => s.say(`report.missing.${name}`).text));
}

/** Documents it rests on, and by what anybody can prove which data this was. */
export function sourcesSection(facts: ReportFacts, s: Speaker): Section {
  const { stamp } = facts;
  const documents: Block[] = facts.documents.length === 0 ? [] : [{
    kind: 'list', ordered: false, items: facts.documents.map(({ title, author, date }) => [s.plain([title, author].filter(Boolean).join(', ')), ...(date === null ? [] : [s.date(date)])]),
  }];
  const roots: { term: Said; details: Lines }[] = [
    { term: s.say('report.stamp.as-of'), details: [{ text: s.instant(stamp.asOf), lang: s.language }, s.code(stamp.asOf)] },
    ...(stamp.factsSha256 ? [{ term: s.say('report.stamp.facts'), details: [s.code(grouped(stamp.factsSha256))] }] : []),
    ...stamp.imports.map(({ format, sha256, at }) => ({ term: s.say('report.stamp.import'), details: [...(format ? [s.code(format)] : []), s.code(grouped(sha256)), { text: s.instant(at), lang: s.language }] })),
    ...stamp.seals.map(({ handover, number, root, sealedAt }) => ({ term: s.say('report.stamp.seal', { handover, number: String(number) }), details: [s.code(grouped(root)), { text: s.instant(sealedAt), lang: s.language }] })),
    ...(stamp.audit ? [{ term: s.say('report.stamp.audit'), details: [s.code(`${stamp.audit.n}: ${grouped(stamp.audit.hash)}`)] }] : []),
  ];
  return {
    id: 'sources', title: s.say('report.sources.title'),
    blocks: [...documents, { kind: 'facts', caption: s.say('report.stamp.title'), items: roots }, paragraph(s.say('report.stamp.note'), 'note')],
  };
}

/** In groups that can be read aloud, and that a line can break between. */
const grouped = (hex: string): string => hex.match(/.{1,8}/gu)?.join(' ') ?? hex;
