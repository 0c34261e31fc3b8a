import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { SessionEntity, UserEntity } from './access.entity.js';
import type { Actor } from './access-rules.js';
import { tooManyLogins, wrongLogin } from './access.errors.js';
import { actorFrom, loadUser } from './actors.js';
import { AuditLog } from './audit-log.js';
import { LoginThrottle } from './login-throttle.js';
import { passwordHolds } from './password-rules.js';
import { hashSecret, newSecret } from './secrets.js';

const MINUTE = 60_000;
/** A session ends when unused for twelve hours, and after a week in any case. */
export const SESSION_IDLE_MS = 12 * 60 * MINUTE;
export const SESSION_LIMIT_MS = 7 * 24 * 60 * MINUTE;
/** How stale `seen_at` may get: a page view need not be a write. */
const TOUCH_MS = 5 * MINUTE;

export interface NewSession {
  /** For the cookie; only its SHA-256 is kept. */
  readonly token: string;
  readonly csrfSecret: string;
  readonly expiresAt: Date;
  readonly actor: Actor;
}

export interface OpenSession {
  readonly actor: Actor;
  readonly csrfSecret: string;
}

/** Logging in and out, and who a cookie stands for. */
@Injectable()
export class Sessions {
  private readonly throttle = new LoginThrottle();

  constructor(private readonly database: Database, private readonly audit: AuditLog) {}

  /**
   * Takes the same time and gives the same answer whether the address is unknown, disabled, or the password wrong.
   * @param addressKey where the try comes from, in keyed form
   * @throws DomainError `access.wrong_login`, `access.too_many_logins`
   */
  async login(email: string, password: string, addressKey: string): Promise<NewSession> {
    const wait = this.throttle.take(email, addressKey);
    if (wait > 0) throw tooManyLogins(wait);
    const user = await this.database.dataSource.getRepository(UserEntity).createQueryBuilder('u')
      .addSelect('u.passwordHash').leftJoinAndSelect('u.roles', 'r')
      .where('lower(u.email) = lower(:email)', { email: email.trim() }).getOne();
    const usable = user !== null && user.disabledAt === null;
    if (!(await passwordHolds(usable ? user.passwordHash : null, password)) || !usable) throw wrongLogin();
    this.throttle.succeeded(email, addressKey);
    return this.open(user);
  }

  /** Who this cookie stands for, and null if for nobody (any more). Slides the end of the session on. */
  async resume(token: string, now = new Date()): Promise<OpenSession | null> {
    if (token.length > 100) return null;
    const sessions = this.database.dataSource.getRepository(SessionEntity);
    const tokenHash = hashSecret(token);
    const session = await sessions.findOne({ where: { tokenHash } });
    if (!session || session.expiresAt <= now) return null;
    const user = await loadUser(this.database.dataSource.manager, session.userId);
    if (!user) return null;
    if (now.getTime() - session.seenAt.getTime() > TOUCH_MS) {
      await sessions.update({ tokenHash }, { seenAt: now, expiresAt: endOf(session.createdAt, now) });
    }
    return { actor: actorFrom(user, 'session'), csrfSecret: session.csrfSecret };
  }

  async logout(token: string): Promise<void> {
    await this.database.dataSource.getRepository(SessionEntity).delete({ tokenHash: hashSecret(token) });
  }

  /** Removes what has expired. @returns how many */
  async sweep(now = new Date()): Promise<number> {
    const rows = await this.database.rows(`delete from sessions where expires_at <= $1 returning 1`, [now]);
    return rows.length;
  }

  private async open(user: UserEntity): Promise<NewSession> {
    const session = { token: newSecret(), csrfSecret: newSecret() };
    const now = new Date();
    const expiresAt = endOf(now, now);
    await this.database.transaction(async (tx) => {
      await tx.getRepository(SessionEntity).insert({
        tokenHash: hashSecret(session.token), userId: user.id, csrfSecret: session.csrfSecret, createdAt: now, seenAt: now, expiresAt,
      });
      await this.audit.append(tx, { actor: user.id, action: 'session.open', subject: `user:${user.id}`, details: {} });
    }, { actor: user.id });
    return { ...session, expiresAt, actor: actorFrom(user, 'session') };
  }
}

function endOf(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + SESSION_IDLE_MS, createdAt.getTime() + SESSION_LIMIT_MS));
}
