import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { SignaturesController } from './signatures.controller.js';

/** Signing, confirming and withdrawing under /api/v1. */
@Module({ imports: [SigningModule], controllers: [SignaturesController] })
export class SignaturesApiModule {}
