import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { type Actor, can, givingPlaces, mayGive, type RoleGrant } from './access-rules.js';
import { forbidden, notFound } from './access.errors.js';
import { type GivenRole } from './roles.js';
import { Users } from './users.service.js';

/** A role as its givers see it. */
export interface PersonRole extends RoleGrant {
  readonly id: number;
  readonly campaign: string | null;
  readonly place: string | null;
  readonly store: string | null;
  /** Whether the asker may take it away. */
  readonly mayTake: boolean;
}

/** Who has which role where, as far as the asker gives roles there. Holds an address: for pages and answers, never for a log. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly disabledAt: Date | null;
  readonly secondFactor: boolean;
  readonly roles: readonly PersonRole[];
  /** Whether the asker may end this login: every role of it is theirs to administer. */
  readonly mayDisable: boolean;
}

interface Row extends Omit<Person, 'roles' | 'mayDisable'> {
  total: number;
  roles: (Omit<PersonRole, 'mayTake'> & { jurisdictionOfStore: string | null; theirs: boolean })[];
}

/** A role's place is within one of the asker's (`$1`, as `givingPlaces` has them). A store's manager without a country has the store's. */
export const WITHIN_GIVING = `exists (select 1 from jsonb_to_recordset($1::jsonb) as p("campaignId" int, "jurisdictionId" text)
  where (p."campaignId" is null or p."campaignId" = r.campaign_id)
    and (p."jurisdictionId" is null or (r.campaign_id is not null and p."jurisdictionId" = coalesce(r.jurisdiction_id, (select s.jurisdiction_id from stores s where s.id = r.store_id)))))`;

/** Giving and taking roles, by the rules of `mayGive`. */
@Injectable()
export class People {
  constructor(private readonly database: Database, private readonly users: Users) {}

  /** By name; only roles in places where the asker gives roles, and only people who have one. */
  async list(actor: Actor, { page, pageSize }: { page: number; pageSize: number }): Promise<{ items: Person[]; total: number }> {
    return this.read(actor, null, pageSize, (page - 1) * pageSize);
  }

  /** @throws DomainError `access.not_found` also for somebody who has no role where the asker gives any */
  async byId(actor: Actor, id: string): Promise<Person> {
    const { items: [person] } = await this.read(actor, id, 1, 0);
    if (!person) throw notFound();
    return person;
  }

  /** Nobody gives more than they have. @throws DomainError `access.not_found`, `access.forbidden`, `access.invalid_user` */
  async giveRole(actor: Actor, userId: string, role: GivenRole): Promise<void> {
    await this.byId(actor, userId);
    await this.requireMayGive(actor, role);
    await this.users.addRole(userId, role, actor.userId);
  }

  /** @throws DomainError `access.not_found`, `access.forbidden`, `access.last_owner` */
  async takeRole(actor: Actor, userId: string, roleId: number): Promise<void> {
    const role = (await this.byId(actor, userId)).roles.find(({ id }) => id === roleId);
    if (!role) throw notFound();
    if (!role.mayTake) throw forbidden();
    await this.users.takeRole(userId, roleId, actor.userId);
  }

  /** @throws DomainError `access.not_found`, `access.forbidden`, `access.last_owner` */
  async disable(actor: Actor, userId: string): Promise<void> {
    if (!(await this.byId(actor, userId)).mayDisable) throw forbidden();
    await this.users.disable(userId, actor.userId);
  }

  /** @throws DomainError `access.forbidden` unless the actor may give the role in each of its places */
  async requireMayGive(actor: Pick<Actor, 'roles'>, { role, campaignId = null, jurisdictionIds = [], storeId = null }: GivenRole): Promise<void> {
    const places = jurisdictionIds.length > 0 ? jurisdictionIds : [storeId ? await this.placeOfStore(campaignId, storeId) : null];
    for (const jurisdictionId of places) if (!mayGive(actor, { role, campaignId, jurisdictionId })) throw forbidden();
  }

  private async placeOfStore(campaignId: number | null, storeId: string): Promise<string> {
    const [store] = await this.database.rows<{ jurisdictionId: string }>(`select jurisdiction_id as "jurisdictionId" from stores where id = $1 and campaign_id = $2`, [storeId, campaignId]);
    if (!store) throw forbidden();
    return store.jurisdictionId;
  }

  private async read(actor: Actor, id: string | null, limit: number, offset: number): Promise<{ items: Person[]; total: number }> {
    const all = can(actor, 'administer', {});
    const rows = await this.database.rows<Row>(
      `select u.id, u.email, u.name, u.disabled_at as "disabledAt", count(*) over ()::int as total,
              exists (select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "secondFactor", coalesce(g.roles, '[]') as roles
         from users u left join lateral (
           select jsonb_agg(jsonb_build_object('id', r.id, 'role', r.role, 'campaignId', r.campaign_id, 'jurisdictionId', r.jurisdiction_id, 'storeId', r.store_id, 'area', r.area,
                    'campaign', c.slug, 'place', coalesce(j.name, r.jurisdiction_id), 'store', s.name, 'jurisdictionOfStore', s.jurisdiction_id, 'theirs', ${WITHIN_GIVING}) order by r.id) as roles,
                  bool_or(${WITHIN_GIVING}) as shown
             from user_roles r left join campaigns c on c.id = r.campaign_id left join stores s on s.id = r.store_id
             left join jurisdictions j on j.campaign_id = r.campaign_id and j.id = r.jurisdiction_id where r.user_id = u.id) g on true
        where ($2 or g.shown) and ($3::uuid is null or u.id = $3)
        order by lower(u.name), u.id limit $4 offset $5`,
      [JSON.stringify(givingPlaces(actor)), all, id, limit, offset]);
    return { total: rows[0]?.total ?? 0, items: rows.map((row) => personFrom(row, actor, all)) };
  }
}

function personFrom({ total: _, roles, ...row }: Row, actor: Actor, all: boolean): Person {
  const administered = roles.every(({ campaignId }) => campaignId !== null && can(actor, 'administer', { campaignId }));
  return {
    ...row, mayDisable: row.disabledAt === null && (all || (roles.length > 0 && administered)),
    roles: roles.filter(({ theirs }) => all || theirs).map(({ theirs: _theirs, jurisdictionOfStore, ...role }) => ({
      ...role, mayTake: mayGive(actor, { role: role.role, campaignId: role.campaignId, jurisdictionId: role.jurisdictionId ?? jurisdictionOfStore }),
    })),
  };
}
