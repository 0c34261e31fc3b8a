import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#libs/access';
import { Database, txRows } from '#libs/database';
import { type Page } from '#libs/petitions';
import { readerFaults } from './embargo-rules.js';
import { accreditedLinkUnknown, publicationConflict, publicationInvalid } from './embargo.errors.js';
import { type AccreditedRead, type AccreditedReader, type NewAccreditedReader, type Publication, type PublicationActor, type PublicationKind } from './embargo.types.js';
import { heldPublication, PublicationsReader } from './publications.reader.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
/** A newsroom's list, not a mailing list. */
export const MOST_READERS = 500;
const LONGEST_ADDRESS = 300;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

const READER = `r.id, r.publication_id as "publicationId", r.name, r.organisation, r.valid_until as "validUntil", r.revoked_at as "revokedAt", r.created_at as "createdAt"`;
const SUMS = `(select count(*)::int from publication_reads s where s.reader_id = r.id) as reads, (select max(at) from publication_reads s where s.reader_id = r.id) as "lastReadAt"`;
/** A link opens what has an instant, until it ends, is revoked, or the publication is withdrawn. */
const OPENS = `r.revoked_at is null and r.valid_until > public_now() and p.public_at is not null and p.withdrawn_at is null`;
/** From the instant on its holder reads as everybody does, and is no longer watched. */
const AHEAD = `${OPENS} and p.public_at > public_now()`;

export interface OpenedLink {
  reader: Pick<AccreditedReader, 'id' | 'name' | 'organisation' | 'validUntil'>;
  publication: Publication;
}

interface HeldLink {
  reader: OpenedLink['reader'];
  publicationId: string;
  campaignId: number;
  kind: PublicationKind;
}

/**
 * Who may read a publication before the public: each by a link of their own, of which only the hash is kept, so that what gets out can be
 * traced to it and a link be revoked alone. Each reading is written down.
 */
@Injectable()
export class AccreditedReaders {
  constructor(private readonly db: Database, private readonly publications: PublicationsReader, private readonly audit: AuditLog) {}

  /**
   * @returns with the link's token, told this once
   * @throws DomainError `publications.invalid`, `publications.frozen`, `publications.already_withdrawn`, `publications.already_public`, `publications.too_many_readers`
   */
  async create(publicationId: string, input: NewAccreditedReader, actor: PublicationActor): Promise<{ reader: AccreditedReader; token: string }> {
    const token = randomBytes(32).toString('base64url');
    const reader = await this.db.transaction(async (tx) => {
      const publication = await heldPublication(tx, publicationId);
      if (publication.record) throw publicationConflict('frozen');
      if (publication.state === 'withdrawn') throw publicationConflict('alreadyWithdrawn');
      if (publication.state === 'public') throw publicationConflict('alreadyPublic');
      const faults = readerFaults(input, publication.readAt);
      if (faults.length > 0) throw publicationInvalid(faults);
      const [row] = await txRows<Omit<AccreditedReader, 'reads' | 'lastReadAt'>>(tx,
        `insert into publication_readers as r (publication_id, token_hash, name, organisation, valid_until, created_by)
         select $1, $2, $3, $4, $5, $6 where (select count(*) from publication_readers where publication_id = $1) < ${MOST_READERS} returning ${READER}`,
        [publicationId, hashOf(token), input.name.trim(), input.organisation.trim(), input.validUntil, actor.id]);
      if (!row) throw publicationConflict('tooManyReaders');
      await this.audit.append(tx, { actor: actor.id, action: 'publication.reader-add', subject: `publication:${publicationId}`, details: { reader: row.id, until: input.validUntil.toISOString() } });
      return row;
    }, { actor: actor.id });
    return { reader: { ...reader, reads: 0, lastReadAt: null }, token };
  }

  /** Without their links, the newest first. */
  async list(publicationId: string, { page = 1, pageSize = 50 }: { page?: number; pageSize?: number } = {}): Promise<Page<AccreditedReader>> {
    const items = await this.db.rows<AccreditedReader>(
      `select ${READER}, ${SUMS} from publication_readers r where r.publication_id = $1 order by r.created_at desc, r.id limit $2 offset $3`, [publicationId, pageSize, (page - 1) * pageSize]);
    const [count] = await this.db.rows<{ n: string }>(`select count(*) as n from publication_readers where publication_id = $1`, [publicationId]);
    return { items, page, pageSize, total: Number(count?.n ?? 0) };
  }

