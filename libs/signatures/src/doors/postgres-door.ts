import pg from 'pg';
import { type DatabaseSettings, pgConnection } from '#libs/config';
import { type SealedBatch } from '../sealed-batch.js';
import { SEALED_CHANNEL } from '../sealed-intake.js';
import { WITHDRAWAL_ASKED } from '../signatures.events.js';
import { type WithdrawalRequest } from '../signatures.jobs.js';

/** Batches that are put down at once. */
const CONNECTIONS = 4;
/** The door stops waiting earlier; a connection without an answer for so long is thrown away, and the next is a new one. */
const SILENCE_MS = 2_000;
const FAREWELL_MS = 300;

/**
 * The way into Postgres while Redis is away. It has connections of its own: those of the pages may all be waiting for something.
 * Resolving means committed.
 */
export class PostgresDoor {
  private readonly pool: pg.Pool;

  constructor(settings: DatabaseSettings, name: string) {
    this.pool = new pg.Pool({
      ...pgConnection(settings), max: CONNECTIONS, connectionTimeoutMillis: SILENCE_MS, query_timeout: SILENCE_MS, idleTimeoutMillis: 10_000, allowExitOnIdle: true,
      application_name: `countersign-${name}-door`,
    });
    // A lost idle connection ends no process.
    this.pool.on('error', () => undefined);
  }

  /** The same batch again is the same row. */
  async keep(batch: SealedBatch): Promise<void> {
    await this.pool.query(
      `with kept as (insert into sealed_intake (id, batch, door) values ($1, $2, 'citizens') on conflict (id) do nothing returning id) select pg_notify('${SEALED_CHANNEL}', '') from kept`,
      [batch.id, JSON.stringify(batch)]);
  }

  async ask(request: WithdrawalRequest): Promise<void> {
    await this.pool.query(`with asked as (insert into outbox (topic, payload) values ($1, $2) returning id) select pg_notify('outbox', '') from asked`, [WITHDRAWAL_ASKED, JSON.stringify(request)]);
  }

  /** Whether it would take something: it is asked to write, and to forget it again, since one that may only be read answers too. */
  async look(): Promise<void> {
    await this.pool.query(`begin; insert into sealed_intake (id, batch, door) values (gen_random_uuid(), '{}', 'citizens'); rollback`);
  }

  async waiting(): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(`select count(*)::int as n from sealed_intake where door = 'citizens'`);
    return rows[0]?.n ?? 0;
  }

  /** Waits no longer than a moment for connections that say nothing any more. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.pool.end(), new Promise((resolve) => { timer = setTimeout(resolve, FAREWELL_MS); })]);
    clearTimeout(timer);
  }
}
