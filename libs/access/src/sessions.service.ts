import { Injectable } from '@nestjs/common';
import { Database, txRows } from '#libs/database';
import { SessionEntity, UserEntity } from './access.entity.js';
import type { Actor } from './access-rules.js';
import { codeRequired, notFound, tooManyLogins, wrongCode, wrongLogin, wrongPassword } from './access.errors.js';
import { actorFrom, loadUser, secondFactorOf } from './actors.js';
import { AuditLog } from './audit-log.js';
import { LoginThrottle } from './login-throttle.js';
import { passwordHolds } from './password-rules.js';
import { SecondFactors } from './second-factors.service.js';
import { hashSecret, newSecret } from './secrets.js';

const MINUTE = 60_000;
/** A session ends when unused for twelve hours, and after a week in any case. */
export const SESSION_IDLE_MS = 12 * 60 * MINUTE;
export const SESSION_LIMIT_MS = 7 * 24 * 60 * MINUTE;
/** How long one may look for the telephone after the password. */
const CODE_MS = 10 * MINUTE;
/** How stale `seen_at` may get: a page view need not be a write. */
const TOUCH_MS = 5 * MINUTE;

export interface NewSession {
  /** For the cookie; only its SHA-256 is kept. */
  readonly token: string;
  readonly csrfSecret: string;
  readonly expiresAt: Date;
  readonly actor: Actor;
}

/** A login whose password was right and whose code is still to come. Its token opens nothing but `finish`. */
export type HalfSession = Pick<NewSession, 'token' | 'csrfSecret'>;

export interface LoginOptions {
  /** Of the second factor, where there is one. */
  readonly code?: string;
  /** Coarse words for where it is, such as "Firefox, Linux". */
  readonly agent?: string | null;
}

/** One of a user's own sessions. */
export interface SessionLine {
  readonly id: string;
  readonly agent: string | null;
  readonly createdAt: Date;
  readonly seenAt: Date;
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

export interface OpenSession {
  readonly actor: Actor;
  readonly csrfSecret: string;
}

/** Logging in and out, and who a cookie stands for. */
@Injectable()
export class Sessions {
  private readonly throttle = new LoginThrottle();

  constructor(private readonly database: Database, private readonly audit: AuditLog, private readonly secondFactors: SecondFactors) {}

  /**
   * Password and, where there is a second factor, code in one. Takes the same time and gives the same answer whether the address is
   * unknown, disabled, or the password wrong; only whoever knows the password learns that a code is wanted.
   * @param addressKey where the try comes from, in keyed form
   * @throws DomainError `access.wrong_login`, `access.too_many_logins`, `access.code_required`, `access.wrong_code`
   */
  async login(email: string, password: string, addressKey: string, { code, agent = null }: LoginOptions = {}): Promise<NewSession> {
    const user = await this.checked(email, password, addressKey);
    if ((await secondFactorOf(this.database.dataSource.manager, user.id)).enrolled) {
      if (!code) {
        this.throttle.giveBack(email, addressKey);
        throw codeRequired();
      }
      if (!(await this.secondFactors.accept(user.id, code))) throw wrongCode();
    }
    this.throttle.succeeded(email, addressKey);
    return this.open(user.id, agent);
  }

  /** The same in two steps, for pages: the password first. @returns a half session where a code is wanted: see `finish` */
  async begin(email: string, password: string, addressKey: string, agent: string | null = null): Promise<{ open: NewSession } | { awaits: HalfSession }> {
    const user = await this.checked(email, password, addressKey);
    if (!(await secondFactorOf(this.database.dataSource.manager, user.id)).enrolled) {
      this.throttle.succeeded(email, addressKey);
      return { open: await this.open(user.id, agent) };
    }
    this.throttle.giveBack(email, addressKey);
    const half = { token: newSecret(), csrfSecret: newSecret() };
    const now = new Date();
    await this.database.dataSource.getRepository(SessionEntity).insert({
      tokenHash: hashSecret(half.token), userId: user.id, csrfSecret: half.csrfSecret, agent, awaitsCode: true, createdAt: now, seenAt: now, expiresAt: new Date(now.getTime() + CODE_MS),
    });
    return { awaits: half };
  }

  /** Whether this cookie's login only wants its code. */
  async awaitsCode(token: string): Promise<boolean> {
    return (await this.halfOpen(token)) !== null;
  }

  /**
   * The second step. The half session ends, and a new one opens.
   * @throws DomainError `access.not_found` if the first step is too long ago, `access.too_many_logins`, `access.wrong_code`
   */
  async finish(token: string, code: string, addressKey: string): Promise<NewSession> {
    const half = await this.halfOpen(token);
    const user = half && (await loadUser(this.database.dataSource.manager, half.userId));
    if (!half || !user) throw notFound();
    const wait = this.throttle.take(user.email, addressKey);
    if (wait > 0) throw tooManyLogins(wait);
    if (!(await this.secondFactors.accept(user.id, code))) throw wrongCode();
    this.throttle.succeeded(user.email, addressKey);
    await this.logout(token);
    return this.open(user.id, half.agent);
  }

