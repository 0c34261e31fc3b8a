import { placeName } from '../people.js';
import { type Foreign, type Words } from '../templates/letter.js';
import { type Phrasebook } from '../templates/phrasebook.js';
import { type HandoverInMail } from './organisers.repository.js';

/** Its own title, else the place it is about. */
export function handoverName(handover: HandoverInMail, language: string): Foreign {
  return handover.title ? { text: handover.title, language: handover.titleLanguage } : { text: placeName(handover.place, language), language };
}

/** A day without a time belongs to no zone; UTC keeps it the day it is. */
export const dayOf = (book: Phrasebook, day: string): string => book.day(new Date(`${day}T00:00:00Z`));

export function handoverDate(book: Phrasebook, handover: HandoverInMail): Words {
  const { from, to, startTime, timeZone } = handover;
  if (from === null || to === null) return book.say('fact.date.none');
  if (from !== to) return [book.span(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`))];
  return [dayOf(book, from), ...(startTime ? [', ', { text: `${startTime} (${timeZone})`, language: null }] : [])];
}
