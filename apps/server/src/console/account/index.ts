import { AuditPageController } from '../people/audit.controller.js';
import { InvitationController } from '../people/invitation.controller.js';
import { PeopleController } from '../people/people.controller.js';
import { GivingPlaces } from '../people/places.js';
import { AccountController } from './account.controller.js';
import { SecondFactorPageController } from './second-factor.controller.js';

/** One's own login, and those of others. */
export const ACCOUNT_PAGES = [SecondFactorPageController, AccountController, PeopleController, InvitationController, AuditPageController];
export const ACCOUNT_READERS = [GivingPlaces];
