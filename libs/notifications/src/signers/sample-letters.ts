import { type DueQuestion } from '#libs/handovers';
import { type Links } from '../links.js';
import { wordsIn } from '../people.js';
import { type Block, type Letter } from '../templates/letter.js';
import { languageFor, Phrasebook, SIGNER_LANGUAGES } from '../templates/phrasebook.js';
import { type SignerForMail } from './signer-mail-source.js';
import { type SignerSetting } from './signers.repository.js';

/**
 * "Did you sign?", to somebody who was drawn for a sample. As in every mail to signers, nothing of what was typed stands in it.
 * Null: there is nothing to ask (any more): who left, and whom nobody may write to unasked.
 */
export function sampleLetter(question: DueQuestion, signer: SignerForMail, setting: SignerSetting, token: string, links: Links): Letter | null {
  if (!['counted', 'duplicate'].includes(signer.status) || setting.privacy === 'high') return null;
  const language = languageFor([signer.language, signer.petition.language], SIGNER_LANGUAGES);
  const book = Phrasebook.of(language);
  const say = (key: string, values: Parameters<Phrasebook['say']>[1] = {}): Block => ({ kind: 'text', words: book.say(key, values) });
  const { text: campaign } = wordsIn(setting.campaignTitle, language, setting.campaignLanguage);
  const title = { text: signer.petition.title, language: signer.petition.language };
  const name = question.step === 'question' ? 'sample' : 'sample.reminder';
  const recipient = question.recipient ? { text: question.recipient, language: null } : book.plain('sample.recipient');
  return {
    language, subject: book.plain(`${name}.subject`, { title }), sender: campaign,
    blocks: [
      { kind: 'heading', words: book.say(`${name}.heading`) },
      say('sample.intro'), { kind: 'quote', words: [title] },
      say('sample.why', { campaign: { text: campaign, language: null }, recipient }),
      { kind: 'button', label: book.say('sample.button'), url: links.sample(token) },
      say('sample.told'),
      { kind: 'small', words: book.say(question.step === 'question' ? 'sample.nothing' : 'sample.once', { date: book.day(question.until) }) },
    ],
    footer: [...(setting.demonstration ? [book.say('footer.demonstration')] : []), book.say('footer.signer', { site: links.site })],
  };
}
