import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { type Page, type Words } from '#libs/petitions';
import { stateOf } from './embargo-rules.js';
import { publicationNotFound } from './embargo.errors.js';
import { type Publication, type PublicationAudience, type PublicationKind } from './embargo.types.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_A_PAGE = 200;

export interface PublicationFilter {
  audience: PublicationAudience;
  campaignId?: number;
  kind?: PublicationKind;
  ids?: readonly string[];
  page?: number;
  pageSize?: number;
}

interface Row {
  id: string; campaignId: number; campaign: string; demonstration: boolean; record: boolean; kind: PublicationKind; title: Words; publicAt: Date | null; timeZone: string | null;
  withdrawnAt: Date | null; why: Words | null; corrects: string | null; correctedBy: string | null; source: object | null; createdAt: Date; readAt: Date;
}

const FROM = `from publications p join campaigns c on c.id = p.campaign_id
  where publication_is_told(p, $1) and ($2::integer is null or p.campaign_id = $2) and ($3::text is null or p.kind = $3) and ($4::uuid[] is null or p.id = any($4))`;

const COLUMNS = `p.id, c.id as "campaignId", c.slug as campaign, c.demonstration, c.kind = 'record' as record, p.kind, p.title, p.public_at as "publicAt", p.time_zone as "timeZone",
  p.withdrawn_at as "withdrawnAt", p.withdrawn_why as why, p.source, p.created_at as "createdAt", public_now() as "readAt",
  (select e.id from publications e where e.id = p.corrects and publication_is_told(e, $1)) as corrects,
  (select l.id from publications l where l.corrects = p.id and publication_is_told(l, $1) order by l.created_at desc limit 1) as "correctedBy"`;

/** What there is to read, by who asks. The public is told of nothing before its instant, not even that it is there. */
@Injectable()
export class PublicationsReader {
  constructor(private readonly db: Database) {}

  /** The newest first; for organisers, what has no instant yet comes before. What was public and is withdrawn is told, with its notice. */
  async list(filter: PublicationFilter): Promise<Page<Publication>> {
    const { page = 1, pageSize = 50 } = filter;
    const size = Math.min(Math.max(1, pageSize), MOST_A_PAGE);
    const parameters = parametersOf(filter);
    const rows = await this.db.rows<Row>(`select ${COLUMNS} ${FROM} order by p.public_at desc nulls first, p.id limit $5 offset $6`, [...parameters, size, (page - 1) * size]);
    const [count] = await this.db.rows<{ n: string }>(`select count(*) as n ${FROM}`, parameters);
    return { items: rows.map(publicationOf), page, pageSize: size, total: Number(count?.n ?? 0) };
  }

  /** @throws DomainError `publications.not_found`, also for what this audience may not know of, or what is another campaign's */
  async get(id: string, audience: PublicationAudience, campaignId?: number): Promise<Publication> {
    const [row] = UUID.test(id) ? await this.db.rows<Row>(`select ${COLUMNS} ${FROM}`, parametersOf({ audience, campaignId, ids: [id] })) : [];
    if (!row) throw publicationNotFound();
    return publicationOf(row);
  }

  /** Whether everybody may read it now. */
  async isPublic(id: string): Promise<boolean> {
    const [row] = UUID.test(id) ? await this.db.rows<{ told: boolean }>(`select publication_is_public($1, 'public') as told`, [id]) : [];
    return row?.told ?? false;
  }
}

/** Holds the row until the transaction ends. @throws DomainError `publications.not_found` */
export async function heldPublication(tx: Tx, id: string): Promise<Publication> {
  const held = UUID.test(id) ? await txRows(tx, `select 1 from publications where id = $1 for update`, [id]) : [];
  const [row] = held.length > 0 ? await txRows<Row>(tx, `select ${COLUMNS} ${FROM}`, parametersOf({ audience: 'organisers', ids: [id] })) : [];
  if (!row) throw publicationNotFound();
  return publicationOf(row);
}

const parametersOf = ({ audience, campaignId, kind, ids }: PublicationFilter): unknown[] => [audience, campaignId ?? null, kind ?? null, ids ?? null];

const publicationOf = ({ withdrawnAt, why, ...row }: Row): Publication => ({
  ...row, state: stateOf({ publicAt: row.publicAt, withdrawnAt }, row.readAt), withdrawn: withdrawnAt && why ? { at: withdrawnAt, why } : null,
});
