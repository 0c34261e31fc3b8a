import { Injectable } from '@nestjs/common';
import type { FieldFault } from '#libs/config';
import { Database, sqlState, type Tx, txRows } from '#libs/database';
import { SessionEntity, UserEntity } from './access.entity.js';
import type { Role, RoleGrant } from './access-rules.js';
import { grantOf } from './actors.js';
import { emailTaken, invalidUser, notFound, wrongPassword } from './access.errors.js';
import { AuditLog } from './audit-log.js';
import { hashPassword, passwordFault, passwordHolds } from './password-rules.js';
import { emailFault, type GivenRole, grantRole, requireAnOwner, roleDetails, roleFaults } from './roles.js';
import { hashSecret, newSecret } from './secrets.js';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly mustChangePassword: boolean;
  readonly disabledAt: Date | null;
  readonly roles: readonly RoleGrant[];
}

export interface NewUser {
  readonly email: string;
  readonly name?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly role: Role;
  /** Null: every campaign. */
  readonly campaignId?: number | null;
  /** Countries or regions; empty or absent: the whole campaign. */
  readonly jurisdictionIds?: readonly string[];
  /** Managers only: the one store, or the area whose stores they look after. */
  readonly storeId?: string | null;
  readonly area?: string | null;
  /** Absent: one is made. Either way it must be changed at the first login, unless `passwordIsTheirs`. */
  readonly password?: string;
  readonly passwordIsTheirs?: boolean;
}


interface RoleRow { role: Role; campaignId: number | null; jurisdictionId: string | null; storeId: string | null; area: string | null }

/** The people who organise: their accounts, roles and passwords. */
@Injectable()
export class Users {
  constructor(private readonly database: Database, private readonly audit: AuditLog) {}

  /**
   * Adds a user with one role, all in one transaction.
   * @param actor id of the user who adds, or the name of a part of the system
   * @returns the password only if it was made here: told once, to be handed over and changed
   * @throws DomainError `access.invalid_user` with every field at fault, `access.email_taken`
   */
  async add(user: NewUser, actor: string): Promise<{ user: User; password: string | null }> {
    const password = user.password ?? newSecret().slice(0, 20);
    const name = user.name?.trim() || (user.email.split('@')[0] ?? '');
    const faults = [...faultsOf(user), ...(user.password ? [passwordFault(user.password, { email: user.email, name })] : [])].filter((fault) => fault !== null);
    if (faults.length > 0) throw invalidUser(faults);
    const passwordHash = await hashPassword(password);
    try {
      const id = await this.database.transaction(async (tx) => {
        const id = await this.insert(tx, { ...user, name }, passwordHash);
        await this.audit.append(tx, { actor, action: 'user.add', subject: `user:${id}`, details: roleDetails(user) });
        return id;
      }, { actor });
      return { user: await this.byId(id), password: user.password ? null : password };
    } catch (error) {
      if (sqlState(error) === '23505') throw emailTaken();
      throw error;
    }
  }

  /** The rows of a new user with their role, in the caller's transaction, which audits it. @returns the id */
  async insert(tx: Tx, user: NewUser & { name: string }, passwordHash: string): Promise<string> {
    const inserted = await tx.getRepository(UserEntity).insert({
      email: user.email.trim(), name: user.name, locale: user.locale ?? 'en', timeZone: user.timeZone ?? 'UTC', passwordHash, mustChangePassword: !user.passwordIsTheirs,
    });
    const id = (inserted.identifiers[0] as { id: string }).id;
    await grantRole(tx, id, user);
    return id;
  }

  /** Gives an existing user one more role; what is given already stays as it is. */
  async addRole(userId: string, role: GivenRole, actor: string): Promise<User> {
    await this.database.transaction(async (tx) => {
      await grantRole(tx, userId, role);
      await this.audit.append(tx, { actor, action: 'user.add_role', subject: `user:${userId}`, details: roleDetails(role) });
    }, { actor });
    return this.byId(userId);
  }

