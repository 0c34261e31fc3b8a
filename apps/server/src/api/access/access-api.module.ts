import { Module } from '@nestjs/common';
import { SessionsController } from './sessions.controller.js';
import { TokensController } from './tokens.controller.js';
import { UsersController } from './users.controller.js';

/** Sessions, users and tokens under /api/v1. */
@Module({ controllers: [SessionsController, UsersController, TokensController] })
export class AccessApiModule {}