  /**
   * Asks once more who is there, before something that a stolen session must not do.
   * @throws DomainError `access.wrong_password` (field `password`), `access.wrong_code` (field `code`), `access.too_many_logins`
   */
  async reauthenticate(userId: string, password: string, code: string, addressKey: string): Promise<void> {
    const user = await this.withPassword('u.id = :userId', { userId });
    const wait = this.throttle.take(user?.email ?? userId, addressKey);
    if (wait > 0) throw tooManyLogins(wait);
    if (!(await passwordHolds(user?.passwordHash ?? null, password)) || !user) throw wrongPassword('password');
    const { enrolled } = await secondFactorOf(this.database.dataSource.manager, userId);
    if (enrolled && !(await this.secondFactors.accept(userId, code))) throw wrongCode('code');
    this.throttle.succeeded(user.email, addressKey);
  }

  /** Who this cookie stands for, and null if for nobody (any more). Slides the end of the session on. */
  async resume(token: string, now = new Date()): Promise<OpenSession | null> {
    if (token.length > 100) return null;
    const sessions = this.database.dataSource.getRepository(SessionEntity);
    const tokenHash = hashSecret(token);
    const session = await sessions.findOne({ where: { tokenHash } });
    if (!session || session.awaitsCode || session.expiresAt <= now) return null;
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

  /** A user's open sessions, the last used first; at most a hundred. @param token of the one that asks */
  async list(userId: string, token?: string): Promise<SessionLine[]> {
    return this.database.rows<SessionLine>(
      `select id, agent, created_at as "createdAt", seen_at as "seenAt", token_hash = $2 as current from sessions
        where user_id = $1 and not awaits_code and expires_at > clock_timestamp() order by seen_at desc, id limit 100`, [userId, hashSecret(token ?? '')]);
  }

  /** Ends one of the user's sessions, or all but the one that asks. @throws DomainError `access.not_found` */
  async end(userId: string, which: { id: string } | { allBut: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const rows = 'id' in which
        ? await txRows(tx, `delete from sessions where user_id = $1 and id = $2 returning 1`, [userId, which.id])
        : await txRows(tx, `delete from sessions where user_id = $1 and token_hash <> $2 returning 1`, [userId, hashSecret(which.allBut)]);
      if ('id' in which && rows.length === 0) throw notFound();
      if (rows.length > 0) await this.audit.append(tx, { actor: userId, action: 'session.end', subject: `user:${userId}`, details: { sessions: rows.length } });
    }, { actor: userId });
  }

  /** Removes what has expired. @returns how many */
  async sweep(now = new Date()): Promise<number> {
    const rows = await this.database.rows(`delete from sessions where expires_at <= $1 returning 1`, [now]);
    return rows.length;
  }

  private async checked(email: string, password: string, addressKey: string): Promise<UserEntity> {
    const wait = this.throttle.take(email, addressKey);
    if (wait > 0) throw tooManyLogins(wait);
    const user = await this.withPassword('lower(u.email) = lower(:email)', { email: email.trim() });
    const usable = user !== null && user.disabledAt === null;
    if (!(await passwordHolds(usable ? user.passwordHash : null, password)) || !usable) throw wrongLogin();
    return user;
  }

  private withPassword(where: string, values: Record<string, string>): Promise<UserEntity | null> {
    return this.database.dataSource.getRepository(UserEntity).createQueryBuilder('u').addSelect('u.passwordHash').where(where, values).getOne();
  }

  private async halfOpen(token: string): Promise<SessionEntity | null> {
    if (token.length > 100) return null;
    const session = await this.database.dataSource.getRepository(SessionEntity).findOne({ where: { tokenHash: hashSecret(token) } });
    return session?.awaitsCode && session.expiresAt > new Date() ? session : null;
  }

  private async open(userId: string, agent: string | null): Promise<NewSession> {
    const session = { token: newSecret(), csrfSecret: newSecret() };
    const now = new Date();
    const expiresAt = endOf(now, now);
    await this.database.transaction(async (tx) => {
      await tx.getRepository(SessionEntity).insert({
        tokenHash: hashSecret(session.token), userId, csrfSecret: session.csrfSecret, agent, createdAt: now, seenAt: now, expiresAt,
      });
      await this.audit.append(tx, { actor: userId, action: 'session.open', subject: `user:${userId}`, details: {} });
    }, { actor: userId });
    const user = await loadUser(this.database.dataSource.manager, userId);
    if (!user) throw wrongLogin();
    return { ...session, expiresAt, actor: actorFrom(user, 'session') };
  }
}

function endOf(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + SESSION_IDLE_MS, createdAt.getTime() + SESSION_LIMIT_MS));
}
