import { PaperPhrases } from '../phrasebook.js';
import { PdfDocument } from '../typesetting/pdf-document.js';
import { drawDemonstration, drawMark, INK, SOFT } from './paper-looks.js';

export type FollowUpKind = 'answer-due' | 'state-of-promise' | 'thanks' | 'right-of-reply';

/** What a template is filled with; days `YYYY-MM-DD`, or none. */
export interface FollowUpFacts {
  petition: string;
  figure: number;
  handedOverOn: string | null;
  /** The promise, in its original words. */
  words: string | null;
  dueOn: string | null;
  replyBy: string | null;
}

/** A draft in the recipient's language, for the organiser to edit. In English where the papers don't speak the language. */
export function followUpText(kind: FollowUpKind, language: string, facts: FollowUpFacts): { language: string; subject: string; text: string } {
  const phrases = PaperPhrases.for(language);
  const day = (on: string | null): string => (on === null ? 'none' : new Intl.DateTimeFormat(phrases.language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${on}T00:00:00Z`)));
  const values = {
    petition: facts.petition, figure: new Intl.NumberFormat(phrases.language).format(facts.figure), date: facts.handedOverOn === null ? '…' : day(facts.handedOverOn),
    words: facts.words ?? '…', due: day(facts.dueOn), by: day(facts.replyBy),
  };
  return { language: phrases.language, subject: phrases.say(`letter.${kind}.subject`, values), text: `${phrases.say(`letter.${kind}.text`, values)}\n\n${phrases.say('letter.close')}` };
}

export interface FollowUpLetter {
  language: string;
  campaign: string;
  recipient: string;
  subject: string;
  text: string;
  /** The day on the letter, `YYYY-MM-DD`. */
  on: string;
  demonstration: boolean;
}

const MARGIN = 72;
const BODY = 11;

/** The letter as it is sent: A4, tagged, as many pages as its text takes. */
export async function followUpLetter(letter: FollowUpLetter): Promise<Buffer> {
  const phrases = PaperPhrases.for(letter.language);
  const madeAt = new Date(`${letter.on}T00:00:00Z`);
  const doc = new PdfDocument({ title: letter.subject, language: letter.language, madeAt, author: letter.campaign });
  doc.page();
  const width = doc.width - 2 * MARGIN;
  drawMark(doc, { x: MARGIN, y: 48, size: 24 });
  doc.text(letter.campaign, { x: MARGIN + 34, y: 53, width: width - 34 }, { size: 10, weight: 'bold', color: SOFT });
  if (letter.demonstration) drawDemonstration(doc, phrases, { x: MARGIN, y: 48, width });
  let y = 110;
  const put = (text: string, style: { size: number; weight?: 'bold'; color: string }, role: 'P' | 'H1' = 'P', gap = 10): void => {
    const block = doc.lay(text, width, style);
    if (y + block.height > doc.height - MARGIN) {
      doc.page();
      y = MARGIN;
    }
    y += doc.draw(block, { x: MARGIN, y }, width, role) + gap;
  };
  put(phrases.say('letter.to', { recipient: letter.recipient }), { size: BODY, color: INK });
  put(new Intl.DateTimeFormat(phrases.language, { dateStyle: 'long', timeZone: 'UTC' }).format(madeAt), { size: BODY, color: SOFT }, 'P', 24);
  put(letter.subject, { size: 15, weight: 'bold', color: INK }, 'H1', 16);
  for (const paragraph of letter.text.split(/\n+/).map((line) => line.trim()).filter(Boolean)) put(paragraph, { size: BODY, color: INK });
  return doc.finish();
}
