import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { SignaturesModule } from '#libs/signatures';
import { Webhooks } from './webhooks.service.js';

/** For whoever faces the internet: keeps webhooks and cannot read a secret that it made. Needs ConfigModule, DatabaseModule, AccessModule and OutboundModule. */
@Module({})
export class WebhooksModule {
  static forDoor(signatures: NonNullable<ModuleMetadata['imports']>[number] = SignaturesModule.forDoor()): DynamicModule {
    return { module: WebhooksModule, imports: [signatures], providers: [Webhooks], exports: [Webhooks] };
  }
}
