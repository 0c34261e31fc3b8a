import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';

interface News { handoverId: string; statusId?: string | null; topic: string; payload: object }

/** Leaves the event if the public may know of it, else keeps it until then: an embargo binds those who listen, too. */
export async function tellWhenPublic(tx: Tx, { handoverId, statusId = null, topic, payload }: News): Promise<void> {
  const [row] = await txRows<{ told: boolean }>(tx,
    `select is_told(h, 'public') and ($2::bigint is null or status_is_told($2::bigint, 'public')) as told from handovers h where h.id = $1`, [handoverId, statusId]);
  if (row?.told) await writeOutbox(tx, [{ topic, payload }]);
  else await tx.query(`insert into later_events (handover_id, status_id, topic, payload) values ($1, $2, $3, $4)`, [handoverId, statusId, topic, JSON.stringify(payload)]);
}

/** Lets the events go whose time has come. Returns how many. */
export async function tellWhatIsPublicNow(tx: Tx): Promise<number> {
  const due = await txRows<{ topic: string; payload: object }>(tx,
    `with due as (
       select l.id from later_events l join handovers h on h.id = l.handover_id
       where is_told(h, 'public') and (l.status_id is null or status_is_told(l.status_id, 'public')) order by l.id for update of l skip locked
     ), gone as (delete from later_events l using due where l.id = due.id returning l.id, l.topic, l.payload)
     select topic, payload from gone order by id`);
  if (due.length > 0) await writeOutbox(tx, due.map(({ topic, payload }) => ({ topic, payload })));
  return due.length;
}

/** By the clock: what was under embargo, or waited for a reply. */
@Injectable()
export class LaterEvents {
  constructor(private readonly db: Database) {}

  async tellDue(): Promise<number> {
    const [waiting] = await this.db.rows(`select 1 from later_events limit 1`);
    if (!waiting) return 0;
    return this.db.transaction((tx) => tellWhatIsPublicNow(tx), { actor: 'clock' });
  }
}
