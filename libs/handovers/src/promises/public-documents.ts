import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { visible } from '../handovers.queries.js';

/** Which kept files a public fact of a handover refers to. */
@Injectable()
export class PublicDocuments {
  constructor(private readonly db: Database) {}

  /** Receipts and photos of a told day (photos where the people in them agreed), answers, evidence and replies that are told. */
  async isPublic(documentId: string): Promise<boolean> {
    const rows = await this.db.rows(
      `with named as (
         select handover_id from handover_responses where document_id = $3
         union all select handover_id from handover_days where receipt_document = $3 or (photo = $3 and photo_agreed)
         union all select m.handover_id from commitment_statuses s join commitments m on m.id = s.commitment_id where s.document_id = $3 and status_is_told(s.id, $1)
         union all select m.handover_id from commitment_replies r join commitment_statuses s on s.id = r.status_id join commitments m on m.id = s.commitment_id
           where r.document_id = $3 and status_is_told(s.id, $1)
       ) select 1 from named n join handovers h on h.id = n.handover_id where ${visible(1, 2)} and is_told(h, $1) limit 1`, ['public', null, documentId]);
    return rows.length > 0;
  }
}
