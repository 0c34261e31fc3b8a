import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** A transaction under way. Entities of a lib are reached through it, and `query` runs set-based SQL. */
export type Tx = EntityManager;

export interface TransactionOptions {
  /** Who is doing this, for the history of changed rows: a user's id, or the name of a part of the system. */
  actor?: string;
  /** How often to start again when Postgres reports a deadlock or a serialization failure. */
  tries?: number;
}

/** Errors after which the same transaction may simply be run again (PostgreSQL, Appendix A: 40001, 40P01). */
const PASSING = new Set(['40001', '40P01']);

/** The one way to Postgres. */
@Injectable()
export class Database {
  constructor(readonly dataSource: DataSource) {}

  /** Rows of one statement, outside any transaction. */
  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return rowsOf<Row>(await this.dataSource.query(sql, parameters));
  }

  /** Commits what `work` did, or nothing of it. */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>, options: TransactionOptions = {}): Promise<Result> {
    const tries = options.tries ?? 3;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.dataSource.transaction(async (tx) => {
          if (options.actor) await tx.query(`select set_config('countersign.actor', $1, true)`, [options.actor]);
          return work(tx);
        });
      } catch (error) {
        if (attempt >= tries || !PASSING.has(sqlState(error) ?? '')) throw error;
      }
    }
  }
}

/** Rows of one statement inside a transaction: TypeORM answers [rows, count] to UPDATE and DELETE, and rows to the others. */
export async function txRows<Row>(tx: Tx, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  return rowsOf<Row>(await tx.query(sql, parameters));
}

/** The SQLSTATE of an error that came from Postgres, else null. */
export function sqlState(error: unknown): string | null {
  const code = (error as { driverError?: { code?: unknown }; code?: unknown } | null)?.driverError?.code ?? (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

function rowsOf<Row>(answer: unknown): Row[] {
  if (Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number') return answer[0] as Row[];
  return answer as Row[];
}
