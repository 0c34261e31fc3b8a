export const ROLES = ['owner', 'organiser', 'translator', 'manager', 'auditor', 'reader'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What one may do.
 * - `read`: see what the public doesn't: drafts, pending figures, exact cells, private notes
 * - `organise`: make and change petitions, texts, attested counts, milestones, handovers, commitments
 * - `translate`: write petitions' texts in further languages
 * - `collect`: look after stores: their tablets, shifts, sheets, posters and figures
 * - `audit`: read who did what
 * - `administer`: users and roles, new campaigns, imports
 */
export const ACTIONS = ['read', 'organise', 'translate', 'collect', 'audit', 'administer'] as const;
export type Action = (typeof ACTIONS)[number];

/** A role and where it holds: null means all of them. */
export interface RoleGrant {
  readonly role: Role;
  readonly campaignId: number | null;
  readonly jurisdictionId: string | null;
  /** Managers only: one store, or the stores of an area. */
  readonly storeId?: string | null;
  readonly area?: string | null;
  /** Of a token with scopes: no more of the role than this. Absent: all of it. */
  readonly only?: readonly Action[];
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
  /** A second factor is demanded and not there yet: nothing but enrolling is allowed. */
  readonly mustEnrol: boolean;
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
  owner: ACTIONS,
  organiser: ['read', 'organise', 'translate', 'collect'],
  translator: ['read', 'translate'],
  manager: ['collect'],
  auditor: ['read', 'audit'],
  reader: ['read'],
};

/** What a role is good for, and a token's scopes leave of it: the one place where both are looked at. */
const allows = (grant: Pick<RoleGrant, 'role' | 'only'>, action: Action): boolean =>
  MAY[grant.role].includes(action) && (grant.only === undefined || grant.only.includes(action));

/**
 * Whether the actor may do this there.
 *
 * A role covers its place and all within it: an installation its campaigns, a campaign its jurisdictions. A region is the one
 * exception: its organisers do everything to the region's own petition and handovers, and only *read* its member countries. A
 * bundle needs to see what it adds up, but a country answers for its own petition. Administering is never given by country.
 */
export function can(actor: Pick<Actor, 'roles'>, action: Action, scope: Scope): boolean {
  return actor.roles.some((grant) => allows(grant, action) && covers(grant, action, scope));
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
  return actor.roles.some((grant) => allows(grant, action) && (action !== 'administer' || grant.jurisdictionId === null));
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
    .filter((grant) => allows(grant, 'collect') && (grant.campaignId === null || grant.campaignId === campaignId))
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

/** Roles that whoever organises a place may give there; the others are an owner's to give. */
export const ORGANISER_GIVES: readonly Role[] = ['organiser', 'translator', 'manager', 'reader'];

/**
 * Whether the actor may give this role there, or take it away: nobody gives more than they have. `jurisdictionId` of a store's manager
 * is that of the store.
 */
export function mayGive(actor: Pick<Actor, 'roles'>, { role, campaignId, jurisdictionId }: Pick<RoleGrant, 'role' | 'campaignId' | 'jurisdictionId'>): boolean {
  const scope: Scope = { ...(campaignId === null ? {} : { campaignId }), ...(jurisdictionId === null ? {} : { jurisdictionId }) };
  return can(actor, 'administer', scope) || (ORGANISER_GIVES.includes(role) && can(actor, 'organise', scope));
}

/** Where somebody gives and takes roles, as bounds to be joined by *or*; empty: nowhere. */
export function givingPlaces(actor: Pick<Actor, 'roles'>): { campaignId: number | null; jurisdictionId: string | null }[] {
  return actor.roles.filter((grant) => allows(grant, 'organise') || allows(grant, 'administer')).map(({ campaignId, jurisdictionId }) => ({ campaignId, jurisdictionId }));
}
