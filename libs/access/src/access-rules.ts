export const ROLES = ['owner', 'organiser', 'manager', 'reader'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What one may do.
 * - `read`: see what the public doesn't: drafts, pending figures, exact cells, private notes
 * - `organise`: make and change petitions, texts, attested counts, milestones, handovers, commitments
 * - `collect`: look after stores: their tablets, shifts, sheets, posters and figures
 * - `administer`: users and roles, new campaigns, imports, the audit log
 */
export const ACTIONS = ['read', 'organise', 'collect', 'administer'] as const;
export type Action = (typeof ACTIONS)[number];

/** A role and where it holds: null means all of them. */
export interface RoleGrant {
  readonly role: Role;
  readonly campaignId: number | null;
  readonly jurisdictionId: string | null;
  /** Managers only: one store, or the stores of an area. */
  readonly storeId?: string | null;
  readonly area?: string | null;
}

/** Who is asking. Plain data, made anew for every request from what the database says then. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly roles: readonly RoleGrant[];
  readonly via: 'session' | 'token';
  /** The password was given by someone else: nothing but changing it is allowed. */
  readonly mustChangePassword: boolean;
}

/**
 * What is touched. No `campaignId`: the installation. A campaign without `jurisdictionId`: all of that campaign.
 * `regionIds`: regions of the campaign that the jurisdiction is a member of.
 */
export interface Scope {
  readonly campaignId?: number;
  readonly jurisdictionId?: string;
  readonly regionIds?: readonly string[];
  /** Of the store that is touched. */
  readonly storeId?: string;
  readonly area?: string | null;
}

const MAY: Readonly<Record<Role, readonly Action[]>> = {
  owner: ['read', 'organise', 'collect', 'administer'],
  organiser: ['read', 'organise', 'collect'],
  manager: ['collect'],
  reader: ['read'],
};

/**
 * Whether the actor may do this there.
 *
 * A role covers its place and all within it: an installation its campaigns, a campaign its jurisdictions. A region is the one
 * exception: its organisers do everything to the region's own petition and handovers, and only *read* its member countries. A
 * bundle needs to see what it adds up, but a country answers for its own petition. Administering is never given by country.
 */
export function can(actor: Pick<Actor, 'roles'>, action: Action, scope: Scope): boolean {
  return actor.roles.some((grant) => MAY[grant.role].includes(action) && covers(grant, action, scope));
}

function covers(grant: RoleGrant, action: Action, scope: Scope): boolean {
  if (grant.campaignId !== null && grant.campaignId !== scope.campaignId) return false;
  if (grant.storeId && grant.storeId !== scope.storeId) return false;
  if (grant.area && grant.area !== scope.area) return false;
  if (grant.jurisdictionId === null) return true;
  if (action === 'administer') return false;
  if (grant.jurisdictionId === scope.jurisdictionId) return scope.campaignId !== undefined;
  return action === 'read' && (scope.regionIds ?? []).includes(grant.jurisdictionId);
}

/** Whether the actor may do this anywhere at all: enough to be shown the way there, never enough to do it. */
export function canSomewhere(actor: Pick<Actor, 'roles'>, action: Action): boolean {
  return actor.roles.some((grant) => MAY[grant.role].includes(action) && (action !== 'administer' || grant.jurisdictionId === null));
}

/** Where stores lie that somebody looks after; null: no bound. */
export interface CollectingPlace {
  readonly jurisdictionId: string | null;
  readonly area: string | null;
  readonly storeId: string | null;
}

/** The stores of a campaign that the actor may look after, as bounds to be joined by *or*; empty: none. */
export function collectingPlaces(actor: Pick<Actor, 'roles'>, campaignId: number): CollectingPlace[] {
  return actor.roles
    .filter((grant) => MAY[grant.role].includes('collect') && (grant.campaignId === null || grant.campaignId === campaignId))
    .map(({ jurisdictionId, area = null, storeId = null }) => ({ jurisdictionId, area, storeId }));
}

/**
 * The jurisdictions of a campaign in which the actor may do this.
 * @param membersOf member countries by region
 */
export function jurisdictionsWith(
  actor: Pick<Actor, 'roles'>, action: Action, campaignId: number, membersOf: ReadonlyMap<string, readonly string[]>,
): 'all' | string[] {
  if (can(actor, action, { campaignId })) return 'all';
  const found = new Set<string>();
  for (const grant of actor.roles) {
    if (grant.jurisdictionId === null || !can({ roles: [grant] }, action, { campaignId, jurisdictionId: grant.jurisdictionId })) continue;
    found.add(grant.jurisdictionId);
    if (action === 'read') for (const member of membersOf.get(grant.jurisdictionId) ?? []) found.add(member);
  }
  return [...found].sort();
}
