import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import { ACCESS_ERRORS } from './access.errors.js';
import { BEFORE_THE_FIRST, ChainCheck, entryHash, mentionsAddress, type AuditEntry, type AuditFault, type AuditHead } from './audit-rules.js';

interface Row {
  n: string; at: Date; actor: string; action: string; subject: string; details: AuditEntry['details']; previous_hash: Buffer; hash: Buffer;
}

const PAGE = 5_000;

/** Who did what, when: append-only, each entry bound to the one before it. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /**
   * Writes the entry in the caller's transaction: it exists if, and only if, the deed does. Entries queue behind one lock until
   * the transaction ends, so append last, and not on the way of signatures.
   * @throws DomainError `access.personal_data_in_audit`: an address never enters what can never be erased
   */
  async append(tx: Tx, entry: AuditEntry): Promise<AuditHead> {
    if (mentionsAddress([entry.actor, entry.subject, entry.details])) throw new DomainError(ACCESS_ERRORS.personalDataInAudit, 'invalid');
    await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-audit'))`);
    const [last] = await txRows<{ n: string; hash: Buffer }>(tx, `select n, hash from audit_log order by n desc limit 1`);
    // Milliseconds, for what is hashed must be what comes back from the database.
    const stored = { ...entry, n: Number(last?.n ?? 0) + 1, at: new Date() };
    const previousHash = last?.hash ?? BEFORE_THE_FIRST;
    const hash = entryHash(previousHash, stored);
    await tx.query(
      `insert into audit_log (n, at, actor, action, subject, details, previous_hash, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [stored.n, stored.at, entry.actor, entry.action, entry.subject, JSON.stringify(entry.details), previousHash, hash],
    );
    return { n: stored.n, hash: hash.toString('hex') };
  }

  /** The end of the chain, to be carried outside. `n` is 0 if nothing was done yet. */
  async head(): Promise<AuditHead> {
    const [last] = await this.database.rows<{ n: string; hash: Buffer }>(`select n, hash from audit_log order by n desc limit 1`);
    return { n: Number(last?.n ?? 0), hash: (last?.hash ?? BEFORE_THE_FIRST).toString('hex') };
  }

  /**
   * Reads the whole chain again and finds what was altered, removed or reordered; with heads carried outside, also what was cut
   * off at the end or written anew.
   */
  async verifyChain(carried: readonly AuditHead[] = []): Promise<{ entries: number; head: AuditHead; faults: AuditFault[] }> {
    const check = new ChainCheck(carried);
    for (let after = '-1'; ;) {
      const rows = await this.database.rows<Row>(`select * from audit_log where n > $1 order by n limit ${PAGE}`, [after]);
      for (const row of rows) check.next({ ...row, n: Number(row.n), previousHash: row.previous_hash });
      const last = rows.at(-1);
      if (!last) return check.end();
      after = last.n;
    }
  }
}
