import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { deriveToken, Opener, PrivateKeyStore, signatureContext } from '#libs/vault';
import { decodeRecord } from './signature-record.js';

/**
 * Signatures that stand and are still there, whose mailbox its owner has confirmed: by the button of a mail, which only what waited for it
 * ever had a hash of. What counts without a button, in stores and where a petition asks for none, is "confirmed" too, and gets no news.
 */
const ASKED = `s.status in ('counted', 'duplicate') and s.confirmed_at is not null and s.confirm_hash is not null and s.sealed is not null and s.email_key is not null and not s.synthetic`;

/**
 * SQL for who asked for a petition's news: one row an e-mail key, the signature that asked last. $1: petition, $2: the box.
 * Columns: petition_id, id, email_key, language, signed_at.
 */
export const AUDIENCE_SQL = `select distinct on (s.email_key) s.petition_id, s.id, s.email_key, s.language, s.signed_at
  from signatures s where s.petition_id = $1 and $2 = any(s.updates) and ${ASKED} order by s.email_key, s.signed_at desc, s.id`;

/** Somebody to write news to. It lives in the worker's memory for one sending, and nowhere else. */
export interface Supporter {
  email: string;
  emailKey: Buffer;
  /** Language of the text that was read, BCP 47. */
  language: string;
  signedAt: Date;
}

/** The mailbox's key of a record, as long as there is one. */
export async function emailKeyOfRecord(tx: Tx, petitionId: number, recordId: string): Promise<Buffer | null> {
  const [row] = await txRows<{ key: Buffer | null }>(tx, `select email_key as key from signatures where petition_id = $1 and id = $2`, [petitionId, recordId]);
  return row?.key ?? null;
}

interface Row { sealed: Buffer; emailKey: Buffer; language: string; textVersion: number; channel: string; signedAt: Date; claimedAt: Date }

/** Worker only: opens the records of those who asked for news. */
@Injectable()
export class SupporterRecords {
  private readonly opener: Opener;

  constructor(private readonly db: Database, private readonly keys: PrivateKeyStore) {
    this.opener = new Opener(keys);
  }

  /** Null: no longer somebody who wants this news: withdrawn, erased, or never asked. */
  async open(petitionId: number, recordId: string, box: string): Promise<Supporter | null> {
    const [row] = await this.db.rows<Row>(
      `select s.sealed, s.email_key as "emailKey", s.language, s.text_version as "textVersion", s.channel, s.signed_at as "signedAt",
              coalesce(s.claimed_at, s.signed_at) as "claimedAt"
         from signatures s where s.petition_id = $1 and s.id = $2 and $3 = any(s.updates) and ${ASKED}`,
      [petitionId, recordId, box],
    );
    if (!row) return null;
    const context = signatureContext({ recordId, petitionId, textVersion: row.textVersion, language: row.language, channel: row.channel, signedAt: row.claimedAt });
    const { email } = decodeRecord(this.opener.open(row.sealed, context));
    return email === null ? null : { email, emailKey: row.emailKey, language: row.language, signedAt: row.signedAt };
  }

  /** The same for all news to this record, so that the link of any of them works. */
  unsubscribeToken(campaign: string, petitionId: number, recordId: string): string {
    return deriveToken({ tokenKey: this.keys.tokenKey(campaign), petitionId, recordId, purpose: 'unsubscribe', attempt: 0 });
  }
}
