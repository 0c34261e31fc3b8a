import { Global, Module } from '@nestjs/common';
import { AccessService } from './access.service.js';
import { ApiTokens } from './api-tokens.service.js';
import { AuditLog } from './audit-log.js';
import { Sessions } from './sessions.service.js';
import { Users } from './users.service.js';

/** Needs `Database` (DatabaseModule.forApp with `accessEntities` among the entities). */
@Global()
@Module({ providers: [AccessService, ApiTokens, AuditLog, Sessions, Users], exports: [AccessService, ApiTokens, AuditLog, Sessions, Users] })
export class AccessModule {}
