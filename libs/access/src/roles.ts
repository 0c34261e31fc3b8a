import type { FieldFault } from '#libs/config';
import { type Tx, txRows } from '#libs/database';
import { UserRoleEntity } from './access.entity.js';
import { type Role, ROLES } from './access-rules.js';
import { invalidUser, lastOwner } from './access.errors.js';

/** A role as it is given: for several countries at once, or for one store or area. */
export interface GivenRole {
  readonly role: Role;
  /** Null: every campaign. */
  readonly campaignId?: number | null;
  /** Countries or regions; empty or absent: the whole campaign. */
  readonly jurisdictionIds?: readonly string[];
  /** Managers only: the one store, or the area whose stores they look after. */
  readonly storeId?: string | null;
  readonly area?: string | null;
}

export const emailFault = (email: string): FieldFault | null =>
  /^[^\s@]+@[^\s@]+$/.test(email.trim()) && email.length <= 254 ? null : { field: 'email', code: 'malformed' };

/** What is wrong with a role whatever the database says. */
export function roleFaults({ role, campaignId, jurisdictionIds, storeId, area }: GivenRole): (FieldFault | null)[] {
  return [
    ROLES.includes(role) ? null : { field: 'role', code: 'not_allowed' },
    role === 'owner' && jurisdictionIds?.length ? { field: 'countries', code: 'not_allowed' } : null,
    role !== 'manager' && storeId ? { field: 'store', code: 'not_allowed' } : null,
    role !== 'manager' && area ? { field: 'area', code: 'not_allowed' } : null,
    role === 'manager' && (storeId || area) && campaignId == null ? { field: 'campaign', code: 'required' } : null,
  ];
}

/** Writes a role for each of its countries; what is given already stays. @throws DomainError `access.invalid_user` if a place is unknown */
export async function grantRole(tx: Tx, userId: string, given: GivenRole): Promise<void> {
  await requirePlaces(tx, given);
  const { role, campaignId = null, jurisdictionIds = [], storeId = null, area = null } = given;
  const places = jurisdictionIds.length > 0 ? [...new Set(jurisdictionIds)] : [null];
  await tx.getRepository(UserRoleEntity).createQueryBuilder().insert()
    .values(places.map((jurisdictionId) => ({ userId, role, campaignId, jurisdictionId, storeId, area }))).orIgnore().execute();
}

/** A misspelt place would give somebody nothing to look after, and nobody would be told. @throws DomainError `access.invalid_user` */
export async function requirePlaces(tx: Tx, { campaignId = null, jurisdictionIds = [], area = null }: GivenRole): Promise<void> {
  const known = new Set((await txRows<{ id: string }>(
    tx, `select distinct id from jurisdictions where id = any($1) and ($2::int is null or campaign_id = $2)`, [jurisdictionIds, campaignId])).map(({ id }) => id));
  const faults = jurisdictionIds.flatMap((id, n) => (known.has(id) ? [] : [{ field: `countries.${n}`, code: 'unknown' }]));
  if (faults.length > 0) throw invalidUser(faults);
  if (!area) return;
  const [found] = await txRows<{ found: boolean }>(tx, `select exists (select 1 from stores where campaign_id = $1 and area = $2) as found`, [campaignId, area]);
  if (!found?.found) throw invalidUser([{ field: 'area', code: 'unknown' }]);
}

/** Asked after the change, under one lock: two last owners who leave at once do not both get away. @throws DomainError `access.last_owner` */
export async function requireAnOwner(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('countersign-owners'))`);
  const [left] = await txRows<{ n: number }>(
    tx, `select count(*)::int as n from user_roles r join users u on u.id = r.user_id where r.role = 'owner' and r.campaign_id is null and u.disabled_at is null`);
  if (!left || left.n === 0) throw lastOwner();
}

export function roleDetails({ role, campaignId, jurisdictionIds, storeId, area }: GivenRole) {
  return { role, campaign: campaignId ?? null, jurisdictions: [...(jurisdictionIds ?? [])], ...(storeId ? { store: storeId } : {}), ...(area ? { area } : {}) };
}
