/** The least that could be done with sealed records: COPY, leave out who is there, add up. The floor that the worker is measured by. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { type DatabaseSettings, pgConnection } from '#libs/config';
import { type SealedSignature } from '#libs/signatures';

/** A table as lean as it could be: one key that tells records apart, and one that tells people apart. */
export const RAW_TABLES: readonly string[] = [
  `create table if not exists raw_signatures (petition_id integer not null, id uuid not null, signed_at timestamptz not null, country text not null, email_key bytea not null, sealed bytea not null, primary key (petition_id, id), unique (petition_id, email_key))`,
  `create table if not exists raw_counts (petition_id integer primary key, n integer not null)`,
];

/** In slices of so many rows, each a transaction. */
export async function copyRows(database: DatabaseSettings, records: readonly SealedSignature[], slice: number): Promise<void> {
  const client = new pg.Client(pgConnection(database));
  await client.connect();
  try {
    await client.query(`create temporary table arriving (like raw_signatures)`);
    for (let from = 0; from < records.length; from += slice) {
      await client.query('begin');
      await copied(client, 'arriving', records.slice(from, from + slice).map(lineOf).join(''));
      await client.query(
        `with new as (insert into raw_signatures select * from arriving on conflict do nothing returning petition_id)
         insert into raw_counts as c (petition_id, n) select petition_id, count(*) from new group by 1 order by 1 on conflict (petition_id) do update set n = c.n + excluded.n`);
      await client.query('truncate arriving');
      await client.query('commit');
    }
  } finally {
    await client.end();
  }
}

const lineOf = ({ petitionId, id, signedAt, sealed }: SealedSignature): string =>
  `${petitionId}\t${id}\t${signedAt}\tGB\t\\\\x${createHash('sha256').update(id).digest('hex').slice(0, 32)}\t\\\\x${Buffer.from(sealed, 'base64').toString('hex')}\n`;

interface CopyConnection { query(sql: string): void; sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void }

/** COPY … FROM STDIN of one text, by the hooks that `pg` has for it. */
function copied(client: pg.Client, table: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query({
      submit: (connection: CopyConnection) => connection.query(`copy ${table} from stdin`),
      handleCopyInResponse: (connection: CopyConnection) => {
        connection.sendCopyFromChunk(Buffer.from(text));
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => resolve(),
      handleError: reject,
    } as unknown as pg.Submittable);
  });
}
