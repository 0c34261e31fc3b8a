import { Global, Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { HealthController } from './health.controller.js';
import { ReadinessChecks } from './readiness.js';

@Global()
@Module({ imports: [SigningModule], controllers: [HealthController], providers: [ReadinessChecks], exports: [ReadinessChecks] })
export class HealthModule {}
