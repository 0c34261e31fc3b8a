import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { can, jurisdictionsWith, type Action, type Actor, type Scope } from './access-rules.js';
import { forbidden, notFound } from './access.errors.js';

/** Someone to be told about a petition. Holds an address: hand it to the mail's last step only, never to a job or log. */
export interface Organiser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  /** `country`: answers for this very jurisdiction, told at once. `campaign`: for the whole or a region, told in a digest. */
  readonly level: 'country' | 'campaign';
}

/** Someone who looks after a store. Holds an address, as `Organiser` does. */
export type Manager = Omit<Organiser, 'level'>;

/** A store by where it lies. */
export interface StorePlace {
  readonly campaignId: number;
  readonly jurisdictionId: string;
  readonly storeId: string;
  readonly area: string | null;
}

/** Asks the rules of `access-rules.ts`, with the regions looked up. */
@Injectable()
export class AccessService {
  constructor(private readonly database: Database) {}

  /** Whether the actor may do this there. */
  async may(actor: Pick<Actor, 'roles'>, action: Action, scope: Scope): Promise<boolean> {
    if (can(actor, action, scope)) return true;
    if (action !== 'read' || scope.campaignId === undefined || !scope.jurisdictionId || scope.regionIds) return false;
    return can(actor, action, { ...scope, regionIds: await this.regionsOf(scope.campaignId, scope.jurisdictionId) });
  }

  /**
   * Refuses what the actor may not do there. Whoever may not even read is told the same as for something that does not exist.
   * @throws DomainError `access.not_found` (404), or `access.forbidden` (403) to those who may read
   */
  async require(actor: Pick<Actor, 'roles'>, action: Action, scope: Scope): Promise<void> {
    if (await this.may(actor, action, scope)) return;
    throw (await this.may(actor, 'read', scope)) ? forbidden() : notFound();
  }

  /**
   * For a WHERE: 'all', or the ids of the jurisdictions. Use it as
   * `($2::text[] is null or jurisdiction_id = any($2))` with null for 'all'.
   */
  async visibleJurisdictions(actor: Pick<Actor, 'roles'>, campaignId: number, action: Action = 'read'): Promise<'all' | string[]> {
    const members = new Map<string, string[]>();
    const rows = await this.database.rows<{ region_id: string; member_id: string }>(
      `select region_id, member_id from jurisdiction_members where campaign_id = $1`, [campaignId],
    );
    for (const { region_id: region, member_id: member } of rows) members.set(region, [...(members.get(region) ?? []), member]);
    return jurisdictionsWith(actor, action, campaignId, members);
  }

  /** Campaigns in which the actor has any role: those that the grants name, all where one names none. */
  async campaignsOf(actor: Pick<Actor, 'roles'>): Promise<number[]> {
    const named = actor.roles.flatMap(({ campaignId }) => (campaignId === null ? [] : [campaignId]));
    if (named.length === actor.roles.length) return [...new Set(named)];
    return (await this.database.rows<{ id: number }>(`select id from campaigns order by id`)).map(({ id }) => id);
  }

  /**
   * Who is told about a petition: organisers of its jurisdiction (`country`), and organisers and owners of its regions, its
   * campaign or everything (`campaign`). Each once, at the closest level; readers and disabled users never.
   */
  async organisersOf(campaignId: number, jurisdictionId: string): Promise<Organiser[]> {
    return this.database.rows<Organiser>(
      `select u.id, u.email, u.name, u.locale, u.time_zone as "timeZone",
              case when bool_or(r.jurisdiction_id = $2 and r.jurisdiction_id is not null) then 'country' else 'campaign' end as level
         from user_roles r join users u on u.id = r.user_id
        where r.role in ('owner', 'organiser') and u.disabled_at is null
          and (r.campaign_id is null or r.campaign_id = $1)
          and (r.jurisdiction_id is null or r.jurisdiction_id = $2
               or r.jurisdiction_id in (select region_id from jurisdiction_members where campaign_id = $1 and member_id = $2))
        group by u.id order by level desc, u.created_at, u.id`,
      [campaignId, jurisdictionId],
    );
  }

  /**
   * Who looks after a store: managers of it, of its area, of its country or of the whole campaign, each once. Those who may `collect`
   * there as organisers or owners are not among them; disabled users never are.
   */
  async managersOf({ campaignId, jurisdictionId, storeId, area }: StorePlace): Promise<Manager[]> {
    return this.database.rows<Manager>(
      `select u.id, u.email, u.name, u.locale, u.time_zone as "timeZone"
         from users u
        where u.disabled_at is null and exists (select 1 from user_roles r
                where r.user_id = u.id and r.role = 'manager' and (r.campaign_id is null or r.campaign_id = $1)
                  and (r.jurisdiction_id is null or r.jurisdiction_id = $2) and (r.store_id is null or r.store_id = $3) and (r.area is null or r.area = $4))
        order by u.created_at, u.id`,
      [campaignId, jurisdictionId, storeId, area],
    );
  }

  private async regionsOf(campaignId: number, jurisdictionId: string): Promise<string[]> {
    const rows = await this.database.rows<{ region_id: string }>(
      `select region_id from jurisdiction_members where campaign_id = $1 and member_id = $2`, [campaignId, jurisdictionId],
    );
    return rows.map((row) => row.region_id);
  }
}
