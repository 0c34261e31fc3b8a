import { Global, Module } from '@nestjs/common';
import { AccessService } from './access.service.js';
import { ApiTokens } from './api-tokens.service.js';
import { AuditLog } from './audit-log.js';
import { Invitations } from './invitations.service.js';
import { People } from './people.service.js';
import { SecondFactors } from './second-factors.service.js';
import { ServerSecret } from './server-secret.js';
import { Sessions } from './sessions.service.js';
import { Users } from './users.service.js';

const SERVICES = [AccessService, ApiTokens, AuditLog, Invitations, People, SecondFactors, ServerSecret, Sessions, Users];

/** Needs `AppConfig`, and `Database` (DatabaseModule.forApp with `accessEntities` among the entities). */
@Global()
@Module({ providers: SERVICES, exports: SERVICES })
export class AccessModule {}
