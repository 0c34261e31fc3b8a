import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { GivenRoles } from './given-role.js';
import { InvitationsController } from './invitations.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SessionsController } from './sessions.controller.js';
import { TokensController } from './tokens.controller.js';
import { UsersController } from './users.controller.js';

/** Sessions, users, roles, invitations, second factors, tokens and the audit log under /api/v1. */
@Module({
  controllers: [SessionsController, SecondFactorController, UsersController, InvitationsController, TokensController, AuditController],
  providers: [GivenRoles], exports: [GivenRoles],
})
export class AccessApiModule {}
