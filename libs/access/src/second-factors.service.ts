import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx, txRows } from '#libs/database';
import { alreadyEnrolled, notEnrolled, notFound, wrongCode } from './access.errors.js';
import { secondFactorOf } from './actors.js';
import { AuditLog } from './audit-log.js';
import { hashSecret } from './secrets.js';
import { ServerSecret } from './server-secret.js';
import { enrolmentOf, newRecoveryCode, newTotpSecret, plainCode, RECOVERY_CODES, stepOf } from './totp-rules.js';

/** What an authenticator app is told; shown to its owner until the first code came back. */
export interface Enrolment {
  /** Base 32, for typing. */
  readonly secret: string;
  /** `otpauth://…`, for a QR code. */
  readonly uri: string;
}

export interface SecondFactorState {
  readonly enrolledAt: Date | null;
  readonly recoveryCodesLeft: number;
  readonly demanded: boolean;
}

/** From whom a second factor is demanded: owners and organisers of a campaign, or (null) of every one. */
export interface Demand {
  readonly campaignId: number | null;
  readonly createdAt: Date;
}

const sealedFor = (userId: string): string => `totp:${userId}`;
const codeHash = (userId: string, code: string): Buffer => createHash('sha256').update(`${userId}\0${code}`).digest();

/** Codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost. Whoever asks has been asked for the password. */
@Injectable()
export class SecondFactors {
  constructor(private readonly database: Database, private readonly audit: AuditLog, private readonly server: ServerSecret) {}

  async state(userId: string): Promise<SecondFactorState> {
    const [row] = await this.database.rows<{ enrolledAt: Date | null; left: number }>(
      `select (select confirmed_at from second_factors where user_id = $1) as "enrolledAt",
              (select count(*)::int from recovery_codes where user_id = $1 and used_at is null) as left`, [userId]);
    const { demanded } = await secondFactorOf(this.database.dataSource.manager, userId);
    return { enrolledAt: row?.enrolledAt ?? null, recoveryCodesLeft: row?.left ?? 0, demanded };
  }

  /** A new secret, worth nothing until `confirm`. @throws DomainError `access.already_enrolled` */
  async begin(userId: string): Promise<Enrolment> {
    const secret = newTotpSecret();
    const rows = await this.database.rows(
      `insert into second_factors (user_id, secret) values ($1, $2)
       on conflict (user_id) do update set secret = excluded.secret, created_at = clock_timestamp() where second_factors.confirmed_at is null returning 1`,
      [userId, this.server.seal(secret, sealedFor(userId))]);
    if (rows.length === 0) throw alreadyEnrolled();
    return enrolmentOf(secret, await this.labelOf(userId));
  }

  /** What `begin` made, while it is not confirmed. */
  async begun(userId: string): Promise<Enrolment | null> {
    const found = await this.secretOf(userId);
    return found && found.confirmedAt === null ? enrolmentOf(found.secret, await this.labelOf(userId)) : null;
  }

  /**
   * Takes the first code of the app; every other session, opened without one, ends.
   * @returns ten recovery codes, told this once
   * @throws DomainError `access.wrong_code` (field `code`), `access.not_enrolled` if nothing was begun
   */
  async confirm(userId: string, code: string, keepSession?: string): Promise<string[]> {
    const found = await this.secretOf(userId);
    if (!found || found.confirmedAt !== null) throw notEnrolled();
    const step = stepOf(found.secret, plainCode(code), Date.now());
    if (step === null) throw wrongCode('code');
    return this.database.transaction(async (tx) => {
      const rows = await txRows(tx, `update second_factors set confirmed_at = clock_timestamp(), last_step = $2 where user_id = $1 and confirmed_at is null returning 1`, [userId, step]);
      if (rows.length === 0) throw notEnrolled();
      await tx.query(`delete from sessions where user_id = $1 and token_hash <> $2`, [userId, hashSecret(keepSession ?? '')]);
      const codes = await this.newCodes(tx, userId);
      await this.audit.append(tx, { actor: userId, action: 'second-factor.enrol', subject: `user:${userId}`, details: {} });
      return codes;
    }, { actor: userId });
  }

