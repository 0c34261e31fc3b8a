import { IsNull, type EntityManager } from 'typeorm';
import { UserEntity, UserRoleEntity } from './access.entity.js';
import type { Action, Actor, RoleGrant } from './access-rules.js';

/** A user who may act, with what is looked up of them at every request. */
export interface ActingUser extends UserEntity {
  readonly enrolled: boolean;
  readonly demanded: boolean;
}

/** A user who may act, with roles; null if unknown or disabled. */
export async function loadUser(manager: EntityManager, id: string): Promise<ActingUser | null> {
  const user = await manager.getRepository(UserEntity).findOne({ where: { id, disabledAt: IsNull() }, relations: { roles: true } });
  return user && Object.assign(user, await secondFactorOf(manager, id));
}

/** Whether a second factor is there, and whether one is demanded of the user, by their roles. */
export async function secondFactorOf(manager: EntityManager, userId: string): Promise<{ enrolled: boolean; demanded: boolean }> {
  const [found] = await manager.query<{ enrolled: boolean; demanded: boolean }[]>(
    `select exists (select 1 from second_factors f where f.user_id = $1 and f.confirmed_at is not null) as enrolled,
            exists (select 1 from second_factor_demands d join user_roles r on r.user_id = $1 and r.role in ('owner', 'organiser')
                     where d.campaign_id is null or r.campaign_id is null or r.campaign_id = d.campaign_id) as demanded`, [userId]);
  return { enrolled: found?.enrolled ?? false, demanded: found?.demanded ?? false };
}

/** @param scopes of a token; null: all that the user may do */
export function actorFrom(user: ActingUser, via: Actor['via'], scopes: readonly Action[] | null = null): Actor {
  return {
    userId: user.id, name: user.name, locale: user.locale, timeZone: user.timeZone, via, mustChangePassword: user.mustChangePassword,
    mustEnrol: user.demanded && !user.enrolled,
    roles: user.roles.map((role) => (scopes ? { ...grantOf(role), only: scopes } : grantOf(role))),
  };
}

/** What is told of a grant: store and area only where they are given, for only managers have them. */
export function grantOf({ role, campaignId, jurisdictionId, storeId, area }: UserRoleEntity): RoleGrant {
  return { role, campaignId, jurisdictionId, ...(storeId ? { storeId } : {}), ...(area ? { area } : {}) };
}
