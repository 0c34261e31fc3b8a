import { Injectable } from '@nestjs/common';
import { Invitations } from '#libs/access';
import { AppConfig } from '#libs/config';
import { Links } from '../links.js';
import { wordsIn } from '../people.js';
import { type Look, SendLog } from '../send-log/send-log.service.js';
import { type Block, type Foreign, type Words } from '../templates/letter.js';
import { bookFor, heading, organiserMail, text } from './organiser-post.js';

/** Invites somebody to a role. Of what the inviter typed, only their own name stands in it: the mail goes to whatever address they gave. */
@Injectable()
export class InvitationMails {
  private readonly links: Links;

  constructor(private readonly sendLog: SendLog, private readonly invitations: Invitations, config: AppConfig) {
    this.links = new Links(config.publicUrl);
  }

  async invite({ invitationId: id, sending }: { invitationId: string; sending: number }): Promise<void> {
    await this.sendLog.once({ kind: 'role-invitation', about: `invitation:${id}:${sending}`, recipient: `invitation:${id}` }, () => this.look(id, sending));
  }

  private async look(id: string, sending: number): Promise<Look> {
    const letter = await this.invitations.forMail(id, sending);
    if (!letter) return { skip: 'stale' };
    const book = bookFor(letter);
    const role = book.plain(`role.${letter.role}`);
    const inviter: Foreign = { text: letter.inviter, language: null };
    const campaign = letter.campaignTitle && wordsIn(letter.campaignTitle, book.language, letter.campaignLanguage);
    const rows: [Words, Words][] = [
      [book.say('fact.role'), [role]],
      ...(campaign ? [[book.say('fact.campaign'), [campaign]] as [Words, Words]] : []),
      ...(letter.place ? [[book.say('fact.place'), [{ text: letter.place, language: null }]] as [Words, Words]] : []),
    ];
    const blocks: Block[] = [
      heading(book, 'role-invitation.heading'), text(book, 'role-invitation.intro', { inviter }), { kind: 'facts', rows },
      { kind: 'button', label: book.say('role-invitation.button'), url: this.links.roleInvitation(letter.token) },
      text(book, 'role-invitation.until', { day: book.day(letter.expiresAt) }), { kind: 'small', words: book.say('role-invitation.nothing', { inviter }) },
    ];
    const sender = { campaignTitle: letter.campaignTitle ?? { en: this.links.site }, campaignLanguage: letter.campaignLanguage, contact: letter.contact };
    return organiserMail(letter, book, sender, book.plain('role-invitation.subject', { inviter, role }), blocks, this.links);
  }
}
