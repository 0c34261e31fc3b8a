import { Injectable } from '@nestjs/common';
import { Database, txRows } from '#libs/database';
import { emailKeyOfRecord } from '#libs/signatures';
import { type Bounce, messagesIn, readBounce } from './bounce-rules.js';
import { suppress } from './updates.repository.js';

/** What was found in a file of returned mails. */
export interface BouncesRead { messages: number; reports: number; matched: number; gone: number; complained: number }

/** Marks mails that came back after the server had taken them (RFC 3464), and complaints (RFC 5965). Repetition changes nothing. */
@Injectable()
export class UpdateBounces {
  constructor(private readonly db: Database) {}

  /** @param text one message, or an mbox of many */
  async read(text: string): Promise<BouncesRead> {
    const read: BouncesRead = { messages: 0, reports: 0, matched: 0, gone: 0, complained: 0 };
    for (const message of messagesIn(text)) {
      read.messages += 1;
      const bounce = readBounce(message);
      if (!bounce) continue;
      read.reports += 1;
      if (!(await this.mark(bounce))) continue;
      read.matched += 1;
      if (bounce.verdict === 'gone') read.gone += 1;
      if (bounce.verdict === 'complained') read.complained += 1;
    }
    return read;
  }

  private mark({ messageIds, verdict, code }: Bounce): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [row] = await txRows<{ updateId: string; recordId: string; petitionId: number; campaignId: number }>(
        tx,
        `select r.update_id as "updateId", r.record_id as "recordId", r.petition_id as "petitionId", p.campaign_id as "campaignId"
           from update_recipients r join petitions p on p.id = r.petition_id where r.message_id = any($1) limit 1`, [messageIds]);
      if (!row) return false;
      if (verdict !== 'complained') {
        await tx.query(
          `update update_recipients set state = 'refused', code = $3, settled_at = clock_timestamp() where update_id = $1 and record_id = $2 and state in ('due', 'accepted')`,
          [row.updateId, row.recordId, code]);
      }
      const emailKey = verdict === 'failed' ? null : await emailKeyOfRecord(tx, row.petitionId, row.recordId);
      if (emailKey) await suppress(tx, row.campaignId, emailKey, verdict === 'gone' ? 'bounced' : 'complained');
      return true;
    });
  }
}
