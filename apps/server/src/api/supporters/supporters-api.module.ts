import { Module } from '@nestjs/common';
import { NotificationsModule } from '#libs/notifications';
import { SupportersController } from './supporters.controller.js';

const notifications = NotificationsModule.forDoor();

/** News to supporters under /api/v1; the one place where the server has it from. */
@Module({ imports: [notifications], controllers: [SupportersController], exports: [notifications] })
export class SupportersApiModule {}
