export { AccessModule } from './access.module.js';
export { AccessService, type Manager, type Organiser, type StorePlace } from './access.service.js';
export { accessEntities } from './access.entity.js';
export { forbidden, inPerson, invalidUser, notFound, notSignedIn, passwordChangeRequired, secondFactorRequired } from './access.errors.js';
export {
  ACTIONS, can, canSomewhere, collectingPlaces, givingPlaces, type CollectingPlace, mayGive, ORGANISER_GIVES, ROLES, type Action, type Actor, type Role, type RoleGrant, type Scope,
} from './access-rules.js';
export { ApiTokens, DEFAULT_TOKEN_DAYS, type ApiToken, type TokenLimits } from './api-tokens.service.js';
export { AuditLog, type AuditFilter, type AuditLine } from './audit-log.js';
export { type AuditEntry, type AuditFault, type AuditHead } from './audit-rules.js';
export { INVITED } from './access.events.js';
export { type Invitation, type InvitationLetter, Invitations, type NewInvitation } from './invitations.service.js';
export { People, type Person, type PersonRole } from './people.service.js';
export { type GivenRole } from './roles.js';
export { MIN_PASSWORD_LENGTH } from './password-rules.js';
export { csrfToken, csrfTokenHolds } from './secrets.js';
export { type Demand, type Enrolment, SecondFactors, type SecondFactorState } from './second-factors.service.js';
export { ServerSecret } from './server-secret.js';
export { type HalfSession, type LoginOptions, Sessions, type NewSession, type OpenSession, type SessionLine } from './sessions.service.js';
export { Users, type NewUser, type User } from './users.service.js';
