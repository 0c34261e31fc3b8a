import { CONFIRM_WITHIN_DAYS } from '#libs/signatures';
import { type Links } from '../links.js';
import { type ByLanguage, wordsIn } from '../people.js';
import { type Block, type Foreign, type Letter, type Words } from '../templates/letter.js';
import { languageFor, Phrasebook, SIGNER_LANGUAGES } from '../templates/phrasebook.js';
import { type SignerForMail } from './signer-mail-source.js';
import { type SignerSetting } from './signers.repository.js';

export type SignerMailKind = 'confirmation' | 'confirmation-reminder' | 'already-counted' | 'thank-you' | 'withdrawal-link';

/**
 * A letter to a signer. Nothing the submitter typed stands in it (SECURITY, "Tokens"): not even a given name, or the
 * form could be used to send a stranger any words at all.
 *
 * Null: the state does not call for this letter (any more).
 */
export function signerLetter(kind: SignerMailKind, signer: SignerForMail, setting: SignerSetting, links: Links): Letter | null {
  const language = languageFor([signer.language, signer.petition.language], SIGNER_LANGUAGES);
  const written = new SignerLetters(Phrasebook.of(language), signer, setting, links).write(kind);
  if (!written) return null;
  const book = Phrasebook.of(language);
  const title = { text: signer.petition.title, language: signer.petition.language };
  return {
    language,
    subject: book.plain(`${written.name}.subject`, { title }),
    sender: wordsIn(setting.campaignTitle, language, setting.campaignLanguage).text,
    blocks: [{ kind: 'heading', words: book.say(`${written.name}.heading`) }, ...written.blocks],
    footer: [...(setting.demonstration ? [book.say('footer.demonstration')] : []), book.say('footer.signer', { site: links.site })],
  };
}

interface Written { name: string; blocks: Block[] }

class SignerLetters {
  constructor(private readonly book: Phrasebook, private readonly signer: SignerForMail, private readonly setting: SignerSetting, private readonly links: Links) {}

  write(kind: SignerMailKind): Written | null {
    switch (kind) {
      case 'confirmation': return this.confirmation('confirmation', []);
      case 'confirmation-reminder': return this.confirmation('reminder', [this.text('reminder.once')]);
      case 'already-counted': return this.already();
      case 'thank-you': return this.thanks();
      case 'withdrawal-link': return this.withdrawal();
    }
  }

  private confirmation(name: 'confirmation' | 'reminder', more: Block[]): Written | null {
    const { confirmToken, status, confirmedByMail } = this.signer;
    // Quarantined: it is looked at, and waits for its mailbox meanwhile.
    if (confirmToken === null || !(status === 'pending' || (status === 'quarantined' && !confirmedByMail))) return null;
    return { name, blocks: [
      this.text(`${name}.intro`), this.title(), this.text('confirmation.count'),
      { kind: 'button', label: this.book.say('confirmation.button'), url: this.links.confirm(confirmToken) },
      this.text('confirmation.consents'), { kind: 'list', items: this.consents() },
      ...more, { kind: 'small', words: this.book.say('confirmation.nothing', { days: CONFIRM_WITHIN_DAYS }) },
    ] };
  }

  private already(): Written | null {
    if (!['pending', 'counted', 'duplicate'].includes(this.signer.status)) return null;
    return { name: 'already', blocks: [this.text('already.intro'), this.title(), this.text('already.body'), this.page('already.page')] };
  }

  private thanks(): Written | null {
    const { status, confirmedByMail, withdrawToken } = this.signer;
    if (!['counted', 'duplicate'].includes(status) || !confirmedByMail) return null;
    const withdraw: Block[] = withdrawToken === null ? [] : [
      this.text('thanks.withdraw'), { kind: 'link', label: this.book.say('thanks.withdraw.link'), url: this.links.withdraw(withdrawToken) },
    ];
    // Where a mail found on a phone could harm, the code is sent to those only who ask for it.
    const proof = this.setting.privacy === 'high' ? [] : this.proof();
    return { name: 'thanks', blocks: [this.text('thanks.intro'), this.title(), this.text('thanks.share'), this.page('thanks.share.link'), ...withdraw, ...proof] };
  }

  private withdrawal(): Written | null {
    const { withdrawToken } = this.signer;
    if (withdrawToken === null) return null;
    return { name: 'withdrawal', blocks: [
      this.text('withdrawal.intro'), this.title(), this.text('withdrawal.effect'),
      { kind: 'button', label: this.book.say('withdrawal.button'), url: this.links.withdraw(withdrawToken) },
      { kind: 'small', words: this.book.say('withdrawal.nothing') },
      ...this.proof(),
    ] };
  }

  private proof(): Block[] {
    const { proofCode } = this.signer;
    return proofCode === null ? [] : [this.text('proof.text'), { kind: 'quote', words: [{ text: proofCode, language: null }] }];
  }

  /** Codes that this version does not know say nothing: what was agreed to is kept with the signature all the same. */
  private consents(): Words[] {
    return this.signer.consents.flatMap((consent): Words[] => {
      if (consent === 'petition') return [this.book.say('consent.petition'), ...this.names()];
      if (consent === 'age') return [this.book.say('consent.age', { age: this.setting.minimumAge })];
      if (consent === 'updates:campaign') return [this.book.say('consent.news')];
      const partner = consent.startsWith('updates:') ? this.setting.partners[consent.slice('updates:'.length)] : undefined;
      return partner ? [this.book.say('consent.updates', { partner: { text: partner, language: null } })] : [];
    });
  }

  /** Where a law demands names: what was agreed to, told once more before it counts. */
  private names(): Words[] {
    const { names } = this.setting;
    if (!names) return [];
    const said = (words: ByLanguage): Foreign => wordsIn(words, this.book.language, names.language);
    const fields = this.book.list(names.fields.map((field) => this.book.plain(`consent.names.${field}`)));
    return [this.book.say('consent.names', { fields, office: said(names.office), law: said(names.law) })];
  }

  private text(key: string): Block {
    return { kind: 'text', words: this.book.say(key) };
  }

  private title(): Block {
    return { kind: 'quote', words: [{ text: this.signer.petition.title, language: this.signer.petition.language }] };
  }

  private page(key: string): Block {
    return { kind: 'link', label: this.book.say(key), url: this.links.petition(this.signer.petition.slug) };
  }
}