  /** Takes one role away: the right ends with it, sessions and tokens go on. @throws DomainError `access.not_found`, `access.last_owner` */
  async takeRole(userId: string, roleId: number, actor: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [row] = await txRows<RoleRow>(tx, `delete from user_roles where id = $1 and user_id = $2
        returning role, campaign_id as "campaignId", jurisdiction_id as "jurisdictionId", store_id as "storeId", area`, [roleId, userId]);
      if (!row) throw notFound();
      if (row.role === 'owner' && row.campaignId === null) await requireAnOwner(tx);
      const { jurisdictionId, ...place } = row;
      await this.audit.append(tx, { actor, action: 'user.take_role', subject: `user:${userId}`, details: roleDetails({ ...place, jurisdictionIds: jurisdictionId ? [jurisdictionId] : [] }) });
    }, { actor });
  }

  /** Ends every session and token at once. @throws DomainError `access.not_found`, `access.last_owner` */
  async disable(userId: string, actor: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const rows = await txRows(tx, `update users set disabled_at = clock_timestamp() where id = $1 and disabled_at is null returning 1`, [userId]);
      if (rows.length === 0) throw notFound();
      if ((await txRows(tx, `select 1 from user_roles where user_id = $1 and role = 'owner' and campaign_id is null`, [userId])).length > 0) await requireAnOwner(tx);
      await tx.query(`delete from sessions where user_id = $1`, [userId]);
      await tx.query(`update api_tokens set revoked_at = clock_timestamp() where user_id = $1 and revoked_at is null`, [userId]);
      await this.audit.append(tx, { actor, action: 'user.disable', subject: `user:${userId}`, details: {} });
    }, { actor });
  }

  async list(): Promise<User[]> {
    const users = await this.database.dataSource.getRepository(UserEntity).find({ relations: { roles: true }, order: { createdAt: 'ASC', id: 'ASC' } });
    return users.map(told);
  }

  async count(): Promise<number> {
    return this.database.dataSource.getRepository(UserEntity).count();
  }

  /** @throws DomainError `access.not_found` */
  async byId(id: string): Promise<User> {
    const user = await this.database.dataSource.getRepository(UserEntity).findOne({ where: { id }, relations: { roles: true } });
    if (!user) throw notFound();
    return told(user);
  }

  async byEmail(email: string): Promise<User | null> {
    const user = await this.database.dataSource.getRepository(UserEntity).createQueryBuilder('u').leftJoinAndSelect('u.roles', 'r')
      .where('lower(u.email) = lower(:email)', { email: email.trim() }).getOne();
    return user && told(user);
  }

  /** @throws DomainError `access.invalid_user` (field `campaign`) if there is no such campaign */
  async campaignIdOf(slug: string): Promise<number> {
    const [found] = await this.database.rows<{ id: number }>(`select id from campaigns where slug = $1`, [slug]);
    if (!found) throw invalidUser([{ field: 'campaign', code: 'unknown' }]);
    return found.id;
  }

  /** @throws DomainError `access.invalid_user` (field `store`) if the campaign has no store with this code */
  async storeIdOf(campaignId: number, code: string): Promise<string> {
    const [found] = await this.database.rows<{ id: string }>(`select id from stores where campaign_id = $1 and code = $2`, [campaignId, code.trim().toLowerCase()]);
    if (!found) throw invalidUser([{ field: 'store', code: 'unknown' }]);
    return found.id;
  }

  /**
   * Changes one's own password and ends all other sessions.
   * @param keepSession the token of the session that goes on
   * @throws DomainError `access.wrong_password` (field `currentPassword`), `access.invalid_user` (field `newPassword`)
   */
  async changePassword(userId: string, currentPassword: string, newPassword: string, keepSession?: string): Promise<void> {
    const user = await this.database.dataSource.getRepository(UserEntity).createQueryBuilder('u').addSelect('u.passwordHash')
      .where('u.id = :userId', { userId }).getOne();
    if (!(await passwordHolds(user?.passwordHash ?? null, currentPassword)) || !user) throw wrongPassword('currentPassword');
    const fault = newPassword === currentPassword ? { field: 'newPassword', code: 'unchanged' } : passwordFault(newPassword, user, 'newPassword');
    if (fault) throw invalidUser([fault]);
    await this.setPassword(userId, newPassword, { mustChange: false, actor: userId, keepSession });
  }

  /** Sets a password without the old one: for `countersign users`, never for a route. */
  async resetPassword(userId: string, password: string, actor: string): Promise<void> {
    const fault = passwordFault(password, await this.byId(userId));
    if (fault) throw invalidUser([fault]);
    await this.setPassword(userId, password, { mustChange: true, actor });
  }

  private async setPassword(userId: string, password: string, how: { mustChange: boolean; actor: string; keepSession?: string }): Promise<void> {
    const passwordHash = await hashPassword(password);
    await this.database.transaction(async (tx) => {
      await tx.getRepository(UserEntity).update({ id: userId }, { passwordHash, mustChangePassword: how.mustChange });
      await tx.getRepository(SessionEntity).createQueryBuilder().delete()
        .where('user_id = :userId and token_hash <> :kept', { userId, kept: hashSecret(how.keepSession ?? '') }).execute();
      await this.audit.append(tx, { actor: how.actor, action: 'user.password', subject: `user:${userId}`, details: {} });
    }, { actor: how.actor });
  }
}

const faultsOf = (user: NewUser): (FieldFault | null)[] => [emailFault(user.email), ...roleFaults(user)];

function told(user: UserEntity): User {
  const { id, email, name, locale, timeZone, mustChangePassword, disabledAt } = user;
  return {
    id, email, name, locale, timeZone, mustChangePassword, disabledAt,
    roles: user.roles.map(grantOf),
  };
}
