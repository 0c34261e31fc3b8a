import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows, writeOutbox } from '#libs/database';
import { PUBLICATION_CORRECTED, PUBLICATION_PUBLIC, PUBLICATIONS_CHANNEL } from './embargo.events.js';

/** Longest pause of the clock between two looks. */
const LOOK_EVERY_MS = 1_000;

/** Calls the ids out at the commit, to all that listen, and says to page caches that what the public reads has changed. */
export async function callOut(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(`select pg_notify($1, id), pg_notify('public_change', '') from unnest($2::text[]) id`, [PUBLICATIONS_CHANNEL, ids]);
}

/**
 * Leaves the event of each publication whose instant has come, once: a second clock at the same moment waits here for the first, and
 * finds it told. Returns how many.
 */
export async function tellWhatIsPublicNow(tx: Tx): Promise<number> {
  const due = await txRows<{ id: string; corrects: string | null }>(tx,
    `with told as (
       insert into publication_news (publication_id, news)
       select id, 'public' from publications p where public_at <= public_now() and publication_is_told(p, 'public') and not exists (select 1 from publication_news n where n.publication_id = p.id and n.news = 'public') order by id
       on conflict do nothing returning publication_id
     ) select p.id, p.corrects from publications p join told on told.publication_id = p.id order by p.public_at, p.id`);
  if (due.length === 0) return 0;
  await writeOutbox(tx, due.flatMap(({ id, corrects }) => [
    { topic: PUBLICATION_PUBLIC, payload: { publicationId: id } },
    ...(corrects ? [{ topic: PUBLICATION_CORRECTED, payload: { publicationId: corrects, correction: id } }] : []),
  ]));
  await callOut(tx, due.flatMap(({ id, corrects }) => (corrects ? [id, corrects] : [id])));
  return due.length;
}

/**
 * Tells, at the instant, that something became public. It hides and shows nothing: what may be read is decided by SQL alone, whether
 * this runs or not. May run late, twice, and in many workers at once.
 */
@Injectable()
export class PublicationClock {
  constructor(private readonly db: Database) {}

  /** Returns how many were told of. */
  async tellDue(): Promise<number> {
    const [look] = await this.db.rows<{ due: boolean }>(
      `select exists (select 1 from publications p where p.public_at <= public_now() and publication_is_told(p, 'public')
         and not exists (select 1 from publication_news n where n.publication_id = p.id and n.news = 'public')) as due`);
    return look?.due ? this.db.transaction((tx) => tellWhatIsPublicNow(tx), { actor: 'clock' }) : 0;
  }

  /** How long until the next instant, in ms; a second at most. */
  async untilNext(): Promise<number> {
    const [next] = await this.db.rows<{ ms: number | null }>(
      `select (extract(epoch from min(public_at) - public_now()) * 1000)::float8 as ms from publications where public_at > public_now() and withdrawn_at is null`);
    return Math.min(LOOK_EVERY_MS, Math.max(0, Math.ceil(next?.ms ?? LOOK_EVERY_MS)));
  }
}
