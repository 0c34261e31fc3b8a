import { type Organiser } from '#libs/access';
import { type Links } from '../links.js';
import { type ByLanguage, replyAddress, wordsIn } from '../people.js';
import { type Look } from '../send-log/send-log.service.js';
import { type Block } from '../templates/letter.js';
import { languageFor, ORGANISER_LANGUAGES, Phrasebook } from '../templates/phrasebook.js';
import { render } from '../templates/render.js';

export interface Campaign { campaignTitle: ByLanguage; campaignLanguage: string; contact: string | null }
export type Reader = Pick<Organiser, 'email' | 'locale'>;

export const bookFor = (reader: Pick<Reader, 'locale'>): Phrasebook => Phrasebook.of(languageFor([reader.locale], ORGANISER_LANGUAGES));

/** Who is told at once: those who answer for the country; where nobody does, those of the whole campaign. */
export function toldAtOnce(organisers: readonly Organiser[]): readonly Organiser[] {
  const own = organisers.filter(({ level }) => level === 'country');
  return own.length > 0 ? own : organisers;
}

/** A letter to an organiser, ready to go. */
export function organiserMail(reader: Reader, book: Phrasebook, campaign: Campaign, subject: string, blocks: readonly Block[], links: Links): Look {
  const sender = wordsIn(campaign.campaignTitle, book.language, campaign.campaignLanguage);
  const footer = [book.say('footer.organiser', { campaign: sender, site: links.site })];
  return { send: { ...render({ language: book.language, subject, sender: sender.text, blocks, footer }), to: reader.email, replyTo: replyAddress(campaign.contact) } };
}

export const heading = (book: Phrasebook, key: string, values = {}): Block => ({ kind: 'heading', words: book.say(key, values) });
export const text = (book: Phrasebook, key: string, values = {}): Block => ({ kind: 'text', words: book.say(key, values) });