  /** Ends a link at once; one that is none, or has ended, is left as it is. */
  async revoke(publicationId: string, readerId: string, actor: PublicationActor): Promise<void> {
    await this.db.transaction(async (tx) => {
      const gone = UUID.test(readerId)
        ? await txRows(tx, `update publication_readers set revoked_at = clock_timestamp() where id = $1 and publication_id = $2 and revoked_at is null returning id`, [readerId, publicationId]) : [];
      if (gone.length > 0) await this.audit.append(tx, { actor: actor.id, action: 'publication.reader-revoke', subject: `publication:${publicationId}`, details: { reader: readerId } });
    }, { actor: actor.id });
  }

  /** Who read what, when; the newest first. */
  async reads(publicationId: string, { page = 1, pageSize = 50 }: { page?: number; pageSize?: number } = {}): Promise<Page<AccreditedRead>> {
    const from = `from publication_reads s join publication_readers r on r.id = s.reader_id where r.publication_id = $1`;
    const items = await this.db.rows<AccreditedRead>(
      `select r.id as "readerId", r.name, r.organisation, s.what, s.at ${from} order by s.at desc, s.id desc limit $2 offset $3`, [publicationId, pageSize, (page - 1) * pageSize]);
    const [count] = await this.db.rows<{ n: string }>(`select count(*) as n ${from}`, [publicationId]);
    return { items, page, pageSize, total: Number(count?.n ?? 0) };
  }

  /**
   * What a link opens, written down as read if the public may not read it yet.
   * @param what the address, without what follows its question mark, and without the token
   * @throws DomainError `publications.link_unknown` for one that is none, over or revoked, and for what is a draft or withdrawn
   */
  async open(token: string, what: string): Promise<OpenedLink> {
    const [found] = await this.byTokens([token], OPENS);
    if (!found) throw accreditedLinkUnknown();
    const publication = await this.publications.get(found.publicationId, 'organisers');
    if (publication.state === 'scheduled') await this.noteRead([found.reader.id], what);
    return { reader: found.reader, publication };
  }

  /**
   * Whether one of these links lets its holder read that publication ahead of the public; if so, the reading is written down before the answer.
   * @param what as in `open`
   */
  async mayRead(tokens: readonly string[], publicationId: string, what: string): Promise<boolean> {
    const found = (await this.byTokens(tokens, AHEAD)).find((each) => each.publicationId === publicationId);
    if (found) await this.noteRead([found.reader.id], what);
    return found !== undefined;
  }

  /**
   * Ids of the campaign's publications that these links let be read ahead, for what is shown of several: a ranking is read ahead only by whoever
   * may read the cards that it rests on. Those of the kind that is shown are written down as read, and no others.
   */
  async openedBy(tokens: readonly string[], { campaignId, kind }: { campaignId: number; kind: PublicationKind }, what: string): Promise<string[]> {
    const found = (await this.byTokens(tokens, AHEAD)).filter((each) => each.campaignId === campaignId);
    await this.noteRead(found.filter((each) => each.kind === kind).map(({ reader }) => reader.id), what);
    return [...new Set(found.map(({ publicationId }) => publicationId))];
  }

  private async byTokens(tokens: readonly string[], condition: string): Promise<HeldLink[]> {
    const hashes = tokens.filter((token) => TOKEN.test(token)).map(hashOf);
    if (hashes.length === 0) return [];
    const rows = await this.db.rows<OpenedLink['reader'] & Omit<HeldLink, 'reader'>>(
      `select r.id, r.name, r.organisation, r.valid_until as "validUntil", r.publication_id as "publicationId", p.campaign_id as "campaignId", p.kind
         from publication_readers r join publications p on p.id = r.publication_id where r.token_hash = any($1::bytea[]) and ${condition} order by r.id`, [hashes]);
    return rows.map(({ publicationId, campaignId, kind, ...reader }) => ({ reader, publicationId, campaignId, kind }));
  }

  private async noteRead(readerIds: readonly string[], what: string): Promise<void> {
    if (readerIds.length > 0) await this.db.rows(`insert into publication_reads (reader_id, what) select id, $2 from unnest($1::uuid[]) id`, [readerIds, what.slice(0, LONGEST_ADDRESS)]);
  }
}
