import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { NamesMaker } from '../names/names-maker.service.js';
import { HandoverSealer } from './sealer.service.js';

/** For the worker alone: it signs, and opens names where a law demands them. `imports` bring `TallyBook`, `SignedNames` and `PrivateKeyStore`. */
@Module({})
export class SealingModule {
  static forWorker({ imports }: Required<Pick<ModuleMetadata, 'imports'>>): DynamicModule {
    return { module: SealingModule, imports, providers: [HandoverSealer, NamesMaker], exports: [HandoverSealer, NamesMaker] };
  }
}
