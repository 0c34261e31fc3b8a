import { type Links } from '../links.js';
import { type ByLanguage, wordsIn } from '../people.js';
import { type Block, type Letter, type Words } from '../templates/letter.js';
import { languageFor, Phrasebook, SIGNER_LANGUAGES } from '../templates/phrasebook.js';
import { textFor } from './update-rules.js';
import { type UpdateFacts, type UpdateText } from './updates.types.js';

/** What all mails of one update share. */
export interface UpdateMaterial {
  petition: { slug: string; titles: ByLanguage };
  /** Whose news this is: the campaign's title, or a partner's name. */
  sender: ByLanguage;
  senderLanguage: string;
  demonstration: boolean;
  contact: string | null;
  defaultLanguage: string;
  facts: UpdateFacts;
  texts: readonly UpdateText[];
}

/** Characters of the answer that stand in the mail; the rest is behind the link. */
const ANSWER_SHOWN = 600;

/** The first draft in each language that we have sentences for, made of what is known about the handover. */
export function draftTexts(languages: readonly string[], titles: ByLanguage, defaultLanguage: string, facts: UpdateFacts): UpdateText[] {
  return languages.flatMap((language) => {
    const spoken = languageFor([language], SIGNER_LANGUAGES);
    // English is no draft for a language that has no sentences yet, unless it is the petition's own.
    if (spoken !== language.split('-')[0] && language !== defaultLanguage) return [];
    const book = Phrasebook.of(spoken);
    const title = wordsIn(titles, language, defaultLanguage);
    const values = { title: { text: title.text, language: title.language }, recipient: facts.recipient, date: dayWords(book, facts) ?? book.plain('update.date.unknown') };
    return [{ language, subject: book.plain(`update.draft.${facts.outcome}.subject`, values).slice(0, 150), body: [
      book.plain(`update.draft.${facts.outcome}.body`, values), book.plain(facts.answer ? 'update.draft.answered' : 'update.draft.unanswered', values),
    ].join('\n\n') }];
  });
}

/** The letter to a supporter of this language. Null: there is no text at all. */
export function updateLetter(material: UpdateMaterial, language: string, links: Links, unsubscribeUrl: string): { letter: Letter; fallback: boolean } | null {
  const chosen = textFor(language, material.texts, material.defaultLanguage);
  if (!chosen) return null;
  const { text, fallback } = chosen;
  const book = Phrasebook.of(languageFor([text.language], SIGNER_LANGUAGES));
  const own = (words: string): Words => [{ text: words, language: text.language === book.language ? null : text.language }];
  const title = wordsIn(material.petition.titles, text.language, material.defaultLanguage);
  const blocks: Block[] = [
    { kind: 'heading', words: own(text.subject) },
    { kind: 'quote', words: [{ text: title.text, language: title.language }] },
    ...text.body.split(/\n{2,}/).map((part): Block => ({ kind: 'text', words: own(part.trim()) })).filter((block) => 'words' in block && block.words.length > 0),
    { kind: 'facts', rows: factRows(book, material.facts) },
    { kind: 'link', label: book.say('update.page'), url: links.petition(material.petition.slug) },
    { kind: 'small', words: book.say('update.why') },
    { kind: 'link', label: book.say('update.unsubscribe'), url: unsubscribeUrl },
  ];
  const footer = [...(material.demonstration ? [book.say('footer.demonstration')] : []), book.say('update.footer', { site: links.site })];
  const sender = wordsIn(material.sender, text.language, material.senderLanguage).text;
  return { letter: { language: book.language, subject: text.subject, sender, blocks, footer }, fallback };
}

function factRows(book: Phrasebook, facts: UpdateFacts): [Words, Words][] {
  const { answer } = facts;
  const shown = answer && (answer.text.length > ANSWER_SHOWN ? `${answer.text.slice(0, ANSWER_SHOWN).trimEnd()} …` : answer.text);
  return [
    [book.say('update.fact.recipient'), [{ text: facts.recipient, language: null }]],
    [book.say('update.fact.date'), [dayWords(book, facts) ?? book.plain('update.date.unknown')]],
    [book.say('update.fact.answer'), shown ? [{ text: shown, language: answer.language }] : book.say(`update.no-answer.${facts.outcome}`)],
  ];
}

function dayWords(book: Phrasebook, { from, to }: UpdateFacts): string | null {
  if (from === null) return null;
  return to === null || to === from ? book.day(new Date(`${from}T00:00:00Z`)) : book.span(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}