  /** Whether the code is one of the app's, of a step not taken yet, or a recovery code not used yet. It is used up by asking. */
  async accept(userId: string, code: string, now = Date.now()): Promise<boolean> {
    const plain = plainCode(code);
    const found = await this.secretOf(userId);
    const step = found && found.confirmedAt !== null && /^\d{6}$/.test(plain) ? stepOf(found.secret, plain, now) : null;
    if (step !== null) {
      return (await this.database.rows(`update second_factors set last_step = $2 where user_id = $1 and (last_step is null or last_step < $2) returning 1`, [userId, step])).length > 0;
    }
    return this.database.transaction(async (tx) => {
      const rows = await txRows(tx, `update recovery_codes set used_at = clock_timestamp() where user_id = $1 and code_hash = $2 and used_at is null returning 1`, [userId, codeHash(userId, plain)]);
      if (rows.length > 0) await this.audit.append(tx, { actor: userId, action: 'second-factor.recover', subject: `user:${userId}`, details: {} });
      return rows.length > 0;
    }, { actor: userId });
  }

  /** The former ones end. @returns ten new ones, told this once @throws DomainError `access.not_enrolled` */
  async renewRecoveryCodes(userId: string): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      if ((await txRows(tx, `select 1 from second_factors where user_id = $1 and confirmed_at is not null for update`, [userId])).length === 0) throw notEnrolled();
      const codes = await this.newCodes(tx, userId);
      await this.audit.append(tx, { actor: userId, action: 'second-factor.recovery-codes', subject: `user:${userId}`, details: {} });
      return codes;
    }, { actor: userId });
  }

  /** @param actor who turns it off: its user, or `cli` for one who lost everything @throws DomainError `access.not_enrolled` */
  async remove(userId: string, actor: string = userId): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(`delete from recovery_codes where user_id = $1`, [userId]);
      if ((await txRows(tx, `delete from second_factors where user_id = $1 returning 1`, [userId])).length === 0) throw notEnrolled();
      await this.audit.append(tx, { actor, action: 'second-factor.remove', subject: `user:${userId}`, details: {} });
    }, { actor });
  }

  demands(): Promise<Demand[]> {
    return this.database.rows<Demand>(`select campaign_id as "campaignId", created_at as "createdAt" from second_factor_demands order by campaign_id nulls first`);
  }

  /** Demands a second factor of a campaign's owners and organisers (null: of every campaign's), or demands it no more. */
  async demand(campaignId: number | null, demanded: boolean, actor: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const rows = demanded
        ? await txRows(tx, `insert into second_factor_demands (campaign_id, demanded_by) values ($1, $2) on conflict do nothing returning 1`, [campaignId, actor])
        : await txRows(tx, `delete from second_factor_demands where campaign_id is not distinct from $1 returning 1`, [campaignId]);
      if (rows.length === 0) return;
      await this.audit.append(tx, { actor, action: demanded ? 'second-factor.demand' : 'second-factor.demand-no-more', subject: campaignId === null ? 'installation' : `campaign:${campaignId}`, details: {} });
    }, { actor });
  }

  private async newCodes(tx: Tx, userId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await tx.query(`delete from recovery_codes where user_id = $1`, [userId]);
    await tx.query(`insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])`, [userId, codes.map((code) => codeHash(userId, plainCode(code)))]);
    return codes;
  }

  /** Null also if it was sealed under a secret of the server that is gone: then only a recovery code helps. */
  private async secretOf(userId: string): Promise<{ secret: Buffer; confirmedAt: Date | null } | null> {
    const [row] = await this.database.rows<{ secret: Buffer; confirmedAt: Date | null }>(`select secret, confirmed_at as "confirmedAt" from second_factors where user_id = $1`, [userId]);
    const secret = row ? this.server.unseal(row.secret, sealedFor(userId)) : null;
    return row && secret ? { secret, confirmedAt: row.confirmedAt } : null;
  }

  private async labelOf(userId: string): Promise<string> {
    const [row] = await this.database.rows<{ email: string }>(`select email from users where id = $1`, [userId]);
    if (!row) throw notFound();
    return row.email;
  }
}
