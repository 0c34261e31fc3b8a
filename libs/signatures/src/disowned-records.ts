import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { SignatureLedger } from './ledger.service.js';

const AT_ONCE = 500;

/** Journal lines of a tablet since an instant that were handed on to be counted. */
const SENT = `device_records r where r.device_id = $1 and r.received_at >= $2 and r.outcome = 'stored'`;

/**
 * Worker only: takes out what a stolen tablet handed over while it was in wrong hands. A signature is taken for the tablet's own only if
 * channel and signing time are those of its journal too: one that has merely the same id is somebody else's.
 */
@Injectable()
export class DisownedRecords {
  constructor(private readonly db: Database, private readonly ledger: SignatureLedger) {}

  /** Again: nothing. Returns how many ceased to stand. @throws while some of them are not written yet: the job comes again */
  async invalidate(deviceId: string, since: string): Promise<number> {
    let gone = 0;
    for (const { petitionId } of await this.db.rows<{ petitionId: number }>(`select distinct r.petition_id as "petitionId" from ${SENT} order by 1`, [deviceId, since])) {
      for (let ids = await this.standing(deviceId, since, petitionId); ids.length > 0; ids = await this.standing(deviceId, since, petitionId)) {
        const taken = await this.ledger.invalidate(petitionId, ids, 'stolen tablet');
        if (taken === 0) throw new Error('signatures.not_invalidated');
        gone += taken;
      }
    }
    if (await this.unwritten(deviceId, since)) throw new Error('signatures.not_written_yet');
    return gone;
  }

  private async standing(deviceId: string, since: string, petitionId: number): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `select s.id from (select * from ${SENT} and r.petition_id = $3) r
         join signatures s on s.petition_id = $3 and s.id = r.record_id and s.channel = r.channel and s.signed_at = r.signed_at
        where s.status in ('counted', 'duplicate') order by s.id limit ${AT_ONCE}`, [deviceId, since, petitionId]);
    return rows.map(({ id }) => id);
  }

  private async unwritten(deviceId: string, since: string): Promise<boolean> {
    const rows = await this.db.rows(
      `select 1 from ${SENT} and not exists (select 1 from signatures s where s.petition_id = r.petition_id and s.id = r.record_id)
          and not exists (select 1 from quarantine q where q.record_id = r.record_id and q.content = r.payload_hash and q.resolution is distinct from 'released') limit 1`, [deviceId, since]);
    return rows.length > 0;
  }
}
