import { IsNull, type EntityManager } from 'typeorm';
import { UserEntity } from './access.entity.js';
import type { Actor } from './access-rules.js';

/** A user who may act, with roles; null if unknown or disabled. */
export async function loadUser(manager: EntityManager, id: string): Promise<UserEntity | null> {
  return manager.getRepository(UserEntity).findOne({ where: { id, disabledAt: IsNull() }, relations: { roles: true } });
}

export function actorFrom(user: UserEntity, via: Actor['via']): Actor {
  return {
    userId: user.id, name: user.name, locale: user.locale, timeZone: user.timeZone, via, mustChangePassword: user.mustChangePassword,
    roles: user.roles.map(({ role, campaignId, jurisdictionId }) => ({ role, campaignId, jurisdictionId })),
  };
}
