import { type Tx, txRows } from '#libs/database';
import { type NamesRow, NAMES_SQL } from '#libs/petitions';
import { type SealedName } from '#libs/signatures';

/** Whether the signature `s` still counts and what its signer wrote is still there. */
export const STANDS = `s.status = 'counted' and s.sealed is not null and s.erased_at is null`;

export interface NamesToMake {
  id: string;
  handoverId: string;
  sealId: string;
  petitionId: number;
  petition: string;
  names: NamesRow | null;
  demandSha256: string;
  campaign: string;
  demonstration: boolean;
  jurisdiction: string;
  date: string | null;
  root: string;
  statementSha256: string;
  decidedBy: string;
}

/** A leaf of the seal, and the record if it still stands. */
export interface NamesLeaf extends SealedName {
  leaf: Buffer;
  stands: boolean;
}

/** SQL of making names. */
export const making = {
  /** One that was approved and that no other worker is making; held until the transaction ends. */
  async approved(tx: Tx, exportId: string): Promise<NamesToMake | null> {
    const [row] = await txRows<NamesToMake>(tx,
      `select x.id, x.handover_id as "handoverId", x.seal_id as "sealId", x.petition_id as "petitionId", p.slug as petition, ${NAMES_SQL} as names, encode(x.demand_sha256, 'hex') as "demandSha256",
         c.slug as campaign, c.demonstration, h.jurisdiction_id as jurisdiction, h.date_edtf as date, encode(s.root, 'hex') as root, encode(s.statement_sha256, 'hex') as "statementSha256", x.decided_by as "decidedBy"
       from names_exports x join petitions p on p.id = x.petition_id join campaigns c on c.id = p.campaign_id join handovers h on h.id = x.handover_id join seals s on s.id = x.seal_id and s.state = 'sealed'
       where x.id = $1 and x.state = 'approved' for update of x skip locked`, [exportId]);
    return row ?? null;
  },

  /** So many leaves of the petition after the given one, in the order of hashes, which says nothing of when anybody signed. */
  leaves(tx: Tx, { sealId, petitionId }: Pick<NamesToMake, 'sealId' | 'petitionId'>, after: Buffer, limit: number): Promise<NamesLeaf[]> {
    return txRows<NamesLeaf>(tx,
      `select l.leaf, l.record_id as "recordId", (${STANDS}) is true as stands, case when ${STANDS} then s.sealed end as sealed, s.text_version as "textVersion", s.language, s.channel::text as channel, coalesce(s.claimed_at, s.signed_at) as "signedAt"
         from (select leaf, record_id, petition_id from seal_leaves where seal_id = $1 and petition_id = $2 and leaf > $3 order by leaf limit $4) l
         left join signatures s on s.petition_id = $2 and s.id = l.record_id order by l.leaf`, [sealId, petitionId, after, limit]);
  },

  async keepPiece(tx: Tx, exportId: string, n: number, bytes: Buffer, records: readonly string[]): Promise<void> {
    await tx.query(`insert into names_pieces (export_id, n, bytes, records) values ($1, $2, $3, $4)`, [exportId, n, bytes, records]);
  },
};
