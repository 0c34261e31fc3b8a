import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type Commitment, type Handover, HandoversReader, type Letter, type LetterInput, type LetterKind, officeName, REPLY_DAYS } from '#libs/handovers';
import { followUpText, PdfPress } from '#libs/publications';

interface PetitionWords { title: string | null; campaign: string; demonstration: boolean; counted: string | null; language: string }

const DAY_MS = 86_400_000;

/** Fills the templates of follow-up letters, and sets them as they are sent. */
@Injectable()
export class LetterWriter {
  constructor(private readonly db: Database, private readonly reader: HandoversReader, private readonly press: PdfPress) {}

  /** A draft for the organiser to edit: figures, dates and original words are in it. */
  async template(handover: Handover, kind: LetterKind, options: { commitmentId?: string | null; language?: string | null; replyBy?: string | null; now?: Date } = {}): Promise<LetterInput> {
    const commitment = options.commitmentId ? (handover.commitments.find(({ id }) => id === options.commitmentId) ?? null) : null;
    const wanted = options.language ?? commitment?.language ?? (await this.words(handover, 'en')).language;
    const words = await this.words(handover, wanted);
    const replyBy = kind === 'thanks' ? null : (options.replyBy ?? new Date((options.now ?? new Date()).getTime() + REPLY_DAYS * DAY_MS).toISOString().slice(0, 10));
    const { language, subject, text } = followUpText(kind, wanted, {
      petition: words.title ?? words.campaign, figure: handover.stated?.signatures ?? Number(words.counted ?? 0), handedOverOn: handover.date.exact ? handover.date.from : null,
      words: commitment?.text ?? null, dueOn: commitment?.dueKind === 'due' ? (commitment.due?.to ?? null) : null, replyBy,
    });
    return { kind, commitmentId: commitment?.id ?? null, language, subject, text, recipient: recipientOf(handover, commitment, language), replyBy };
  }

  async pdf(letter: Letter): Promise<Buffer> {
    const handover = await this.reader.get(letter.handoverId, 'organiser');
    const words = await this.words(handover, letter.language);
    return this.press.set({ paper: 'follow-up-letter', data: {
      language: letter.language, campaign: words.campaign, recipient: letter.recipient, subject: letter.subject, text: letter.text,
      on: letter.sentOn ?? letter.createdAt.toISOString().slice(0, 10), demonstration: words.demonstration,
    } });
  }

  private async words(handover: Handover, language: string): Promise<PetitionWords> {
    const [row] = await this.db.rows<PetitionWords>(
      `select coalesce(c.title ->> $2, c.title ->> c.default_language, c.slug) as campaign, c.demonstration, coalesce(p.default_language, c.default_language) as language,
         (select counted::text from petition_tallies t where t.petition_id = p.id) as counted,
         (select t.title from petition_texts t where t.petition_id in (p.id, p.shared_from) order by (t.language = $2) desc, (t.language = p.default_language) desc, t.version desc limit 1) as title
       from handovers h join campaigns c on c.id = h.campaign_id left join petitions p on p.campaign_id = h.campaign_id and p.jurisdiction_id = h.jurisdiction_id where h.id = $1`,
      [handover.id, language]);
    return row ?? { title: null, campaign: handover.campaign, demonstration: false, counted: null, language: 'en' };
  }
}

/** The office that is bound, with whoever holds it now; else whom it was handed to. */
function recipientOf(handover: Handover, commitment: Commitment | null, language: string): string {
  if (commitment?.office) return [commitment.office.holderNow, officeName({ names: commitment.office.names }, language).text].filter(Boolean).join(', ');
  const [first] = handover.recipients.filter(({ metOnly }) => !metOnly);
  return [first?.name, first?.office, first?.body].filter(Boolean).join(', ') || (commitment?.madeBy ?? handover.jurisdiction.name);
}
