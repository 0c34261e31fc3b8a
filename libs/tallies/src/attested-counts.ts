import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import { TallyBook } from './tally-book.js';

export type Qualifier = 'exact' | 'more-than' | 'nearly' | 'approximately';

/** Signatures counted on paper or by a partner, vouched for by a named person with a document; never entered one by one. */
export interface AttestedCount {
  id: string;
  petitionId: number;
  count: number;
  qualifier: Qualifier;
  channel: 'online' | 'store' | 'paper' | 'partner' | 'unspecified';
  document: string;
  note: string | null;
  attestedBy: string;
  recordedAt: Date;
  revokedAt: Date | null;
}

export type NewAttestedCount = Pick<AttestedCount, 'petitionId' | 'count' | 'qualifier' | 'channel' | 'document' | 'attestedBy'> & { note?: string | null };

/** A figure from an imported file: its key says which, so that importing again changes or keeps it. */
export type ImportedCount = NewAttestedCount & { importKey: string; source: object | null };

const COLUMNS = `id, petition_id as "petitionId", count, qualifier, channel, document, note, attested_by as "attestedBy", recorded_at as "recordedAt", revoked_at as "revokedAt"`;

@Injectable()
export class AttestedCounts {
  constructor(private readonly db: Database, private readonly book: TallyBook) {}

  /** Adds a count and tells of milestones it passes. `actor`: id of the user who records it. */
  record(entry: NewAttestedCount, actor: string): Promise<AttestedCount> {
    return this.db.transaction((tx) => this.recordIn(tx, entry, actor), { actor });
  }

  /** The same in a transaction of the caller's, where the count and what it stands for must be there together or not at all. */
  async recordIn(tx: Tx, entry: NewAttestedCount, actor: string): Promise<AttestedCount> {
    const held = (await this.book.hold(tx, [entry.petitionId])).get(entry.petitionId);
    if (!held) throw new DomainError('petitions.unknown', 'not-found');
    const [row] = await txRows<AttestedCount>(
      tx,
      `insert into attested_counts (petition_id, count, qualifier, channel, document, note, attested_by, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [entry.petitionId, entry.count, entry.qualifier, entry.channel, entry.document, entry.note ?? null, entry.attestedBy, actor],
    );
    await this.book.settleAttested(tx, held);
    if (!row) throw new Error('nothing inserted');
    return row;
  }

  /** Takes a count out of the total. It stays on record, with who took it out. */
  revoke(petitionId: number, id: string, actor: string): Promise<void> {
    return this.db.transaction(async (tx) => {
      const held = (await this.book.hold(tx, [petitionId])).get(petitionId);
      const gone = await txRows<{ id: string }>(
        tx, `update attested_counts set revoked_at = clock_timestamp(), revoked_by = $3 where id = $1 and petition_id = $2 and revoked_at is null returning id`, [id, petitionId, actor]);
      if (!held || gone.length === 0) throw new DomainError('attested-counts.unknown', 'not-found');
      await this.book.settleAttested(tx, held);
    }, { actor });
  }

  list(petitionId: number): Promise<AttestedCount[]> {
    return this.db.rows(`select ${COLUMNS} from attested_counts where petition_id = $1 order by recorded_at, id`, [petitionId]);
  }

  /**
   * Brings the imported figures of a campaign to what its file says, in the importer's transaction, and tells nobody of
   * milestones they pass. Returns the keys of figures that were added, changed or taken out.
   */
  async writeImported(tx: Tx, petitionIds: readonly number[], figures: readonly ImportedCount[]): Promise<string[]> {
    const held = await this.book.hold(tx, petitionIds);
    const changed = await txRows<{ key: string; petitionId: number }>(
      tx,
      `insert into attested_counts as a (petition_id, count, qualifier, channel, document, note, attested_by, recorded_by, import_key, source)
       select f.petition_id, f.count, f.qualifier, f.channel, f.document, f.note, f.attested_by, 'import', k.key, k.source from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality as f(petition_id, count, qualifier, channel, document, note, attested_by, n)
         cross join lateral (select ($8::text[])[f.n] as key, ($9::jsonb[])[f.n] as source) k
       on conflict (import_key) do update set count = excluded.count, qualifier = excluded.qualifier, document = excluded.document, note = excluded.note, source = excluded.source, revoked_at = null, revoked_by = null
         where (a.count, a.qualifier, a.document, a.note, a.source, a.revoked_at) is distinct from (excluded.count, excluded.qualifier, excluded.document, excluded.note, excluded.source, null::timestamptz)
       returning import_key as key, petition_id as "petitionId"`,
      [
        figures.map((f) => f.petitionId), figures.map((f) => f.count), figures.map((f) => f.qualifier), figures.map((f) => f.channel), figures.map((f) => f.document),
        figures.map((f) => f.note ?? null), figures.map((f) => f.attestedBy), figures.map((f) => f.importKey), figures.map((f) => (f.source ? JSON.stringify(f.source) : null)),
      ],
    );
    const gone = await txRows<{ key: string; petitionId: number }>(
      tx,
      `update attested_counts set revoked_at = clock_timestamp(), revoked_by = 'import' where petition_id = any($1) and import_key is not null and revoked_at is null
          and not import_key = any($2) returning import_key as key, petition_id as "petitionId"`,
      [petitionIds, figures.map((f) => f.importKey)],
    );
    for (const petitionId of new Set([...changed, ...gone].map((row) => row.petitionId))) {
      const tally = held.get(petitionId);
      if (tally) await this.book.settleAttested(tx, tally, { silently: true });
    }
    return [...changed, ...gone].map((row) => row.key);
  }
}
