import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { emailKeyOfRecord } from '#libs/signatures';
import { type ParsedToken, parseToken, sameBytes } from '#libs/vault';
import { updateUnknown } from './supporters.errors.js';
import { suppress } from './updates.repository.js';

/** The campaign a link's news came from, by a petition of it. */
export interface UnsubscribeSubject { petition: string; campaign: string }

interface Found { hash: Buffer; campaignId: number; petition: string; campaign: string }

/** Ends the news to a mailbox, by the link that each of the mails bears. */
@Injectable()
export class Unsubscribes {
  constructor(private readonly db: Database) {}

  /** What the link is about, for the page with the button. Null: no link of ours. */
  async subjectOf(token: string): Promise<UnsubscribeSubject | null> {
    const parsed = parseToken(token);
    const found = parsed && (await this.db.transaction((tx) => find(tx, parsed)));
    return found ? { petition: found.petition, campaign: found.campaign } : null;
  }

  /** All news of this campaign, whichever petition it is about. Idempotent. @throws DomainError `supporters.unknown` */
  async unsubscribe(token: string): Promise<UnsubscribeSubject> {
    const parsed = parseToken(token);
    const found = parsed && (await this.db.transaction(async (tx) => {
      const link = await find(tx, parsed);
      const emailKey = link && (await emailKeyOfRecord(tx, parsed.petitionId, parsed.recordId));
      // Whose record was erased gets no news anyway.
      if (link && emailKey) await suppress(tx, link.campaignId, emailKey, 'unsubscribed');
      return link;
    }));
    if (!found) throw updateUnknown();
    return { petition: found.petition, campaign: found.campaign };
  }
}

/** The same hash stands with every mail to one record; a token that was never in a mail finds none. */
async function find(tx: Tx, token: ParsedToken): Promise<Found | null> {
  const [row] = await txRows<Found>(
    tx,
    `select r.unsubscribe_hash as hash, c.id as "campaignId", p.slug as petition, c.slug as campaign
       from update_recipients r join petitions p on p.id = r.petition_id join campaigns c on c.id = p.campaign_id
      where r.record_id = $1 and r.petition_id = $2::bigint and r.unsubscribe_hash is not null limit 1`,
    [token.recordId, token.petitionId]);
  return row && sameBytes(row.hash, token.hash) ? row : null;
}
