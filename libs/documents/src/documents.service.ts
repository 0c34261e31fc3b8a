import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { documentUnknown } from './documents.errors.js';
import { type DocumentType } from './document-rules.js';
import { type DocumentFacts, type OpenDocument, type PutDocument } from './documents.types.js';
import { examine } from './examine.js';

interface Row {
  id: string; sha256: Buffer; media_type: DocumentType; size: number; name: string; campaign_id: number; jurisdiction_id: string | null; created_at: Date;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const COLUMNS = 'id, sha256, media_type, size, name, campaign_id, jurisdiction_id, created_at';

/** Files that people add: letters, stamped receipts, photos, evidence. */
@Injectable()
export class Documents {
  constructor(private readonly db: Database) {}

  /**
   * Keeps a file in the caller's transaction; the same bytes of the same place are kept once, under the first name.
   * The caller writes the audit entry of the fact that refers to it.
   * @throws DomainError `documents.type_refused`, `documents.too_large`, `documents.empty`
   */
  async put(tx: Tx, input: PutDocument): Promise<DocumentFacts> {
    const file = 'examined' in input ? input.examined : await examine(input);
    const [row] = await txRows<Row>(tx,
      `insert into documents (campaign_id, jurisdiction_id, sha256, bytes, size, media_type, name, uploaded_by) values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (campaign_id, jurisdiction_id, sha256) do update set bytes = excluded.bytes, removed_at = null returning ${COLUMNS}`,
      [input.campaignId, input.jurisdictionId ?? null, file.sha256, file.bytes, file.bytes.length, file.mediaType, file.name, input.actor]);
    if (!row) throw new Error('a document was not kept');
    return facts(row);
  }

  /** With its bytes. Whether the asker may, is decided outside. @throws DomainError `documents.not_found`, also once it was removed */
  async open(id: string): Promise<OpenDocument> {
    const [row] = UUID.test(id) ? await this.db.rows<Row & { bytes: Buffer }>(`select ${COLUMNS}, bytes from documents where id = $1 and removed_at is null`, [id]) : [];
    if (!row) throw documentUnknown();
    return { ...facts(row), campaignId: row.campaign_id, jurisdictionId: row.jurisdiction_id, bytes: row.bytes, createdAt: row.created_at };
  }

  /** Whose it is and what, without its bytes. @throws DomainError `documents.not_found` */
  async about(id: string): Promise<Omit<OpenDocument, 'bytes'>> {
    const [row] = UUID.test(id) ? await this.db.rows<Row>(`select ${COLUMNS} from documents where id = $1 and removed_at is null`, [id]) : [];
    if (!row) throw documentUnknown();
    return { ...facts(row), campaignId: row.campaign_id, jurisdictionId: row.jurisdiction_id, createdAt: row.created_at };
  }

  /** Takes the bytes away; name and hash stay, so that what referred to it still says what it was. */
  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query(`update documents set bytes = '', removed_at = clock_timestamp() where id = $1 and removed_at is null`, [id]);
  }
}

const facts = (row: Row): DocumentFacts => ({ id: row.id, sha256: row.sha256.toString('hex'), mediaType: row.media_type, size: row.size, name: row.name });
