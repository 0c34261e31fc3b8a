import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { publicKeyFingerprint } from '#libs/vault';
import { KEPT_DAYS } from './names-rules.js';
import { STANDS } from './names.repository.js';
import { type NamesCandidate, type NamesExport } from './names.types.js';

const MOST_LISTED = 100;

type WithKey<Row> = Omit<Row, 'keyFingerprint'> & { publicKey: Buffer };

/** What is read of names on their way out: never one of them. For organisers alone. */
@Injectable()
export class NamesReader {
  constructor(private readonly db: Database) {}

  /** The newest first, a hundred at most. */
  async list(handoverId: string): Promise<NamesExport[]> {
    return (await this.db.rows<WithKey<NamesExport>>(
      `select x.id, x.handover_id as "handoverId", x.seal_id as "sealId", s.number as "sealNumber", p.slug as petition, d.office, d.law, d.fields, d.public_key as "publicKey", x.state, x.reason,
         x.asked_by as "askedBy", a.name as asker, x.asked_at as "askedAt", b.name as decider, x.decided_at as "decidedAt", x.failure, x.made_at as "madeAt", x.names, x.gone, x.left_out as "leftOut",
         encode(x.sha256, 'hex') as sha256, x.size::float8 as size, case when x.state = 'made' then x.made_at + interval '${KEPT_DAYS} days' end as "keptUntil",
         case when x.state in ('made', 'erased') then (select count(*)::int from names_pieces c cross join unnest(c.records) r(id)
           left join signatures s on s.petition_id = x.petition_id and s.id = r.id where c.export_id = x.id and (${STANDS}) is not true) end as "withdrawnSince"
       from names_exports x join seals s on s.id = x.seal_id join petitions p on p.id = x.petition_id join petition_names d on d.petition_id = p.id
       left join users a on a.id::text = x.asked_by left join users b on b.id::text = x.decided_by
       where x.handover_id = $1 order by x.asked_at desc, x.id limit ${MOST_LISTED}`, [handoverId])).map(withFingerprint);
  }

  /** Whether any petition that is handed over there demands names. */
  async concern(handoverId: string): Promise<boolean> {
    const [row] = await this.db.rows<{ any: boolean }>(
      `select exists (select 1 from seals s join seal_petitions x on x.seal_id = s.id join petition_names n on n.petition_id = x.petition_id where s.handover_id = $1 and s.state = 'sealed') as any`, [handoverId]);
    return row?.any ?? false;
  }

  /** What can be asked for: petitions of the seal that stands whose law demands names. */
  async candidates(handoverId: string): Promise<NamesCandidate[]> {
    return (await this.db.rows<WithKey<NamesCandidate>>(
      `select p.slug as petition, n.law, n.office, n.fields, n.public_key as "publicKey", (select count(*)::int from seal_leaves l where l.seal_id = s.id and l.petition_id = p.id) as sealed,
         exists (select 1 from names_exports e where e.seal_id = s.id and e.petition_id = p.id and e.state in ('asked', 'approved')) as "underWay"
       from (select id from seals where handover_id = $1 and state = 'sealed' order by number desc limit 1) s
       join seal_petitions x on x.seal_id = s.id join petitions p on p.id = x.petition_id join petition_names n on n.petition_id = p.id order by p.slug`, [handoverId])).map(withFingerprint);
  }
}

function withFingerprint<Row extends { publicKey: Buffer }>({ publicKey, ...row }: Row): Omit<Row, 'publicKey'> & { keyFingerprint: string } {
  return { ...row, keyFingerprint: publicKeyFingerprint(publicKey) };
}
