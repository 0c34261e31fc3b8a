import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { ApiTokenEntity } from './access.entity.js';
import { ACTIONS, type Action, type Actor } from './access-rules.js';
import { invalidUser, notFound } from './access.errors.js';
import { actorFrom, loadUser } from './actors.js';
import { AuditLog } from './audit-log.js';
import { API_TOKEN_PREFIX, hashSecret, newSecret } from './secrets.js';

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  /** Null: all that its user may do. */
  readonly scopes: readonly Action[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly usedAt: Date | null;
}

const DAY_MS = 86_400_000;
const TOUCH_MS = 60_000;
export const DEFAULT_TOKEN_DAYS = 90;

export interface TokenLimits {
  /** Until it ends; 90 if absent. */
  readonly days?: number;
  /** Null or absent: all that its user may do, never more. */
  readonly scopes?: readonly Action[] | null;
}

/** Tokens for programs. A token can what its user can and its scopes leave of it, and ends with the user. */
@Injectable()
export class ApiTokens {
  constructor(private readonly database: Database, private readonly audit: AuditLog) {}

  /** @returns the token itself, told this once and never again: only its SHA-256 is kept */
  async create(userId: string, name: string, { days = DEFAULT_TOKEN_DAYS, scopes = null }: TokenLimits = {}, actor: string = userId): Promise<ApiToken & { token: string }> {
    if (scopes && (scopes.length === 0 || scopes.some((scope) => !ACTIONS.includes(scope)))) throw invalidUser([{ field: 'scopes', code: scopes.length === 0 ? 'required' : 'not_allowed' }]);
    if (!Number.isInteger(days) || days < 1 || days > 366) throw invalidUser([{ field: 'days', code: 'out_of_range', facts: { min: 1, max: 366 } }]);
    const token = `${API_TOKEN_PREFIX}${newSecret()}`;
    return this.database.transaction(async (tx) => {
      const entity = await tx.getRepository(ApiTokenEntity).save({
        tokenHash: hashSecret(token), userId, name: name.trim(), scopes: scopes && ACTIONS.filter((action) => scopes.includes(action)), expiresAt: new Date(Date.now() + days * DAY_MS),
      });
      await this.audit.append(tx, { actor, action: 'token.create', subject: `token:${entity.id}`, details: { user: userId, days, scopes: scopes && [...scopes] } });
      return { ...(await this.one(entity.id, tx.getRepository(ApiTokenEntity))), token };
    }, { actor });
  }

  async list(userId: string): Promise<ApiToken[]> {
    const found = await this.database.dataSource.getRepository(ApiTokenEntity).createQueryBuilder('t')
      .where('t.userId = :userId and t.revokedAt is null', { userId }).orderBy('t.createdAt').getMany();
    return found.map(told);
  }

  /** @throws DomainError `access.not_found` if the user has no such token, or it is revoked already */
  async revoke(userId: string, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const done = await tx.getRepository(ApiTokenEntity).createQueryBuilder().update()
        .set({ revokedAt: () => 'clock_timestamp()' }).where('id = :id and user_id = :userId and revoked_at is null', { id, userId }).execute();
      if (!done.affected) throw notFound();
      await this.audit.append(tx, { actor: userId, action: 'token.revoke', subject: `token:${id}`, details: {} });
    }, { actor: userId });
  }

  /** Who a bearer token stands for; null if for nobody (any more). */
  async resume(token: string, now = new Date()): Promise<Actor | null> {
    if (!token.startsWith(API_TOKEN_PREFIX) || token.length > 100) return null;
    const tokens = this.database.dataSource.getRepository(ApiTokenEntity);
    const found = await tokens.findOne({ where: { tokenHash: hashSecret(token) } });
    if (!found || found.revokedAt !== null || (found.expiresAt !== null && found.expiresAt <= now)) return null;
    const user = await loadUser(this.database.dataSource.manager, found.userId);
    if (!user) return null;
    if (found.usedAt === null || now.getTime() - found.usedAt.getTime() > TOUCH_MS) await tokens.update({ id: found.id }, { usedAt: now });
    return actorFrom(user, 'token', found.scopes);
  }

  private async one(id: string, tokens: { findOneByOrFail(where: { id: string }): Promise<ApiTokenEntity> }): Promise<ApiToken> {
    return told(await tokens.findOneByOrFail({ id }));
  }
}

function told({ id, name, scopes, createdAt, expiresAt, usedAt }: ApiTokenEntity): ApiToken {
  return { id, name, scopes, createdAt, expiresAt, usedAt };
}
