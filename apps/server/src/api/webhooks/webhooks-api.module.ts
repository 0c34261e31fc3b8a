import { Module } from '@nestjs/common';
import { WebhooksModule } from '#libs/notifications';
import { PetitionsModule } from '#libs/petitions';
import { WebhookRights } from './webhook-rights.js';
import { WebhooksController } from './webhooks.controller.js';

/** Webhooks under /api/v1/campaigns/{campaign}/webhooks. */
@Module({ imports: [PetitionsModule, WebhooksModule.forDoor()], controllers: [WebhooksController], providers: [WebhookRights], exports: [WebhookRights, WebhooksModule] })
export class WebhooksApiModule {}
