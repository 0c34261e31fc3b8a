import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { deriveToken, encodeProofCode, Opener, PrivateKeyStore, type ProofChannel, signatureContext } from '#libs/vault';
import { decodeRecord } from './signature-record.js';
import { type SignatureStatus } from './who-counts-rules.js';

/** What a mail to a signer needs. It lives as long as the mail is written and is handed to nobody else. */
export interface SignerMailFacts {
  email: string;
  emailKey: Buffer;
  /** Language of the text that was read, BCP 47. */
  language: string;
  petition: { id: number; slug: string; title: string; language: string };
  /** Keys of the partners whose updates were asked for. */
  updates: string[];
  status: SignatureStatus;
  /** Null: its button was not pressed, and has to be. */
  confirmedAt: Date | null;
  /** Whether the button of a mail was pressed. What counts without one, in a store or for a petition that asks for none, says nothing of the mailbox. */
  confirmedByMail: boolean;
  signedAt: Date;
  synthetic: boolean;
  confirmToken: string;
  withdrawToken: string;
  /** With it the signer can find their own leaf in a sealed handover; null unless this record is the one that counts. */
  proofCode: string | null;
}

interface Row {
  sealed: Buffer | null; emailKey: Buffer | null; language: string; textVersion: number; country: string; channel: ProofChannel; signedAt: Date; claimedAt: Date; status: SignatureStatus;
  confirmedAt: Date | null; confirmedByMail: boolean; updates: string[] | null; synthetic: boolean; slug: string; campaign: string; title: string | null; titleLanguage: string | null;
}

/** Worker only: opens one record in order to write to its signer. */
@Injectable()
export class SignerMailSource {
  private readonly opener: Opener;

  constructor(private readonly db: Database, private readonly keys: PrivateKeyStore) {
    this.opener = new Opener(keys);
  }

  /** For the link of a question to somebody drawn for a sample; `attempt` numbers a record's questions. */
  sampleToken(campaign: string, petitionId: number, recordId: string, attempt: number): string {
    return deriveToken({ tokenKey: this.keys.tokenKey(campaign), petitionId, recordId, purpose: 'sample', attempt });
  }

  /** Null if there is nobody to write to: never signed, erased, or without an address. */
  async forMail(petitionId: number, recordId: string): Promise<SignerMailFacts | null> {
    const [row] = await this.db.rows<Row>(
      `select s.sealed, s.email_key as "emailKey", s.language, s.text_version as "textVersion", s.country, s.channel, s.signed_at as "signedAt", coalesce(s.claimed_at, s.signed_at) as "claimedAt", s.status,
              s.confirmed_at as "confirmedAt", s.confirmed_at is not null and s.confirm_hash is not null as "confirmedByMail", s.updates, s.synthetic, p.slug, c.slug as campaign, t.title, t.language as "titleLanguage"
         from signatures s join petitions p on p.id = s.petition_id join campaigns c on c.id = p.campaign_id
         left join lateral (select title, language from petition_texts x where x.petition_id in (p.id, p.shared_from)
                             order by x.language = s.language desc, x.language = p.default_language desc, x.version desc limit 1) t on true
        where s.petition_id = $1 and s.id = $2`,
      [petitionId, recordId],
    );
    if (!row?.sealed || !row.emailKey) return null;
    const context = signatureContext({ recordId, petitionId, textVersion: row.textVersion, language: row.language, channel: row.channel, signedAt: row.claimedAt });
    const { email, salt } = decodeRecord(this.opener.open(row.sealed, context));
    if (email === null) return null;
    const token = (purpose: 'confirm' | 'withdraw'): string => deriveToken({ tokenKey: this.keys.tokenKey(row.campaign), petitionId, recordId, purpose, attempt: 0 });
    return {
      email, emailKey: row.emailKey, language: row.language, updates: row.updates ?? [], status: row.status, confirmedAt: row.confirmedAt, confirmedByMail: row.confirmedByMail, signedAt: row.signedAt,
      petition: { id: petitionId, slug: row.slug, title: row.title ?? row.slug, language: row.titleLanguage ?? row.language },
      synthetic: row.synthetic, confirmToken: token('confirm'), withdrawToken: token('withdraw'),
      proofCode: row.status === 'counted' ? encodeProofCode({ salt: Buffer.from(salt, 'base64'), petition: row.slug, textVersion: row.textVersion, country: row.country, channel: row.channel }) : null,
    };
  }
}
