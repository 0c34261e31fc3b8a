import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/config';
import { Database, type Tx, txRows } from '#libs/database';
import { ACCESS_ERRORS } from './access.errors.js';
import { BEFORE_THE_FIRST, ChainCheck, entryHash, mentionsAddress, type AuditEntry, type AuditFault, type AuditHead } from './audit-rules.js';

interface Row {
  n: string; at: Date; actor: string; action: string; subject: string; details: AuditEntry['details']; previous_hash: Buffer; hash: Buffer;
}

const PAGE = 5_000;

/** Which entries; every part narrows. `subject` and `action` also by their beginning: `handover:`, `user.`. */
export interface AuditFilter {
  readonly subject?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly from?: Date;
  /** Before this instant. */
  readonly to?: Date;
  /** Below this number: the next page. */
  readonly before?: number;
}

/** An entry as it is told. `who`: the name of the user behind `actor`, looked up now, for the log itself holds no names. */
export interface AuditLine extends AuditEntry {
  readonly n: number;
  readonly at: Date;
  readonly who: string | null;
  /** Hex. */
  readonly hash: string;
}

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

  /** Entries, the newest first. */
  async page({ subject = null, actor = null, action = null, from = null, to = null, before = null }: { [Name in keyof AuditFilter]: AuditFilter[Name] | null }, limit: number): Promise<AuditLine[]> {
    return this.database.rows<AuditLine>(
      `select a.n::float8 as n, a.at, a.actor, u.name as who, a.action, a.subject, a.details, encode(a.hash, 'hex') as hash
         from audit_log a left join users u on u.id::text = regexp_replace(a.actor, '^user:', '')
        where ($1::text is null or a.subject = $1 or (right($1, 1) = ':' and starts_with(a.subject, $1))) and ($2::text is null or a.actor in ($2, 'user:' || $2))
          and ($3::text is null or a.action = $3 or (right($3, 1) = '.' and starts_with(a.action, $3)))
          and ($4::timestamptz is null or a.at >= $4) and ($5::timestamptz is null or a.at < $5) and ($6::bigint is null or a.n < $6)
        order by a.n desc limit $7`, [subject, actor, action, from, to, before, limit]);
  }

  /**
   * Notes that this head was written where this database cannot reach it. Asked after it went out.
   * @param to such as `digest:user:<id>` or `manifest:<id>`; no address
   */
  async carry(head: AuditHead, to: string): Promise<void> {
    if (mentionsAddress(to)) throw new DomainError(ACCESS_ERRORS.personalDataInAudit, 'invalid');
    await this.database.rows(`insert into carried_heads (n, hash, carried_to) values ($1, decode($2, 'hex'), $3) on conflict do nothing`, [head.n, head.hash, to]);
  }

  /** Heads that were carried outside, as this database remembers them. What a thief of the database could change too: give `verify` your own. */
  async carried(): Promise<AuditHead[]> {
    return this.database.rows<AuditHead>(`select distinct n::float8 as n, encode(hash, 'hex') as hash from carried_heads where n > 0 order by 1`);
  }

  /** The end of the chain, to be carried outside. `n` is 0 if nothing was done yet. */
  async head(tx?: Tx): Promise<AuditHead> {
    const sql = `select n, hash from audit_log order by n desc limit 1`;
    const [last] = tx ? await txRows<{ n: string; hash: Buffer }>(tx, sql) : await this.database.rows<{ n: string; hash: Buffer }>(sql);
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
