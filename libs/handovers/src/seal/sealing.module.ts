import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { HandoverSealer } from './sealer.service.js';

/** For the worker alone: it signs. `imports` bring `TallyBook` and `PrivateKeyStore`. */
@Module({})
export class SealingModule {
  static forWorker({ imports }: Required<Pick<ModuleMetadata, 'imports'>>): DynamicModule {
    return { module: SealingModule, imports, providers: [HandoverSealer], exports: [HandoverSealer] };
  }
}
