import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, type Tx, txRows } from '#libs/database';
import { Documents } from '#libs/documents';
import { assertFaultless, assertLiving, blank } from '../handover-rules.js';
import { type HandoverEntity } from '../handovers.entity.js';
import { HANDOVER_ERRORS, HandoverNotFoundError } from '../handovers.errors.js';
import { HandoversRepository } from '../handovers.repository.js';
import { type HandoverActor } from '../handovers.types.js';
import { assertDocumentsOf, documentJson } from '../promises/documents-of.js';
import { type HandoverFile, type HandoverFileInput } from './delegation.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Files that go with a handover: for the organisers, and to take along. None of them is public. */
@Injectable()
export class HandoverFiles {
  constructor(private readonly db: Database, private readonly repository: HandoversRepository, private readonly documents: Documents, private readonly audit: AuditLog) {}

  /** As they were added; at most 200. */
  of(handoverId: string): Promise<HandoverFile[]> {
    return this.db.rows<HandoverFile>(
      `select ${documentJson('f.document_id')} as file, f.label, f.take_along as "takeAlong", f.added_at as "addedAt", f.added_by as "addedBy"
       from handover_files f where f.handover_id = $1 order by f.added_at, f.document_id limit 200`, [handoverId]);
  }

  /** The same file again gets this label. @throws HandoverInvalidError `required`, `unknown`: no file kept for this very place */
  async add(handoverId: string, { documentId, label, takeAlong }: HandoverFileInput, actor: HandoverActor): Promise<void> {
    if (blank(label)) assertFaultless([{ field: 'label', code: 'required' }]);
    await this.write(handoverId, 'handover.file-add', documentId, actor, async (tx, handover) => {
      await assertDocumentsOf(tx, handover, { documentId });
      await tx.query(
        `insert into handover_files (handover_id, document_id, label, take_along, added_by) values ($1, $2, $3, $4, $5)
         on conflict (handover_id, document_id) do update set label = excluded.label, take_along = excluded.take_along`,
        [handoverId, documentId, label.trim(), takeAlong ?? false, actor.name]);
    });
  }

  /** Takes it off, and its bytes away where nothing else refers to them. @throws HandoverNotFoundError `handovers.item_not_found` */
  async remove(handoverId: string, documentId: string, actor: HandoverActor): Promise<void> {
    if (!UUID.test(documentId)) throw new HandoverNotFoundError(HANDOVER_ERRORS.itemNotFound);
    await this.write(handoverId, 'handover.file-remove', documentId, actor, async (tx) => {
      const removed = await txRows(tx, `delete from handover_files where handover_id = $1 and document_id = $2 returning document_id`, [handoverId, documentId]);
      if (removed.length === 0) throw new HandoverNotFoundError(HANDOVER_ERRORS.itemNotFound);
      const named = await txRows(tx,
        `select 1 from handover_files where document_id = $1 union all select 1 from handover_responses where document_id = $1
         union all select 1 from handover_days where receipt_document = $1 or photo = $1 union all select 1 from commitment_statuses where document_id = $1
         union all select 1 from commitment_replies where document_id = $1 limit 1`, [documentId]);
      if (named.length === 0) await this.documents.remove(tx, documentId);
    });
  }

  private write(handoverId: string, action: string, documentId: string, actor: HandoverActor, work: (tx: Tx, handover: HandoverEntity) => Promise<void>): Promise<void> {
    return this.db.transaction(async (tx) => {
      const handover = await this.repository.locked(tx, handoverId);
      assertLiving(await this.repository.campaign(tx, { id: handover.campaignId }));
      await work(tx, handover);
      await this.audit.append(tx, { actor: actor.id, action, subject: `handover:${handoverId}`, details: { document: documentId } });
    }, { actor: actor.id });
  }
}
