import { IsNull, type EntityManager } from 'typeorm';
import { UserEntity, UserRoleEntity } from './access.entity.js';
import type { Actor, RoleGrant } from './access-rules.js';

/** A user who may act, with roles; null if unknown or disabled. */
export async function loadUser(manager: EntityManager, id: string): Promise<UserEntity | null> {
  return manager.getRepository(UserEntity).findOne({ where: { id, disabledAt: IsNull() }, relations: { roles: true } });
}

export function actorFrom(user: UserEntity, via: Actor['via']): Actor {
  return {
    userId: user.id, name: user.name, locale: user.locale, timeZone: user.timeZone, via, mustChangePassword: user.mustChangePassword,
    roles: user.roles.map(grantOf),
  };
}

/** What is told of a grant: store and area only where they are given, for only managers have them. */
export function grantOf({ role, campaignId, jurisdictionId, storeId, area }: UserRoleEntity): RoleGrant {
  return { role, campaignId, jurisdictionId, ...(storeId ? { storeId } : {}), ...(area ? { area } : {}) };
}
